import type { Pod } from '../../api/types.gen.ts'
import { fromTimestamp } from '../../sim/calendar.ts'

/** `spec.priority`; a pod without one has 0. */
export function priorityOf(pod: Pod): number {
  return pod.spec?.priority ?? 0
}

/** When the pod was started; one that was not counts as started last. */
export function startTimeOf(pod: Pod): number {
  const text = pod.status?.startTime
  const time = text === undefined ? undefined : fromTimestamp(text)
  return time ?? Number.POSITIVE_INFINITY
}

/** Sort order: higher priority first, then the one that runs longer. */
export function byImportance(a: Pod, b: Pod): number {
  const priority = priorityOf(b) - priorityOf(a)
  if (priority !== 0) return priority
  const [left, right] = [startTimeOf(a), startTimeOf(b)]
  return left === right ? 0 : left - right
}
