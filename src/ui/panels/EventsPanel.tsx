import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { labelByName, laneOf } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { type LaneEvent, useEvents, usePanels } from '../state/stores.ts'
import { runbookText } from '../words/runbook.ts'
import { clock, count } from '../words/units.ts'
import { words } from '../words/words.ts'
import { useEventLane } from './eventLane.ts'
import { countRepeats, eventObject, isContainerChatter } from './eventText.ts'

/** Height (px) of a row until it has been measured: of one line, and of one with its message below. */
const ROW = 32
const TALL_ROW = 56

/**
 * The log, newest first, in Kubernetes' own words and whole; a press shows that moment.
 * `narrow`: messages stand under what they are about.
 */
export function EventsPanel({ narrow = false }: { readonly narrow?: boolean }) {
  const session = useSession()
  const lane = useEventLane()
  const all = useEvents((state) => state.events)
  const forgotten = useEvents((state) => state.forgotten)
  const containers = usePanels((panels) => panels.containerEvents)
  const events = useMemo(
    () =>
      countRepeats(
        all.filter(
          (event) =>
            (lane === '' || event.lane === lane) &&
            (containers || !isContainerChatter(event.reason)),
        ),
      ),
    [all, lane, containers],
  )
  const objectOf = ({ lane: id, message, object }: LaneEvent) => {
    const mirror = laneOf(session.mirror, id)
    return eventObject(
      message,
      object,
      (name) => mirror && labelByName(session.mirror, mirror, name),
    )
  }
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? TALL_ROW : ROW),
    overscan: 6,
    getItemKey: (index) => {
      const { event } = events[events.length - 1 - index]!
      return `${event.lane}/${event.id}`
    },
  })
  if (events.length === 0) return <p className="panel-empty">{words.events.empty}</p>
  return (
    <div ref={scroller} className={narrow ? 'panel-scroll events narrow' : 'panel-scroll events'}>
      <ol aria-label={words.events.list} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const { event, times } = events[events.length - 1 - item.index]!
          return (
            <li
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
              aria-posinset={item.index + 1}
              aria-setsize={events.length}
            >
              <button
                type="button"
                className={event.type === 'Warning' ? 'event warning' : 'event'}
                title={`${event.object}: ${runbookText(event.message)}`}
                onClick={() => session.scrub(event.at, false)}
              >
                <time className="mono">{clock(event.at)}</time>
                <b>{event.reason}</b>
                <span className="event-object">
                  {objectOf(event)}
                  {times > 1 && <i className="event-times"> ×{count(times)}</i>}
                </span>
                <span className="event-message">{runbookText(event.message)}</span>
              </button>
            </li>
          )
        })}
      </ol>
      {forgotten > 0 && <p className="panel-empty">{words.events.forgotten(count(forgotten))}</p>}
    </div>
  )
}
