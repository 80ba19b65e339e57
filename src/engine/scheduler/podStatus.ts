import type { Pod, PodCondition } from '../api/types.gen.ts'

/**
 * The pod with this condition in place of one of the same type. The time of transition stays as
 * long as the status does, as the API machinery keeps it.
 */
export function withCondition(pod: Pod, condition: PodCondition, timestamp: string): Pod {
  const conditions = pod.status?.conditions ?? []
  const known = conditions.find(({ type }) => type === condition.type)
  const lastTransitionTime =
    known?.status === condition.status ? known.lastTransitionTime : timestamp
  const next: PodCondition = { ...condition, lastTransitionTime }
  return {
    ...pod,
    status: {
      ...pod.status,
      conditions: known
        ? conditions.map((other) => (other === known ? next : other))
        : [...conditions, next],
    },
  }
}

/** Phases in which a pod holds nothing any more; the scheduler does not see such pods. */
export function isTerminated(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}
