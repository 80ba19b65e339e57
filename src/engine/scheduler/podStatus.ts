import type { Pod, PodCondition } from '../api/types.gen.ts'

/**
 * The pod with this PodScheduled condition. The time of transition stays as long as the status does,
 * as the API machinery keeps it.
 */
export function withPodScheduled(
  pod: Pod,
  condition: Pick<PodCondition, 'status' | 'reason' | 'message'>,
  timestamp: string,
): Pod {
  const conditions = pod.status?.conditions ?? []
  const known = conditions.find(({ type }) => type === 'PodScheduled')
  const lastTransitionTime =
    known?.status === condition.status ? known.lastTransitionTime : timestamp
  const next: PodCondition = { type: 'PodScheduled', ...condition, lastTransitionTime }
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
