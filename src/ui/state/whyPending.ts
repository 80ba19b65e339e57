import type { LaneId } from '../../engine/protocol.ts'
import type { LaneEvent } from './stores.ts'

/** What the schedulers of both worlds call it when they find no machine for a pod. */
const REASONS: ReadonlySet<string> = new Set(['FailedScheduling', 'NotDeployed'])

/** Of lists that have been searched: what was found, by lane. Lists never change. */
const found = new WeakMap<readonly LaneEvent[], Map<LaneId, LaneEvent | undefined>>()

function latestFailure(events: readonly LaneEvent[], lane: LaneId): LaneEvent | undefined {
  const byLane = found.get(events) ?? new Map<LaneId, LaneEvent | undefined>()
  found.set(events, byLane)
  if (!byLane.has(lane)) {
    const event = events.findLast((event) => event.lane === lane && REASONS.has(event.reason))
    byLane.set(lane, event)
  }
  return byLane.get(lane)
}

/** The latest reason why a pod of this lane has no machine: the pod's name and the sentence. */
export function whyPending(
  events: readonly LaneEvent[],
  lane: LaneId,
): { readonly pod: string; readonly message: string } | undefined {
  const event = latestFailure(events, lane)
  return event && { pod: event.object.replace(/^pod\//, ''), message: event.message }
}
