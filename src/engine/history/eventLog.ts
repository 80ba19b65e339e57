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
  /** In columns: of most events nobody ever reads a line, so none is made before that. */
  let times: Millis[] = []
  let types: LoggedEvent['type'][] = []
  let reasons: string[] = []
  let kinds: Kind[] = []
  let names: string[] = []
  let messages: string[] = []
  let lastId = 0
  let forgotten = 0

  function forgetOldest(): void {
    forgotten += times.length - limit
    times = times.slice(-limit)
    types = types.slice(-limit)
    reasons = reasons.slice(-limit)
    kinds = kinds.slice(-limit)
    names = names.slice(-limit)
    messages = messages.slice(-limit)
  }

  return {
    get forgotten() {
      return forgotten
    },
    record(type, reason, object, message) {
      lastId += 1
      times.push(clock.now)
      types.push(type)
      reasons.push(reason)
      kinds.push(object.kind)
      names.push(object.name)
      messages.push(message)
      // Cutting in large pieces keeps the cost per event constant.
      if (times.length >= 2 * limit) forgetOldest()
    },
    after(id, most = Number.POSITIVE_INFINITY) {
      const first = lastId - times.length + 1
      const events: LoggedEvent[] = []
      const from = Math.max(0, id - first + 1, times.length - most)
      for (let index = from; index < times.length; index++) {
        events.push({
          id: first + index,
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
