import type { Millis } from './api/units.ts'
import { type Branch, createScriptHistory, inOrder, type Script } from './history/scriptHistory.ts'
import type { CommandReply, Run, RunSettings } from './lanes.ts'
import type { BranchName, Command, KeptBranch, LaneId, LoggedCommand } from './protocol.ts'
import { createReplay, type Replay } from './replay.ts'
import { policyById } from './scheduler/policies/menu.ts'
import { createStops, type StopLimits } from './stops.ts'
import { finish, type Work } from './work.ts'

/**
 * A run that can be travelled through. It is a function of its settings and its commands; going
 * back is replaying it.
 */
export interface Simulation {
  /** The run as it stands; another object after a step into the past. */
  readonly run: Run
  readonly settings: RunSettings
  readonly now: Millis
  /** When something will next happen, by itself or by the log; undefined = never. */
  readonly nextEventAt: Millis | undefined
  readonly log: readonly LoggedCommand[]
  /** How many commands of the log lie behind. */
  readonly done: number
  /** How many commands the latest command left to another branch, since it was given in the past. */
  readonly dropped: number
  /** How far the run has been seen. */
  readonly seen: Millis
  /** Which of the ways that the run has gone this is. */
  readonly branch: BranchName
  /** The other ones, oldest first; the same array until one of them has changed. */
  readonly branches: readonly KeptBranch[]
  /**
   * Carries a command out at the present moment. With an `error` nothing has changed. Otherwise it
   * is in the log; where the log has commands for later, or where the run has been seen to go on without
   * it, that becomes another branch (see `branches`). A policy that
   * belongs to another world (One-click is not Kubernetes) is not logged: the lane gets it from the
   * start of the run, which is replayed up to now.
   */
  dispatch(command: Command): CommandReply
  /** Forward to `time` (whole milliseconds), with everything of that moment; never back. */
  runUntil(time: Millis): void
  /** To any time, forwards or back. */
  seek(time: Millis): void
  /**
   * Forward or back to where the run has done so many actions (see `Run.actions`), which may be in
   * the middle of a moment; whatever comes next completes that moment first.
   */
  goTo(actions: number): void
  /** Takes the latest command (or fork) back and stands at its time; false = there is none. */
  undo(): boolean
  /** Goes on in another branch at the present moment; false = there is none of this id. */
  switchTo(id: string): boolean
  /** '' takes its name away. */
  renameBranch(id: string, name: string): boolean
  /** The current one cannot be removed. */
  removeBranch(id: string): boolean
  /**
   * The same in slices. Work that goes forward may be left after any slice: the run then stands
   * where it has got to. Work that goes back makes another run first, and nothing has changed until
   * it is done. What follows from a command in its moment is still due afterwards.
   */
  readonly slices: {
    dispatch(command: Command): Work<CommandReply>
    runUntil(time: Millis): Work<void>
    seek(time: Millis): Work<void>
    /**
     * As near to `time` as what is at hand stands before it: little work, and what is at hand stays
     * where it is. In a run in which nothing is prepared that is `time` itself.
     */
    glance(time: Millis): Work<void>
    goTo(actions: number): Work<void>
    undo(): Work<boolean>
    switchTo(id: string): Work<boolean>
    /** What may be done while nobody asks for anything: seeking needs less time afterwards. */
    prepare(): Work<void>
  }
  /** The run that slices of work are moving: the one that is being made, or `run`. */
  readonly moving: Run
}

/** A simulation at time 0, with everything of that moment done. `log`: commands to replay. */
export function createSimulation(
  initial: RunSettings,
  log: readonly LoggedCommand[] = [],
  stopLimits?: StopLimits,
  kept?: KeptBranches,
): Simulation {
  const simulation = openSimulation(initial, log, stopLimits, kept)
  simulation.runUntil(0)
  return simulation
}

/** What a run is told of its branches when it is brought back. */
export interface KeptBranches {
  readonly branch?: BranchName
  readonly branches?: readonly KeptBranch[]
}

/** A simulation at time 0, at which things are still due. `log`: commands to replay. */
export function openSimulation(
  initial: RunSettings,
  log: readonly LoggedCommand[] = [],
  stopLimits?: StopLimits,
  { branch, branches = [] }: KeptBranches = {},
): Simulation {
  const logged = withoutWorldChanges(initial, log)
  const history = createScriptHistory(
    logged.settings,
    logged.log,
    branch,
    branches.map((each) => branchOf(initial, each)),
  )
  let told: { readonly of: unknown; readonly list: readonly KeptBranch[] } | undefined
  const commands = () => history.current.commands
  let replay = createReplay(history.current.settings, commands)
  let making: Replay | undefined

  const stops = createStops(
    () => createReplay(history.current.settings, commands),
    ({ settings, done, run, next }) =>
      settings === history.current.settings &&
      done.every((command, index) => command === commands()[index]) &&
      (next === undefined || next.at >= run.now),
    stopLimits,
  )

  /**
   * Goes on from where a replay of this very run stands, be it the present one. One that is ahead of it takes
   * its place at once: what is done then is on the way, to be shown and to be left anywhere.
   */
  function* from(base: Replay | undefined, work: (made: Replay) => Work<void>): Work<void> {
    if (base && base.run.actions > replay.run.actions) {
      const before = replay
      replay = base
      stops.put(before)
    }
    if (base === replay) return yield* work(replay)
    const made = base ?? createReplay(history.current.settings, commands)
    making = made
    let other = made
    try {
      yield* work(made)
      other = replay
      replay = made
    } finally {
      making = undefined
      // Where the run stood, or how far this has got, one may want to go again.
      stops.put(other)
    }
  }

  /** The run from its start, which takes the place of the present one when it is done. */
  function* again(
    script: Script<RunSettings>,
    work: (made: Replay) => Work<void>,
    settled: () => void = () => {},
  ): Work<void> {
    let log = () => script.commands
    const made = createReplay(script.settings, () => log())
    making = made
    try {
      yield* work(made)
      settled()
      log = commands
      replay = made
    } finally {
      making = undefined
    }
  }

  const slices: Simulation['slices'] = {
    *dispatch(command) {
      yield* replay.running(replay.run.now)
      const at = replay.run.now
      const world = worldChange(history.current.settings, command)
      if (world) {
        const script = { ...history.current, settings: world }
        yield* again(
          script,
          (made) => made.running(at),
          () => history.changeSettings(world, at),
        )
        return NOTHING_SAID
      }
      const logged = { at, command }
      history.reached(at)
      const reply = replay.give(logged)
      if (reply.error === undefined) history.add(logged)
      return reply
    },
    *runUntil(time) {
      if (time < replay.run.now) return
      const { current } = history
      try {
        yield* replay.running(time)
      } finally {
        if (current === history.current) history.reached(replay.run.now)
      }
    },
    *seek(time) {
      const { current } = history
      const base = stops.nearest(replay, ({ run }) => run.now <= time)
      try {
        yield* from(base, (made) => made.running(time))
      } finally {
        if (current === history.current) history.reached(replay.run.now)
      }
    },
    *glance(time) {
      if (stops.count === 0) return yield* slices.seek(time)
      // Whatever goes on from where it stands is not there the next time.
      const near = stops.nearest(replay, ({ run }) => run.now <= time)
      yield* from(near, (made) => made.running(made.run.now))
    },
    *goTo(actions) {
      const base = stops.nearest(replay, ({ run }) => run.actions <= actions)
      yield* from(base, (made) => acting(made, actions))
    },
    *undo() {
      const { former } = history
      if (!former) return false
      yield* again(former.script, (made) => made.running(former.at), history.undo)
      return true
    },
    *switchTo(id) {
      const next = history.switched(id)
      if (!next) return false
      const at = replay.run.now
      yield* again(
        next.current.script,
        (made) => made.running(at),
        () => history.changeBranches(next, at),
      )
      return true
    },
    prepare: () => stops.prepare(replay),
  }

  return {
    get run() {
      return replay.run
    },
    get moving() {
      return (making ?? replay).run
    },
    get settings() {
      return history.current.settings
    },
    get now() {
      return replay.run.now
    },
    get nextEventAt() {
      const commanded = replay.next?.at
      const own = replay.run.nextAt
      if (commanded === undefined || own === undefined) return commanded ?? own
      return Math.min(commanded, own)
    },
    get log() {
      return commands()
    },
    get done() {
      return replay.done.length
    },
    get dropped() {
      return history.current.dropped
    },
    get seen() {
      return history.branches.current.seen
    },
    get branch() {
      const { id, name } = history.branches.current
      return { id, ...(name !== undefined && { name }) }
    },
    get branches() {
      const { others } = history.branches
      if (told?.of !== others) told = { of: others, list: others.map(keptBranch) }
      return told.list
    },
    renameBranch(id, name) {
      const { current, others } = history.branches
      if (current.id !== id && others.every((each) => each.id !== id)) return false
      const named = (each: Branch<RunSettings>) => (each.id === id ? called(each, name) : each)
      history.changeBranches({ current: named(current), others: others.map(named) }, replay.run.now)
      return true
    },
    removeBranch(id) {
      const { current, others } = history.branches
      const left = others.filter((each) => each.id !== id)
      if (left.length === others.length) return false
      history.changeBranches({ current, others: left }, replay.run.now)
      return true
    },
    dispatch(command) {
      const reply = finish(slices.dispatch(command))
      replay.runUntil(replay.run.now)
      return reply
    },
    runUntil: (time) => finish(slices.runUntil(time)),
    seek: (time) => finish(slices.seek(time)),
    goTo: (actions) => finish(slices.goTo(actions)),
    undo: () => finish(slices.undo()),
    switchTo: (id) => finish(slices.switchTo(id)),
    slices,
  }
}

const NOTHING_SAID: CommandReply = { results: [], diagnostics: [] }

function keptBranch({ id, name, script, seen }: Branch<RunSettings>): KeptBranch {
  const { policies } = script.settings
  return { id, ...(name !== undefined && { name }), policies, log: script.commands, seen }
}

function branchOf(initial: RunSettings, kept: KeptBranch): Branch<RunSettings> {
  const { id, name, policies, log, seen } = kept
  const script = { settings: { ...initial, policies }, commands: inOrder(log), dropped: 0 }
  return { id, ...(name !== undefined && { name }), script, seen }
}

function called(branch: Branch<RunSettings>, name: string): Branch<RunSettings> {
  const { name: _, ...others } = branch
  return name === '' ? others : { ...others, name }
}

function* acting(replay: Replay, actions: number): Work<void> {
  while (replay.run.actions < actions && replay.step(Number.POSITIVE_INFINITY)) yield
}

/** The settings under which the lane lives in the world of its new policy from the start. */
function worldChange(settings: RunSettings, command: Command): RunSettings | undefined {
  if (command.type !== 'setPolicy') return undefined
  const next = policyById(command.policy)
  const now = policyById(policyOf(settings, command.lane) ?? '')
  if (!next || !now || next.world === now.world) return undefined
  return { ...settings, policies: { ...settings.policies, [command.lane]: next.id } }
}

function policyOf({ scenario, policies }: RunSettings, lane: LaneId): string | undefined {
  const spec = scenario.lanes.find(({ id }) => id === lane)
  return spec && (policies[lane] ?? spec.policy)
}

function withoutWorldChanges(initial: RunSettings, log: readonly LoggedCommand[]) {
  let settings = initial
  const kept = log.filter(({ command }) => {
    const changed = worldChange(settings, command)
    settings = changed ?? settings
    return !changed
  })
  return { settings, log: kept }
}
