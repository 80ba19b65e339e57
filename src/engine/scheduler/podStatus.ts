import type { Pod, PodCondition } from '../api/types.gen.ts'

/**
 * The pod with this condition in place of one of the same type. The time of transition stays as
 * long as the status does, as the API machinery keeps it.
 */
export function withCondition(pod: Pod, condition: PodCondition, timestamp: string): Pod {
  const conditions = conditionsWith(pod.status?.conditions, condition, timestamp)
  return { ...pod, status: { ...pod.status, conditions } }
}

/** The same for a pod's list of conditions. */
export function conditionsWith(
  before: readonly PodCondition[] = [],
  condition: PodCondition,
  timestamp: string,
): readonly PodCondition[] {
  const known = before.find(({ type }) => type === condition.type)
  const lastTransitionTime =
    known?.status === condition.status ? known.lastTransitionTime : timestamp
  const next: PodCondition = { ...condition, lastTransitionTime }
  return known ? before.map((other) => (other === known ? next : other)) : [...before, next]
}

/** Phases in which a pod holds nothing any more; the scheduler does not see such pods. */
export function isTerminated(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}
