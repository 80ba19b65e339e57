import type { Millis } from './api/units.ts'
import { createScriptHistory } from './history/scriptHistory.ts'
import type { CommandReply, Run, RunSettings } from './lanes.ts'
import type { Command, LaneId, LoggedCommand } from './protocol.ts'
import { createReplay } from './replay.ts'
import { policyById } from './scheduler/policies/menu.ts'

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
  /** How many commands the latest command dropped, since it was given in the past. */
  readonly dropped: number
  /**
   * Carries a command out at the present moment. With an `error` nothing has changed. Otherwise it
   * is in the log, and commands that the log had for later are dropped (see `undo`). A policy that
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
}

/** A simulation at time 0. `log`: commands to replay when their time comes. */
export function createSimulation(
  initial: RunSettings,
  log: readonly LoggedCommand[] = [],
): Simulation {
  const logged = withoutWorldChanges(initial, log)
  const history = createScriptHistory(logged.settings, logged.log)
  const commands = () => history.current.commands
  let replay = createReplay(history.current.settings, commands)
  replay.runUntil(0)

  function restart(): void {
    replay = createReplay(history.current.settings, commands)
  }

  return {
    get run() {
      return replay.run
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
    dispatch(command) {
      replay.runUntil(replay.run.now)
      const at = replay.run.now
      const world = worldChange(history.current.settings, command)
      if (world) {
        history.changeSettings(world, at)
        restart()
        replay.runUntil(at)
        return { results: [], diagnostics: [] }
      }
      const logged = { at, command }
      const reply = replay.give(logged)
      if (reply.error === undefined) history.add(logged)
      return reply
    },
    runUntil(time) {
      if (time >= replay.run.now) replay.runUntil(time)
    },
    seek(time) {
      if (time < replay.run.now) restart()
      replay.runUntil(time)
    },
    goTo(actions) {
      if (actions < replay.run.actions) restart()
      while (replay.run.actions < actions && replay.step(Number.POSITIVE_INFINITY));
    },
    undo() {
      const at = history.undo()
      if (at === undefined) return false
      restart()
      replay.runUntil(at)
      return true
    },
  }
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
