import type { Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import { uidOf } from '../store/identity.ts'
import { isReady, readySince } from './podStatus.ts'

/*
 * Which pods a ReplicaSet gives up first: SCHEDULER.md section 11 (ActivePodsWithRanks in
 * controller_utils.go, with LogarithmicScaleDown).
 */

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'
const PHASE_ORDER = ['Pending', 'Unknown', 'Running']

/**
 * The pods in order of deletion.
 * @param crowd how many pods of the same workload a node has
 */
export function inDeletionOrder(
  pods: readonly Pod[],
  crowd: ReadonlyMap<string, number>,
  now: Millis,
): readonly Pod[] {
  return [...pods].sort((a, b) => compare(a, b, crowd, now))
}

function compare(a: Pod, b: Pod, crowd: ReadonlyMap<string, number>, now: Millis): number {
  return (
    Number(isBound(a)) - Number(isBound(b)) ||
    phaseRank(a) - phaseRank(b) ||
    Number(isReady(a)) - Number(isReady(b)) ||
    deletionCost(a) - deletionCost(b) ||
    crowdOf(b, crowd) - crowdOf(a, crowd) ||
    compareAge(readySince(a), readySince(b), a, b, now) ||
    restarts(b) - restarts(a) ||
    compareAge(createdAt(a), createdAt(b), a, b, now)
  )
}

function isBound(pod: Pod): boolean {
  return Boolean(pod.spec?.nodeName)
}

function phaseRank(pod: Pod): number {
  return PHASE_ORDER.indexOf(pod.status?.phase ?? 'Pending')
}

function deletionCost(pod: Pod): number {
  const cost = Number(pod.metadata?.annotations?.[DELETION_COST] ?? 0)
  return Number.isSafeInteger(cost) ? cost : 0
}

function crowdOf(pod: Pod, crowd: ReadonlyMap<string, number>): number {
  return crowd.get(pod.spec?.nodeName ?? '') ?? 0
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount))
}

function createdAt(pod: Pod): Millis | undefined {
  const created = pod.metadata?.creationTimestamp
  return created === undefined ? undefined : fromTimestamp(created)
}

/**
 * The younger first, but ages of the same order of magnitude (powers of two) are alike: there the
 * uid decides, so that the choice is as good as random but the same in every run.
 */
function compareAge(
  timeA: Millis | undefined,
  timeB: Millis | undefined,
  a: Pod,
  b: Pod,
  now: Millis,
): number {
  if (timeA === undefined || timeB === undefined || timeA === timeB) return 0
  const rank = magnitude(now - timeA) - magnitude(now - timeB)
  return rank || (uidOf(a) < uidOf(b) ? -1 : 1)
}

/** Upstream takes the logarithm of nanoseconds. */
function magnitude(age: Millis): number {
  return age > 0 ? Math.floor(Math.log2(age * 1e6)) : -1
}
