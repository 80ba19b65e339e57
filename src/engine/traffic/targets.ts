import type { Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { cpuLimit, cpuPerRequest, type Door, doorOf, versionOf } from '../rules/podService.ts'
import { isTerminating } from '../rules/podStatus.ts'
import { responseTime } from '../rules/podStop.ts'
import { share } from './counting.ts'
import { FAILURE } from './findRoute.ts'
import { type PodCapacity, serve } from './queueing.ts'
import { countAnswers, countFailures, type Tally, takeBack } from './tally.ts'

/** A pod that requests are sent to. */
export interface Target {
  readonly uid: string
  readonly namespace: string
  readonly name: string
  /** When requests were first sent to it. */
  readonly since: Millis
  /** Undefined = it is gone. */
  pod: Pod | undefined
  /** Where it is, or was: that machine says no to whoever still asks, if it can. */
  machine: string | undefined
  /** When its deletion was seen. */
  deletedAt: Millis | undefined
  capacity: PodCapacity
  /** Its places in routes. */
  readonly entries: Set<Entry>
  settledAt: Millis
  /** Cpu time of requests that wait, in thousandths of a core-second. */
  backlog: number
  /** Of the latest answers. */
  latency: Millis
  /** Cpu time spent since usage was last read, in thousandths of a core-second. */
  work: number
  /** Requests since then. */
  taken: number
  /** Millicores and requests a second over the last whole interval; undefined = none has passed. */
  usage: { readonly cpu: number; readonly requests: number } | undefined
}

/** One of the targets of a route, which take turns. */
export interface Entry {
  readonly target: Target
  readonly port: number
  readonly place: number
  readonly targets: number
  /** A network policy lets nothing through. */
  readonly denied: boolean
  /** Both get every count: the Service's and the sender's. */
  readonly tallies: readonly Tally[]
  /** Number of the first request that is not counted yet. */
  settled: number
  door: Door
  version: string
  answered: number
  /** Since the present second began. */
  answeredNow: number
  failedNow: number
  /** Requests sent by now, and how many a second. */
  readonly sent: () => number
  readonly perSecond: () => number
}

const NO_CAPACITY: PodCapacity = {
  responseTime: 0,
  cpuPerRequest: 0,
  limit: Number.POSITIVE_INFINITY,
}

export function createTarget(
  { uid, namespace, name }: Pick<Target, 'uid' | 'namespace' | 'name'>,
  now: Millis,
): Target {
  return {
    uid,
    namespace,
    name,
    since: now,
    pod: undefined,
    machine: undefined,
    deletedAt: undefined,
    capacity: NO_CAPACITY,
    entries: new Set(),
    settledAt: now,
    backlog: 0,
    latency: 0,
    work: 0,
    taken: 0,
    usage: undefined,
  }
}

/** Counts what was sent to a pod since it was last asked; its doors have stood as they are since then. */
export function settleTarget(target: Target, now: Millis): void {
  const fresh: (readonly [Entry, number])[] = []
  let arrived = 0
  let perSecond = 0
  for (const entry of target.entries) {
    const until = entry.sent()
    const count = share(entry.settled, until, entry.place, entry.targets)
    entry.settled = until
    const reason = entry.denied ? FAILURE.denied : REASONS[entry.door.state]
    if (reason === undefined) {
      arrived += count
      perSecond += entry.perSecond() / entry.targets
      fresh.push([entry, count])
    } else if (count > 0) {
      entry.failedNow += count
      for (const tally of entry.tallies) countFailures(tally, count, reason)
    }
  }
  const duration = now - target.settledAt
  target.settledAt = now
  if (fresh.length === 0 || (arrived === 0 && target.backlog === 0)) return
  const served = serve(target.capacity, arrived, target.backlog, duration, perSecond)
  target.backlog = served.backlog
  target.latency = served.latency
  target.work += served.work
  target.taken += arrived
  let late = served.timedOut
  for (const [entry, count] of fresh) {
    const timedOut = Math.min(count, late)
    late -= timedOut
    const answered = count - timedOut
    entry.answered += answered
    entry.answeredNow += answered
    entry.failedNow += timedOut
    for (const tally of entry.tallies) {
      if (timedOut > 0) countFailures(tally, timedOut, FAILURE.timeout)
      if (answered > 0) countAnswers(tally, answered, entry.version, served.latency)
    }
  }
}

const REASONS: Readonly<Record<Door['state'], string | undefined>> = {
  open: undefined,
  closing: FAILURE.refused,
  refuses: FAILURE.refused,
  silent: FAILURE.timeout,
}

/**
 * What the pod does from now on; what was sent before must have been settled.
 * @returns when it will do something else by itself
 */
export function openDoors(
  target: Target,
  pod: Pod | undefined,
  powered: boolean,
  now: Millis,
): Millis | undefined {
  if (pod && isTerminating(pod) && target.pod && !isTerminating(target.pod)) target.deletedAt = now
  target.pod = pod
  target.machine = pod?.spec?.nodeName ?? target.machine
  if (pod) {
    target.capacity = {
      responseTime: responseTime(pod),
      cpuPerRequest: cpuPerRequest(pod) ?? 0,
      limit: cpuLimit(pod),
    }
  }
  let next: Millis | undefined
  for (const entry of target.entries) {
    const door = doorOf(pod, entry.port, powered, now, target.deletedAt)
    if (entry.door.state === 'open') {
      if (door.state === 'refuses') loseOpen(target, entry, FAILURE.reset)
      if (door.state === 'silent') loseOpen(target, entry, FAILURE.timeout)
    }
    entry.door = door
    if (pod) entry.version = versionOf(pod, door.container)
    if (door.until !== undefined) next = Math.min(next ?? door.until, door.until)
  }
  if (pod === undefined) target.backlog = 0
  return next
}

/** Whoever waits for an answer when its giver dies gets none. */
function loseOpen({ latency, backlog, capacity }: Target, entry: Entry, reason: string): void {
  const rate = entry.perSecond() / entry.targets
  const waiting = capacity.cpuPerRequest > 0 ? backlog / capacity.cpuPerRequest : 0
  const open = Math.min(entry.answered, Math.floor((rate * latency) / 1_000 + waiting))
  if (open === 0) return
  entry.answered -= open
  entry.answeredNow = Math.max(0, entry.answeredNow - open)
  entry.failedNow += open
  for (const tally of entry.tallies) takeBack(tally, open, entry.version, reason)
}
