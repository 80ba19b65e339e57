import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { changeBusy } from '../state/idle.ts'
import { useLanguage } from '../state/language.ts'
import { labelByName, laneOf } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { type LaneEvent, useEvents, usePanels } from '../state/stores.ts'
import { runbookText } from '../words/runbook.ts'
import { clock, count } from '../words/units.ts'
import { words } from '../words/words.ts'
import { useEventLane } from './eventLane.ts'
import { eventObject, isContainerChatter, listedEvents } from './eventText.ts'

/** Height (px) of a row until it has been measured: of one line, and of one with its message below. */
const ROW = 32
const TALL_ROW = 56
/** So many rows more are there whenever somebody comes near the end of those that are. */
const PORTION = 400
/** Rows above and below those in view; where much happens all of them are others with every update. */
const OVERSCAN = 6

/**
 * The log, newest first, in Kubernetes' own words and whole; a press shows that moment.
 * `narrow`: messages stand under what they are about.
 */
export function EventsPanel({ narrow = false }: { readonly narrow?: boolean }) {
  const lane = useEventLane()
  const language = useLanguage()
  const told = useEvents((state) => state.events)
  // Rows have to be measured, which lays the page out: not in the same piece of work as the rest of an update.
  const all = useDeferredValue(told)
  const behind = all !== told
  useEffect(() => {
    if (!behind) return
    changeBusy('listing', 1)
    return () => changeBusy('listing', -1)
  }, [behind])
  const forgotten = useEvents((state) => state.forgotten)
  const containers = usePanels((panels) => panels.containerEvents)
  const [most, setMost] = useState(PORTION)
  const events = useMemo(() => {
    const isWanted = (event: LaneEvent) =>
      (lane === '' || event.lane === lane) && (containers || !isContainerChatter(event.reason))
    return listedEvents(all, isWanted, most)
  }, [all, lane, containers, most])
  const scroller = useRef<HTMLDivElement>(null)
  const listed = Math.min(most, events.length)
  // Another function has all rows placed anew.
  const keyOf = useCallback(
    (index: number) => {
      const { event } = events[events.length - 1 - index]!
      return `${event.lane}/${event.id}`
    },
    [events],
  )
  const rows = useVirtualizer({
    count: listed,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? TALL_ROW : ROW),
    overscan: OVERSCAN,
    getItemKey: keyOf,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (listed === most && last >= most - PORTION / 8) setMost(most + PORTION)
  }, [listed, most, last])
  if (events.length === 0) return <p className="panel-empty">{words.events.empty}</p>
  return (
    <div ref={scroller} className={narrow ? 'panel-scroll events narrow' : 'panel-scroll events'}>
      <ol aria-label={words.events.list} style={{ height: rows.getTotalSize() }}>
        {shown.map((item) => {
          const { event, times } = events[events.length - 1 - item.index]!
          return (
            <li
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
              aria-posinset={item.index + 1}
              // Unknown while not all of them are counted.
              aria-setsize={events.length === most ? -1 : events.length}
            >
              <EventButton event={event} times={times} language={language} />
            </li>
          )
        })}
      </ol>
      {forgotten > 0 && listed === events.length && (
        <p className="panel-empty">{words.events.forgotten(count(forgotten))}</p>
      )}
    </div>
  )
}

/** One row; made anew only when its event is told again, or in another `language`. */
const EventButton = memo(function EventButton(props: {
  readonly event: LaneEvent
  readonly times: number
  readonly language: string
}) {
  const { event, times } = props
  const session = useSession()
  const mirror = laneOf(session.mirror, event.lane)
  const message = runbookText(event.message)
  return (
    <button
      type="button"
      className={event.type === 'Warning' ? 'event warning' : 'event'}
      title={`${event.object}: ${message}`}
      onClick={() => session.scrub(event.at, false)}
    >
      <time className="mono">{clock(event.at)}</time>
      <b>{event.reason}</b>
      <span className="event-object">
        {eventObject(
          event.message,
          event.object,
          (name) => mirror && labelByName(session.mirror, mirror, name),
        )}
        {times > 1 && <i className="event-times"> ×{count(times)}</i>}
      </span>
      <span className="event-message">{message}</span>
    </button>
  )
})
