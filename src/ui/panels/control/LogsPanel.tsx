import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useRef, useState } from 'react'
import { labelByName, laneOf, podFacts } from '../../state/podFacts.ts'
import { useSession } from '../../state/SessionContext.ts'
import { useRun, useSelection } from '../../state/stores.ts'
import { logWords as words } from '../../words/control.ts'
import { clock } from '../../words/units.ts'
import { ControlFilter, useControlLane } from './ControlFilter.tsx'
import { useAsked } from './useAsked.ts'
import './control.css'

const TAIL = 1_000
/** Height (px) of a line until it has been measured. */
const LINE = 27

/** What containers have written, merged by time: of the chosen pod, or of all that a selector selects. */
export function LogsPanel() {
  const session = useSession()
  const { lane, namespace } = useControlLane()
  const apps = useRun((run) => run.apps)
  const selected = useSelection((selection) => selection.selected)
  const [selector, setSelector] = useState('')
  const [all, setAll] = useState<unknown>()
  const [follow, setFollow] = useState(true)
  const scroller = useRef<HTMLElement>(null)
  const suggestions = useId()
  const id = lane?.id ?? ''
  const chosen =
    selected?.type === 'pod' && selected.lane === id && all !== selected
      ? podFacts(session.mirror, id, selected.row)
      : undefined
  const query = {
    ...(chosen !== undefined && { row: chosen.row }),
    ...(chosen === undefined && namespace !== '' && { namespace }),
    ...(chosen === undefined && selector.trim() !== '' && { selector: selector.trim() }),
  }
  const { answer, error } = useAsked(
    () => session.ask<'logs'>({ type: 'logs', lane: id, tail: TAIL, ...query }),
    JSON.stringify([id, query]),
  )
  const lines = answer?.lines ?? []
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 8,
  })
  const newest = lines.length === 0 ? undefined : `${lines.length}/${lines.at(-1)!.at}`
  useEffect(() => {
    if (follow && newest !== undefined) rows.scrollToIndex(lines.length - 1, { align: 'end' })
  }, [follow, newest, rows, lines.length])

  const mirror = laneOf(session.mirror, id)
  return (
    <>
      <div className="control-filter logs-filter">
        <ControlFilter />
        {chosen === undefined ? (
          <input
            className="select"
            type="text"
            aria-label={words.selector}
            placeholder={words.selector}
            list={suggestions}
            spellCheck={false}
            value={selector}
            onChange={(event) => setSelector(event.currentTarget.value)}
          />
        ) : (
          <>
            <b>{words.only(chosen.label)}</b>
            <button type="button" className="select chatter" onClick={() => setAll(selected)}>
              {words.all}
            </button>
          </>
        )}
        <datalist id={suggestions}>
          {apps.map(({ name, namespace: home }) => (
            <option key={`${home}/${name}`} value={`app=${name}`} />
          ))}
        </datalist>
        <button
          type="button"
          className="select chatter"
          aria-pressed={follow}
          title={words.followHint}
          onClick={() => setFollow(!follow)}
        >
          {words.follow}
        </button>
      </div>
      {error !== undefined && <p className="panel-empty alarm-text">{error}</p>}
      {error === undefined && lines.length === 0 && <p className="panel-empty">{words.empty}</p>}
      <section
        ref={scroller}
        className="panel-scroll logs"
        aria-label={words.list}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by key.
        tabIndex={0}
        onWheel={(event) => event.deltaY < 0 && setFollow(false)}
      >
        <ol style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const line = lines[item.index]!
            const label = mirror && labelByName(session.mirror, mirror, line.pod)
            return (
              <li
                key={item.key}
                ref={rows.measureElement}
                data-index={item.index}
                style={{ transform: `translateY(${item.start}px)` }}
                title={`${line.pod} ${line.container}`}
              >
                <time className="mono">{clock(line.at)}</time>
                <b>{label ?? line.pod}</b>
                <span className="mono">{line.text}</span>
              </li>
            )
          })}
        </ol>
      </section>
    </>
  )
}
