import type { Pod, PodCondition } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { fromTimestamp, toTimestamp } from '../sim/calendar.ts'

/** Succeeded or Failed: its containers will never run again, its resources are free. */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata?.deletionTimestamp !== undefined
}

/** What workload controllers count: neither finished nor on its way out (IsPodActive). */
export function isActive(pod: Pod): boolean {
  return !isFinished(pod) && !isTerminating(pod)
}

export function isReady(pod: Pod): boolean {
  return findCondition(pod.status?.conditions, 'Ready')?.status === 'True'
}

/** Since when it has been ready without a break; undefined = it is not. */
export function readySince(pod: Pod): Millis | undefined {
  const ready = findCondition(pod.status?.conditions, 'Ready')
  if (ready?.status !== 'True' || ready.lastTransitionTime === undefined) return undefined
  return fromTimestamp(ready.lastTransitionTime)
}

/** What the conditions of pods, nodes and workloads have in common. */
export interface Condition {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
}

export function findCondition<C extends Condition>(
  conditions: readonly C[] | undefined,
  type: string,
): C | undefined {
  if (conditions === undefined) return undefined
  // A loop without a closure: this is asked several times at every change of a pod.
  for (const condition of conditions) if (condition.type === type) return condition
  return undefined
}

/**
 * The conditions with this one set; its lastTransitionTime moves only when its status changes. An
 * equal condition returns the list as it is.
 */
export function withCondition<C extends Condition>(
  conditions: readonly C[] | undefined,
  wanted: C,
  now: Millis,
): readonly C[] {
  const current = findCondition(conditions, wanted.type)
  const same = current?.status === wanted.status
  const lastTransitionTime = same ? current.lastTransitionTime : toTimestamp(now)
  const next = { ...wanted, lastTransitionTime }
  if (!conditions || !current) return [...(conditions ?? []), next]
  if (same && current.reason === wanted.reason && current.message === wanted.message) {
    return conditions
  }
  return conditions.map((condition) => (condition === current ? next : condition))
}

/** The pod with some of its conditions set, see `podConditions`. */
export function withPodConditions(pod: Pod, wanted: readonly PodCondition[], now: Millis): Pod {
  const conditions = podConditions(pod.status?.conditions, wanted, now)
  return { ...pod, status: { ...pod.status, conditions } }
}

/**
 * A pod's conditions with some of them set. Pods that had the same list and get the same conditions
 * in the same second share the list: thousands of pods of one burst do.
 * @param wanted worth remembering when it is the same array for many pods
 */
export function podConditions(
  before: readonly PodCondition[] | undefined,
  wanted: readonly PodCondition[],
  now: Millis,
): readonly PodCondition[] | undefined {
  const at = toTimestamp(now)
  let latest = latestLists.get(wanted)
  if (latest === undefined || latest.before !== before || latest.at !== at) {
    const after = wanted.reduce((list, condition) => withCondition(list, condition, now), before)
    latest = { before, at, after }
    latestLists.set(wanted, latest)
  }
  return latest.after
}

/** What came of these conditions last. */
const latestLists = new WeakMap<
  readonly PodCondition[],
  {
    readonly before: readonly PodCondition[] | undefined
    readonly at: string
    readonly after: readonly PodCondition[] | undefined
  }
>()
