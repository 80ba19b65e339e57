import type { Kind } from '../api/objects.ts'
import type { Millis } from '../api/units.ts'
import type { EventRecorder } from '../controllers/context.ts'
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
  /** Event n stands at n - 1, in the second round of the columns where the first one stood. */
  const room = Math.max(1, 2 * limit)
  // In columns: of most events nobody ever reads a line, so none is made before that.
  const times: Millis[] = []
  const types: LoggedEvent['type'][] = []
  const reasons: string[] = []
  const kinds: Kind[] = []
  const names: string[] = []
  const messages: string[] = []
  let lastId = 0
  let forgotten = 0

  return {
    get forgotten() {
      return forgotten
    },
    record(type, reason, object, message) {
      const index = lastId % room
      times[index] = clock.now
      types[index] = type
      reasons[index] = reason
      kinds[index] = object.kind
      names[index] = object.name
      messages[index] = message
      lastId += 1
      // In large pieces: who reads has them all, or is told how many they missed.
      if (lastId - forgotten >= room) forgotten += limit
    },
    after(id, most = Number.POSITIVE_INFINITY) {
      const events: LoggedEvent[] = []
      for (let next = Math.max(id, forgotten, lastId - most); next < lastId; next++) {
        const index = next % room
        events.push({
          id: next + 1,
          at: times[index]!,
          type: types[index]!,
          reason: reasons[index]!,
          object: eventObject(kinds[index]!, names[index]!),
          message: messages[index]!,
        })
      }
      return events
    },
  }
}

/** `pod/web-6d4cf56db6-x7k2p`, as `kubectl get events` prints the object. */
function eventObject(kind: Kind, name: string): string {
  return `${kind.toLowerCase()}/${name}`
}
