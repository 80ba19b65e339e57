import type { LaneId } from '../../engine/protocol.ts'
import type { LaneEvent } from './stores.ts'

/** What the schedulers of both worlds call it when they find no machine for a pod. */
const REASONS: ReadonlySet<string> = new Set(['FailedScheduling', 'NotDeployed'])

/** The latest reason why a pod of this lane has no machine: the pod's name and the sentence. */
export function whyPending(
  events: readonly LaneEvent[],
  lane: LaneId,
): { readonly pod: string; readonly message: string } | undefined {
  const event = events.findLast((event) => event.lane === lane && REASONS.has(event.reason))
  return event && { pod: event.object.replace(/^pod\//, ''), message: event.message }
}
