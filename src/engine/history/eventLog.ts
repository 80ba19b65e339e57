import type { EventRecorder, ObjectReference } from '../controllers/context.ts'
import type { LoggedEvent } from '../protocol.ts'
import type { Clock } from '../sim/clock.ts'

/** How many events a lane keeps unless told otherwise. */
const EVENT_LIMIT = 20_000

/**
 * The event log of one lane, oldest first. Every record is one entry: nothing is aggregated, so
 * what Kubernetes would show as one event with a count appears here once per time it happened.
 * As in a cluster, where events expire, old entries go: past `limit` the oldest are forgotten and
 * counted in `forgotten`. Ids count from 1 and never repeat.
 */
export interface EventLog extends EventRecorder {
  readonly forgotten: number
  /** Entries with an id greater than `id`, oldest first; of more than `most` the latest. */
  after(id: number, most?: number): readonly LoggedEvent[]
}

export function createEventLog(clock: Clock, limit: number = EVENT_LIMIT): EventLog {
  let entries: LoggedEvent[] = []
  let lastId = 0
  let forgotten = 0

  return {
    get forgotten() {
      return forgotten
    },
    record(type, reason, object, message) {
      lastId += 1
      entries.push({
        id: lastId,
        at: clock.now,
        type,
        reason,
        object: eventObject(object),
        message,
      })
      // Cutting in large pieces keeps the cost per event constant.
      if (entries.length >= 2 * limit) {
        forgotten += entries.length - limit
        entries = entries.slice(-limit)
      }
    },
    after(id, most = Number.POSITIVE_INFINITY) {
      const first = lastId - entries.length + 1
      return entries.slice(Math.max(0, id - first + 1, entries.length - most))
    },
  }
}

/** `pod/web-6d4cf56db6-x7k2p`, as `kubectl get events` prints the object. */
function eventObject({ kind, name }: ObjectReference): string {
  return `${kind.toLowerCase()}/${name}`
}
