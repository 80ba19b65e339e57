import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import type { Marker, MarkerType } from '../../engine/protocol.ts'
import type { SentenceWords } from '../../engine/sentences/sentences.ts'
import { useRun } from '../state/stores.ts'
import { laneTitle } from '../words/laneTitle.ts'
import { errorSaid } from '../words/markerSaid.ts'
import { timeOfDay } from '../words/units.ts'
import { words } from '../words/words.ts'
import { type Mark, marksOf } from './marks.ts'
import type { TimeScale } from './timeScale.ts'
import { useSentences } from './useSentences.ts'

/** How far apart (px) marks stand at least: the width of their targets. */
const APART = 24
/** Lines of a tooltip. */
const MOST = 6

/**
 * Marks on the timeline: machine bought, plug pulled, job done, pager, command, divergence. One of
 * them is on the way of the Tab key; left and right go from mark to mark, Enter shows that moment.
 * A pointer's press is the track's business, which finds the moment in `data-at`.
 */
export function Markers(props: {
  readonly markers: readonly Marker[]
  readonly scale: TimeScale
  /** Of the track, in px. */
  readonly width: number
  readonly show: (at: number) => void
}) {
  const { markers, scale, width, show } = props
  const marks = useMemo(() => marksOf(markers, scale, width, APART), [markers, scale, width])
  const [current, setCurrent] = useState(0)
  const [told, setTold] = useState<number>()
  const list = useRef<HTMLUListElement>(null)
  const day = useRun((run) => run.info?.onCall.startOfDay)
  const sentences = useSentences(markers)
  if (width === 0 || marks.length === 0) return null
  const reached = Math.min(current, marks.length - 1)

  const walk = (event: KeyboardEvent) => {
    const to = {
      ArrowRight: reached + 1,
      ArrowLeft: reached - 1,
      Home: 0,
      End: marks.length - 1,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const next = Math.max(0, Math.min(marks.length - 1, to))
    list.current?.querySelectorAll('button')[next]?.focus()
  }

  return (
    <ul ref={list} className="marks" aria-label={words.playback.markers}>
      {marks.map((mark, index) => (
        <li key={`${mark.row}-${mark.at}`} style={{ left: `${mark.place * 100}%` }}>
          <button
            type="button"
            className={`mark ${mark.row} ${mark.type}${mark.failed ? ' failed' : ''}`}
            data-at={mark.at}
            tabIndex={index === reached ? 0 : -1}
            aria-label={nameOf(mark, day, sentences)}
            onFocus={() => {
              setCurrent(index)
              setTold(index)
            }}
            onBlur={() => setTold(undefined)}
            onPointerEnter={() => setTold(index)}
            onPointerLeave={() => setTold(undefined)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={(event) => {
              // A pointer has shown the moment already, when it was pressed.
              if (event.detail === 0) show(mark.at)
            }}
            onKeyDown={(event) => {
              walk(event)
              if (event.key !== 'Escape' || told === undefined) return
              event.preventDefault()
              setTold(undefined)
            }}
          >
            {mark.shown.map((type) => (
              <svg
                key={type}
                width={16 - 4 * (mark.shown.length - 1)}
                height="16"
                viewBox="0 0 16 16"
                aria-hidden="true"
                focusable="false"
              >
                {SHAPES[type]}
              </svg>
            ))}
          </button>
          {told === index && <Tooltip mark={mark} sentences={sentences} />}
        </li>
      ))}
    </ul>
  )
}

/** What happened; of what goes by the clock, with the time of day. */
function whatOf({ type, label, at, detail }: Marker, startOfDay: number | undefined): string {
  const day = startOfDay === undefined ? undefined : timeOfDay(startOfDay + at / 60_000)
  return words.playback.marker[type](label, day, detail)
}

function markText(
  marker: Marker,
  startOfDay: number | undefined,
  sentences: SentenceWords | undefined,
): string {
  const text = whatOf(marker, startOfDay)
  const said = words.playback.markerAt(text, marker.at)
  const why = marker.detail === undefined ? said : `${said}: ${marker.detail}`
  const error = errorSaid(marker, sentences)
  return error === undefined ? why : words.playback.markerFailed(why, error)
}

/** What the mark stands for; of very many the first. */
function nameOf(
  { markers }: Mark,
  day: number | undefined,
  sentences: SentenceWords | undefined,
): string {
  const shown = markers.slice(0, MOST).map((marker) => markText(marker, day, sentences))
  const more = markers.length - shown.length
  return [...shown, ...(more > 0 ? [words.more(more)] : [])].join('; ')
}

/** Everything that the mark stands for, a line each; hangs at the end that has room. */
function Tooltip(props: { readonly mark: Mark; readonly sentences: SentenceWords | undefined }) {
  const { mark, sentences } = props
  const lanes = useRun((run) => run.lanes)
  const day = useRun((run) => run.info?.onCall.startOfDay)
  const shown = mark.markers.slice(0, MOST)
  const more = mark.markers.length - shown.length
  return (
    <div
      className="mark-tip"
      aria-hidden="true"
      style={{ transform: `translateX(${-mark.place * 100}%)` }}
    >
      {shown.map((marker, index) => (
        <p key={`${index}-${marker.type}`}>
          {words.playback.markerAt(whatOf(marker, day), marker.at, sideOf(marker, lanes))}
          {(marker.error ?? marker.detail) !== undefined && (
            <em>{errorSaid(marker, sentences) ?? marker.detail}</em>
          )}
        </p>
      ))}
      {more > 0 && <p>{words.more(more)}</p>}
    </div>
  )
}

/** Which side it was, where its label does not tell: machines are named after their side. */
function sideOf(
  { type, lane }: Marker,
  lanes: readonly { readonly id: string; readonly title: string }[],
): string | undefined {
  if (type !== 'jobDone' && type !== 'command') return undefined
  const title = lanes.find(({ id }) => id === lane)?.title
  return title && laneTitle(title)
}

const PARTING = (
  <path
    d="M8 15V9.5L3.2 4M8 9.5 12.8 4M2.6 7.4V3.4h4M9.4 3.4h4v4"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
    strokeLinejoin="round"
  />
)

const SHAPES: Readonly<Record<MarkerType, React.ReactNode>> = {
  bought: <path d="M8 3 14 13H2z" fill="currentColor" />,
  plug: <path d="M9.5.5 2.6 9.2h4L5.6 15.5l7.8-9H9z" fill="currentColor" />,
  plugIn: (
    <path
      d="M9.2 1.5 3.6 8.6h3.7L6.4 14.5l6-7.2H8.6z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinejoin="round"
    />
  ),
  jobDone: <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="2.6" />,
  pager: (
    <>
      <path
        d="M8 1.4a4.4 4.4 0 0 1 4.4 4.4v3.4L14 11.6H2l1.6-2.4V5.8A4.4 4.4 0 0 1 8 1.4z"
        fill="currentColor"
      />
      <path d="M6.2 13a1.9 1.9 0 0 0 3.6 0z" fill="currentColor" />
    </>
  ),
  command: <path d="M8 2.4 13.6 8 8 13.6 2.4 8z" fill="currentColor" />,
  cron: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M8 4.4V8l2.6 1.8" fill="none" stroke="currentColor" strokeWidth="1.8" />
    </>
  ),
  refused: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M3.8 3.8l8.4 8.4" stroke="currentColor" strokeWidth="1.8" />
    </>
  ),
  rollout: (
    <path
      d="M3 8a5 5 0 0 1 8.8-3.2M13 8a5 5 0 0 1-8.8 3.2M12.4 1.6v3.6H8.8M3.6 14.4v-3.6h3.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    />
  ),
  reclaim: <path d="M8 13 2.6 5h10.8zM2.6 2h10.8" fill="currentColor" stroke="currentColor" />,
  controlPlane: (
    <path
      d="M8 2.2v5.6M4.6 4.4a5 5 0 1 0 6.8 0"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    />
  ),
  divergence: PARTING,
  fork: PARTING,
  forgotten: <path d="M2 7h3v3H2zM6.5 7h3v3h-3zM11 7h3v3h-3z" fill="currentColor" />,
  bookmark: <path d="M4 1.5h8v13l-4-3.6-4 3.6z" fill="currentColor" />,
}
