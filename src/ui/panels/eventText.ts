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

/** Oldest first, as `kubectl get events` counts them (client-go/tools/record, events_cache.go). */
export function countRepeats<
  E extends Pick<LaneEvent, 'lane' | 'type' | 'object' | 'reason' | 'message'>,
>(events: readonly E[]): readonly CountedEvent<E>[] {
  if (events.length > MOST_COUNTED) return events.map((event) => ({ event, times: 1 }))
  const counts = new Map<string, CountedEvent<E>>()
  for (const event of events) {
    // Two objects may have one name in two namespaces; warnings name the one that they are about.
    const own = event.type === 'Warning' ? '' : counts.size
    const key = `${own} ${event.lane} ${event.object} ${event.reason} ${event.message}`
    const times = (counts.get(key)?.times ?? 0) + 1
    // Taken out first, so that it stands where it was told last.
    if (times > 1) counts.delete(key)
    counts.set(key, { event, times })
  }
  return [...counts.values()]
}
