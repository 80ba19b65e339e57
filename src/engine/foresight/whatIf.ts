import type { Millis } from '../api/units.ts'
import { MINUTE } from '../api/units.ts'
import type { Cluster } from '../cluster.ts'
import { type MachineFact, objectOf, type PodFact } from '../metrics/facts.ts'
import {
  type Command,
  type FuturePod,
  type LaneFuture,
  PodFlag,
  PodState,
  type Replies,
} from '../protocol.ts'
import { EVICTION_WAIT } from '../rules/evictionWait.ts'
import type { Scenario } from '../scenario.ts'
import type { Simulation } from '../simulation.ts'
import type { Store } from '../store/store.ts'
import type { Work } from '../work.ts'
import type { Copies } from './copies.ts'

const SLICE = 64
/** Time for what follows an eviction: grace periods, back-offs, a second try. */
const AFTERMATH: Millis = 2 * MINUTE

/** What a lane looked like when the command was given. */
interface Before {
  readonly cluster: Cluster
  readonly at: Millis
  /** Pods that hold a place on a machine with power, in stacking order, and these machines. */
  readonly pods: readonly { readonly pod: PodFact; readonly machine: MachineFact }[]
  readonly machines: ReadonlySet<string>
}

/**
 * Carries the command out on a copy of the run and lets that run until every pod concerned has a
 * machine again, or as long as could help one. The run itself stays as it is. In slices that tell how far
 * it is on the way to when evicted pods are taken off their machines, which is when most are settled.
 */
export function* whatIf(
  simulation: Simulation,
  copies: Copies,
  command: Command,
): Work<Replies['whatIf']> {
  const { copy, told } = yield* copies.take(simulation.now + EVICTION_WAIT)
  const { run } = copy
  // As a command is given: at the present moment, after everything else that belongs to it.
  run.runUntil(simulation.now)
  const lanes = run.clusters.map(lookAt)
  const { error } = run.perform(command)
  if (error !== undefined) return { lanes: [], error }
  const end = run.now + longest(run.scenario, lanes)
  while (!lanes.every(isSettled)) {
    for (let steps = 0; steps < SLICE; steps++) {
      if (!run.step(end)) return { lanes: lanes.map(futureOf) }
    }
    yield told()
  }
  return { lanes: lanes.map(futureOf) }
}

function lookAt(cluster: Cluster): Before {
  const { ledger, clock } = cluster
  const pods = [...ledger.pods.values()].flatMap((pod) => {
    const { machine, occupies, daemon, leaving } = pod
    const stands = machine?.machine.power && occupies && !daemon && !leaving
    return stands ? [{ pod, machine }] : []
  })
  pods.sort((a, b) => a.pod.order - b.pod.order)
  return { cluster, at: clock.now, pods, machines: new Set(ledger.machines.keys()) }
}

/** How long something can still come of a command. */
function longest(
  { onCall, machineTypes, nodeGroups = [] }: Scenario,
  lanes: readonly Before[],
): Millis {
  const types = [...machineTypes, ...nodeGroups.map(({ machine }) => machine)]
  const boot = Math.max(0, ...types.map(({ bootTime }) => bootTime))
  const concerned = Math.max(0, ...lanes.map((lane) => lane.pods.filter(isConcerned).length))
  const byHand = onCall.detection + onCall.wakeUp + onCall.perApp * (concerned + 1)
  return Math.max(EVICTION_WAIT, byHand) + boot + AFTERMATH
}

/** The pod that stands for this one in the end. */
function latest(pod: PodFact): PodFact {
  let fact = pod
  while (fact.replacedBy) fact = fact.replacedBy
  return fact
}

type Watched = Before['pods'][number]

/** Its machine has no power, or it was taken off it. */
function isConcerned({ pod, machine }: Watched): boolean {
  if (pod.leaving === 'taken' || pod.replacedBy) return true
  return !machine.machine.power || machine.gone || pod.machine !== machine
}

/** A machine that runs things, and that it is not to leave. */
function isPlaced({ machine, leaving, state }: PodFact): boolean {
  if (state === PodState.Succeeded) return true
  return machine?.machine.power === true && !leaving && state !== PodState.Down
}

/** Nobody makes another one. */
function isGone({ leaving, flags }: PodFact): boolean {
  if (leaving === 'wished' || leaving === 'missed') return true
  return leaving === 'taken' && (flags & PodFlag.Bare) !== 0
}

function isPreempted(pod: PodFact, store: Store): boolean {
  const { conditions = [] } = objectOf(pod, store).status ?? {}
  return conditions.some(
    ({ type, reason }) => type === 'DisruptionTarget' && reason === 'PreemptionByScheduler',
  )
}

function isSettled(lane: Before): boolean {
  return lane.pods.every((watched) => {
    if (!isConcerned(watched)) return true
    const fact = latest(watched.pod)
    return isPlaced(fact) || isGone(fact)
  })
}

function futureOf(lane: Before): LaneFuture {
  const { cluster, at, machines } = lane
  const bought = new Set<string>()
  let after: Millis = 0
  const pods = lane.pods.filter(isConcerned).map(({ pod, machine: old }): FuturePod => {
    const { row, app } = pod
    const fact = latest(pod)
    const { machine } = fact
    const preempted = old.machine.power &&
      isPreempted(pod, cluster.store) && { preempted: true as const }
    if (isPlaced(fact) && machine) {
      const { name } = machine.machine
      if (!machines.has(name)) bought.add(name)
      const wait = Math.max(0, fact.boundAt - at)
      after = Math.max(after, wait)
      const node = machines.has(name) ? machine.row : -1
      // By hand, in a world where nothing happens by itself.
      const outcome = cluster.policy.world === 'runbook' && !old.machine.power ? 'down' : 'moves'
      return { row, app, outcome, node, machine: name, after: wait, ...preempted }
    }
    const why = cluster.attempts.outcomesOf(fact.uid).at(-1)?.message
    const message = why !== undefined && { message: why }
    if (fact.state === PodState.Pending) {
      after = Math.max(after, fact.createdAt - at)
      return { row, app, outcome: 'pending', node: -1, ...message, ...preempted }
    }
    if (fact.leaving === 'wished') return { row, app, outcome: 'unwanted', node: -1, ...preempted }
    if (fact.leaving || machine?.gone) return { row, app, outcome: 'gone', node: -1, ...preempted }
    return { row, app, outcome: 'down', node: -1, ...message }
  })
  return { lane: cluster.id, pods, bought: bought.size, after }
}
