import type { LaneEvent } from '../state/stores.ts'

/**
 * What stands before an event's message, as OBJECT does in kubectl's list: of a pod the display label
 * that its piece has in the picture, of anything else the object itself; but where its message names
 * one pod (`Created pod: ...`), that pod's label, for the piece is what one looks for. The message
 * stays as it is.
 * @param object like `pod/web-6d4cf56db6-x7k2p`
 * @param labelOf the display label of a pod by its real name, undefined when it is not known
 */
export function eventObject(
  message: string,
  object: string,
  labelOf: (podName: string) => string | undefined,
): string {
  if (object.startsWith('pod/')) {
    const name = object.slice('pod/'.length)
    return labelOf(name) ?? name
  }
  const named = (message.match(/[a-z0-9.-]+-[a-z0-9]+/g) ?? []).flatMap(
    (name) => labelOf(name) ?? [],
  )
  return named.length === 1 ? named[0]! : object
}

/** The kubelet's words about containers: three to each pod, and none of them a decision. */
const CHATTER = new Set(['Pulled', 'Created', 'Started'])

export function isContainerChatter(reason: string): boolean {
  return CHATTER.has(reason)
}

/** An event, and how often it has been told: a warning that is said again of the same object is one, the latest. */
export interface CountedEvent<E> {
  readonly event: E
  readonly times: number
}

/** With more events than these nobody reads them one by one, and counting would hold up the page. */
const MOST_COUNTED = 5_000

/**
 * Those of the events that are wanted, oldest first, counted as `kubectl get events` does; where they are
 * very many, only the newest of them, uncounted.
 * @param most of very many so many are listed
 */
export function listedEvents(
  all: readonly LaneEvent[],
  isWanted: (event: LaneEvent) => boolean,
  most: number,
): readonly CountedEvent<LaneEvent>[] {
  const events: LaneEvent[] = []
  for (let i = all.length - 1; i >= 0 && events.length <= MOST_COUNTED; i--) {
    if (isWanted(all[i]!)) events.push(all[i]!)
  }
  if (events.length <= MOST_COUNTED) return countRepeats(events.reverse())
  return events
    .slice(0, most)
    .reverse()
    .map((event) => ({ event, times: 1 }))
}

/** Oldest first, as `kubectl get events` counts them (client-go/tools/record, events_cache.go). */
export function countRepeats<
  E extends Pick<LaneEvent, 'lane' | 'type' | 'object' | 'reason' | 'message'>,
>(events: readonly E[]): readonly CountedEvent<E>[] {
  const counted: (CountedEvent<E> | undefined)[] = []
  /** Where what has been said stands that may be said again. */
  const latest = new Map<string, number>()
  for (const event of events) {
    let times = 1
    // Two objects may have one name in two namespaces; warnings name the one that they are about.
    if (event.type === 'Warning') {
      const key = `${event.lane} ${event.object} ${event.reason} ${event.message}`
      const before = latest.get(key)
      if (before !== undefined) {
        times += counted[before]!.times
        // It stands where it was told last.
        counted[before] = undefined
      }
      latest.set(key, counted.length)
    }
    counted.push({ event, times })
  }
  return counted.filter((one) => one !== undefined)
}
