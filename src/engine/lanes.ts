import type { KubernetesObject } from './api/objects.ts'
import type { Millis } from './api/units.ts'
import { type Applied, type Applier, createApplier } from './apply.ts'
import { createArriver, shuffled } from './arrivals.ts'
import { type Cluster, createCluster } from './cluster.ts'
import { commandLabel } from './commandLabel.ts'
import { REFUSED } from './controlPlane.ts'
import { ATTEMPTS_IN_ALL } from './history/attemptLog.ts'
import { type Course, createCourse } from './history/course.ts'
import { createDivergence } from './history/divergence.ts'
import { createMarkLog, type MarkLog } from './history/markLog.ts'
import { createRecent, type Recent } from './history/recent.ts'
import { laneClock } from './laneClock.ts'
import { performInLane } from './laneCommands.ts'
import { type AppRegistry, createAppRegistry } from './metrics/apps.ts'
import { createNameTable, type NameTable } from './metrics/nameTable.ts'
import type {
  Change,
  Command,
  Diagnostic,
  InFlight,
  LaneId,
  Marker,
  Replies,
  Said,
} from './protocol.ts'
import { resourcesOf } from './resources.ts'
import { excessOf, type RunLimits } from './runLimits.ts'
import type { Arrival, Scenario } from './scenario.ts'
import { policyById } from './scheduler/policies/menu.ts'
import { say, told } from './sentences/sentences.ts'
import { createClock } from './sim/eventQueue.ts'
import { createRandom } from './sim/seededRandom.ts'
import { storyChanges } from './storyChanges.ts'
import type { Work } from './work.ts'

/** An object of a manifest, and where its document begins. */
interface PlacedObject {
  readonly object: KubernetesObject
  /** From 0. */
  readonly document: number
  /** From 1. */
  readonly line: number
}

/** What a run is a function of, beside the commands. */
export interface RunSettings {
  readonly scenario: Scenario
  readonly objects: readonly KubernetesObject[]
  readonly seed: number
  /** Permutes the arrivals by this seed; undefined = the scenario's order. */
  readonly shuffle: number | undefined
  /** Policies that replace the scenario's, by lane. */
  readonly policies: Readonly<Record<LaneId, string>>
  /** How much the run may hold; undefined = as much as there is memory for. */
  readonly limits?: RunLimits
  /** How many events a lane keeps; undefined = the usual number. */
  readonly eventLimit?: number
  /** How many marks the timeline keeps; undefined = the usual number. */
  readonly markLimit?: number
  /** The uid of a pod whose attempts carry verdicts however many nodes there are. */
  readonly explain?: string
  /** Reads what an `apply` command carries. */
  readonly parse: (text: string) => {
    readonly objects: readonly PlacedObject[]
    readonly diagnostics: readonly Diagnostic[]
  }
}

export type CommandReply = Replies['command']

/** The same arrivals, actions and commands fed to several clusters on one clock. */
export interface Run {
  readonly scenario: Scenario
  readonly seed: number
  readonly shuffle: number | undefined
  readonly clusters: readonly Cluster[]
  readonly arrivals: readonly Arrival[]
  /** How many of the scenario's arrivals and of its actions have happened, in order of time. */
  readonly given: { readonly arrivals: number; readonly actions: number }
  readonly resources: readonly string[]
  readonly machineTypeIndex: ReadonlyMap<string, number>
  readonly nodeGroupIndex: ReadonlyMap<string, number>
  readonly apps: AppRegistry
  /** Every zone that a Node has been in. */
  readonly zones: NameTable
  readonly marks: MarkLog
  /** Objects of the settings, by index, that the API server of a lane did not accept, and why. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[]
  readonly now: Millis
  /** When something will next happen by itself. */
  readonly nextAt: Millis | undefined
  /** See RunUpdate. */
  readonly inFlight: InFlight
  /**
   * How many timers have fired and commands were carried out. Two runs of the same settings and
   * commands that agree in this number are in the same state.
   */
  readonly actions: number
  /**
   * How much of a computer's work that was, in units of some 20 µs: timers fired, objects changed, pods
   * tried. A measure that is the same wherever the run is played, as time would not be.
   */
  readonly work: number
  readonly course: Course
  /** See `storyChanges`. */
  readonly changes: readonly (readonly Change[])[]
  /** The number that `actions` had just before the lane's attempt of this id, once it has been. */
  actionsBefore(lane: LaneId, attempt: number): number | undefined
  /** Everything that is due up to and including `time` happens; then it is `time`. */
  runUntil(time: Millis): void
  /** `runUntil` in slices: a timer each. */
  running(time: Millis): Work<void>
  /** Fires the next timer that is due by `limit`; false = there is none, and time stays. */
  step(limit: Millis): boolean
  /** At the present moment; what follows from it in this moment happens, too. */
  perform(command: Command): CommandReply
  /** As `perform`, but what follows from it is still due. */
  give(command: Command): CommandReply
}

/** Commands whose effect has a mark of its own. */
const MARKS_ITSELF: ReadonlySet<Command['type']> = new Set([
  'pullPlug',
  'plugIn',
  'reclaim',
  'controlPlane',
])

const INPUTS = 'inputs'
/** A pod that is tried on some dozens of nodes, in units of `Run.work`. */
const WORK_OF_ATTEMPT = 8
/** More timers than this fire in no single instant, unless there are very many pods. */
const ENDLESS = 100_000
const ENDLESS_PER_POD = 50

/** Things go on happening without any time passing; the run cannot go on. */
export class EndlessError extends Error {
  override readonly name = 'EndlessError'

  constructor(at: Millis) {
    super(`At ${at / 1_000} s things go round in circles without an end; this run stops here.`)
  }
}
const NOTHING_SAID: CommandReply = { results: [], diagnostics: [] }

/** A command that is not carried out, and why; a mere text is what Kubernetes prints. */
export function notDone(problem: string | Said): CommandReply {
  const { message: error, ...said } = told(problem)
  return { ...NOTHING_SAID, error, ...said }
}

/** A run at time 0, with everything of that moment done. */
export function createRun(settings: RunSettings): Run {
  const run = openRun(settings)
  run.runUntil(0)
  return run
}

/**
 * A run at time 0: its objects are there, and what follows from them is due. Arrivals and scripted
 * actions come before whatever else is due at their time.
 */
export function openRun(settings: RunSettings): Run {
  const { scenario, objects, seed } = settings
  const clock = createClock()
  const random = createRandom(seed)
  const chance = random.fork('killRandom')
  const apps = createAppRegistry()
  const zones = createNameTable()
  const marks = createMarkLog(settings.markLimit)
  const divergence = createDivergence()
  const several = scenario.lanes.length > 1
  /** Per lane and attempt, in order of ids. */
  const attemptActions = new Map<LaneId, Recent<number>>()
  const course = createCourse()
  const given = { arrivals: 0, actions: 0 }
  let actions = 0
  /** Pods tried, in units of `Run.work`. */
  let tried = 0
  /** How many timers have fired at this moment since the last command. */
  let instant = clock.now
  let steps = 0
  let resources = resourcesOf(scenario, objects)
  const arrivals =
    settings.shuffle === undefined
      ? scenario.arrivals
      : shuffled(scenario.arrivals, createRandom(settings.shuffle))
  // Of all timers of a moment the one that was set first fires first: these are set before others.
  const inputs = [
    ...arrivals.map((arrival) => ({ at: arrival.at, arrival })),
    ...scenario.actions.map(({ at, command }) => ({ at, command })),
  ]
  clock.handle(INPUTS, (index) => input(inputs[Number(index)]!))
  inputs.forEach(({ at }, index) => {
    clock.schedule(INPUTS, String(index), at, 'beat')
  })

  const clusters = scenario.lanes.map((spec, lane) => {
    const id = settings.policies[spec.id] ?? spec.policy
    const policy = policyById(id)
    if (!policy) throw new RangeError(`There is no policy "${id}".`)
    return createCluster({
      spec,
      policy,
      scenario,
      clock: laneClock(clock, spec.id),
      random: random.fork(`lane/${spec.id}`),
      apps,
      zones,
      eventLimit: settings.eventLimit,
      explain: settings.explain,
      onPlaced: several
        ? (pod, machine) => {
            if (divergence.placed(lane, pod, machine)) mark('divergence', apps.nameOf(pod.app))
          }
        : undefined,
      onMarker: (type, label, detail) => mark(type, label, spec.id, detail),
    })
  })
  /** What was there before the scenario's objects is no work of the run. */
  const changedBefore = changed()
  const marked = clusters.map(({ id, attempts }) => {
    const known = createRecent<number>(ATTEMPTS_IN_ALL)
    attemptActions.set(id, known)
    return { attempts, known }
  })
  const arrivers = clusters.map(createArriver)
  const arriving = new Set(arrivals.map(({ app }) => app))
  const appliers: readonly Applier[] = clusters.map(({ store }) =>
    createApplier(store, (name) => arriving.has(name)),
  )
  const refused: { readonly index: number; readonly reason: string }[] = []
  objects.forEach((object, index) => {
    const { reason } = inAllLanes(object)
    if (reason !== undefined) refused.push({ index, reason })
  })
  deliver()

  function mark(type: Marker['type'], label: string, lane?: LaneId, detail?: string): void {
    marks.push({
      at: clock.now,
      type,
      label,
      ...(lane !== undefined && { lane }),
      ...(detail !== undefined && { detail }),
    })
  }

  function input(entry: { readonly arrival?: Arrival; readonly command?: Command }): void {
    const { arrival, command } = entry
    if (arrival) {
      given.arrivals += 1
      clusters.forEach(({ controlPlane }, lane) => {
        controlPlane.arrive(() => arrivers[lane]!.arrive(arrival))
      })
    }
    if (!command) return
    given.actions += 1
    // Nobody waits for the answer: it goes where the action is marked.
    const reply = carryOut(command)
    const errors = reply.diagnostics.filter(({ severity }) => severity === 'error')
    const error = reply.error ?? errors.map(({ message }) => message).join('; ')
    if (error === '') {
      markDone(command)
      return
    }
    const said = reply.error === undefined && errors.length === 1 ? errors[0]!.said : reply.said
    const label = commandLabel(command)
    marks.push({ at: clock.now, type: 'command', label, error, ...(said && { said }) })
  }

  /** What came of it in the first lane, unless another lane refused it. */
  function inAllLanes(object: KubernetesObject): Applied {
    const reached = appliers.filter((_, lane) => !clusters[lane]!.controlPlane.down)
    const results = reached.map((applier) => applier.apply(object))
    return results.find(({ reason }) => reason !== undefined) ?? results[0]!
  }

  function runUntil(time: Millis): void {
    deliver()
    while (step(time));
    moveTo(time)
  }

  function* running(time: Millis): Work<void> {
    deliver()
    while (step(time)) yield
    moveTo(time)
  }

  /** Nothing is due before that. */
  function moveTo(time: Millis): void {
    if (time > clock.now) endMoment()
    clock.step(time)
  }

  function endMoment(): void {
    const work = workDone()
    if (course.counts(work)) course.pass({ at: clock.now, actions, work, pods: countPods() })
  }

  /** Fires the next timer that is due by `limit`; then the stores deliver what it changed. */
  function step(limit: Millis): boolean {
    const at = clock.nextAt
    if (at === undefined || at > limit) return false
    if (at > clock.now) endMoment()
    actions += 1
    clock.step(limit)
    deliver()
    steps = clock.now === instant ? steps + 1 : 0
    instant = clock.now
    if (steps > ENDLESS && steps > ENDLESS_PER_POD * countPods()) throw new EndlessError(instant)
    return true
  }

  function deliver(): void {
    // After every timer, so without iterators.
    for (let lane = 0; lane < clusters.length; lane++) clusters[lane]!.store.drain()
    for (let lane = 0; lane < marked.length; lane++) {
      const { attempts, known } = marked[lane]!
      while (known.length < attempts.count) {
        known.push(actions - 1)
        tried += WORK_OF_ATTEMPT
      }
    }
  }

  function workDone(): number {
    return actions + tried + changed() - changedBefore
  }

  /** Objects, from the start on. */
  function changed(): number {
    return clusters.reduce((sum, { store }) => sum + store.delivered, 0)
  }

  function countPods(): number {
    // Asked for after every timer of a very busy moment, so that listing them would take for ever.
    return clusters.reduce((sum, { ledger }) => sum + ledger.pods.size, 0)
  }

  // ------------------------------------------------------------------ commands

  function perform(command: Command): CommandReply {
    const reply = carryOut(command)
    if (reply.error === undefined) markDone(command)
    return reply
  }

  function markDone(command: Command): void {
    if (MARKS_ITSELF.has(command.type)) return
    mark('command', commandLabel(command), 'lane' in command ? command.lane : undefined)
  }

  function carryOut(command: Command): CommandReply {
    if (command.type === 'apply') return apply(command.text)
    if (command.type === 'killRandom') return killRandom()
    const lane = 'lane' in command ? command.lane : undefined
    if (command.type === 'scale') {
      const excess = scaledExcess(command)
      if (excess !== undefined) return notDone(excess)
    }
    const concerned = lane === undefined ? clusters : clusters.filter(({ id }) => id === lane)
    if (concerned.length === 0) return notDone(say('unknownLane', lane!))
    const errors = concerned.map((cluster) => performInLane(cluster, command))
    // It went well if any lane could do it: the other may have fewer machines, say.
    if (errors.includes(undefined)) return NOTHING_SAID
    return notDone(errors[0]!)
  }

  /** Good documents are applied while others are broken; a Scenario document changes nothing here. */
  function apply(text: string): CommandReply {
    const { objects: parsed, diagnostics } = settings.parse(text)
    if (parsed.length === 0) {
      return { ...notDone(say('nothingToApply')), diagnostics }
    }
    if (clusters.every(({ controlPlane }) => controlPlane.down)) {
      return { ...notDone(REFUSED), diagnostics }
    }
    const excess = tooMuch(parsed.map(({ object }) => object))
    if (excess) return { ...notDone(excess), diagnostics }
    const reasons: Diagnostic[] = []
    const results = parsed.map(({ object, document, line }) => {
      const applied = inAllLanes(object)
      if (applied.reason) reasons.push(errorAt(applied.reason, document, line))
      return { object: applied.object, result: applied.result }
    })
    resources = resourcesOf(scenario, [...objects, ...parsed.map(({ object }) => object)])
    return { results, diagnostics: [...diagnostics, ...reasons] }
  }

  /** Why the run cannot hold these objects as well; nothing of them is applied then. */
  function tooMuch(wanted: readonly KubernetesObject[]): Said | undefined {
    return settings.limits && excessOf(wanted, clusters[0]!.store, settings.limits)?.said
  }

  function scaledExcess(command: Extract<Command, { readonly type: 'scale' }>): Said | undefined {
    for (const kind of ['Deployment', 'ReplicaSet'] as const) {
      if (kind.toLowerCase() !== command.kind.toLowerCase().replace(/s$/, '')) continue
      const object = clusters[0]!.store.get(kind, command.namespace, command.name)
      const { replicas } = command
      if (object)
        return tooMuch([{ ...object, kind, spec: { ...object.spec!, replicas } } as never])
    }
    return undefined
  }

  function killRandom(): CommandReply {
    const up = clusters.map(
      ({ cloud }) =>
        new Set(
          cloud
            .machines()
            .filter((m) => m.power)
            .map((m) => m.ordinal),
        ),
    )
    const candidates = [...up[0]!].filter((ordinal) => up.every((set) => set.has(ordinal)))
    if (candidates.length === 0) {
      return notDone(say('noPowerInEveryLane'))
    }
    const machine = candidates[chance.below(candidates.length)]!
    return carryOut({ type: 'pullPlug', machine })
  }

  return {
    scenario,
    seed,
    shuffle: settings.shuffle,
    clusters,
    arrivals,
    given,
    get resources() {
      return resources
    },
    machineTypeIndex: new Map(scenario.machineTypes.map(({ name }, index) => [name, index])),
    nodeGroupIndex: new Map(scenario.nodeGroups?.map(({ name }, index) => [name, index])),
    apps,
    zones,
    marks,
    refused,
    get now() {
      return clock.now
    },
    get nextAt() {
      return clock.nextAt
    },
    get inFlight() {
      return { consequence: clock.nextOf('consequence'), work: clock.nextOf('work') }
    },
    get actions() {
      return actions
    },
    get work() {
      return workDone()
    },
    course,
    get changes() {
      return storyChanges(scenario, objects, settings.parse)
    },
    actionsBefore: (lane, attempt) => attemptActions.get(lane)?.at(attempt - 1),
    runUntil,
    running,
    step,
    perform(command) {
      const reply = give(command)
      runUntil(clock.now)
      return reply
    },
    give,
  }

  function give(command: Command): CommandReply {
    const reply = perform(command)
    if (reply.error === undefined) actions += 1
    steps = 0
    deliver()
    return reply
  }
}

/** @param problem a mere text is what Kubernetes prints */
export function errorAt(problem: string | Said, document: number, line: number): Diagnostic {
  const place = { document, line, column: 1, endLine: line, endColumn: 1 }
  return { severity: 'error', ...told(problem), ...place }
}
