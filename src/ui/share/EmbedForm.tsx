import { useState } from 'react'
import { SPEEDS } from '../state/playback.ts'
import { shareWords as words } from '../words/share.ts'

/** The code that puts the run into another page. */
export function EmbedForm(props: {
  readonly link: string
  readonly title: string
  readonly copy: (text: string) => void
}) {
  const { link, title, copy } = props
  const [autoplay, setAutoplay] = useState(false)
  const [controls, setControls] = useState(true)
  const [speed, setSpeed] = useState(1)
  const [start, setStart] = useState('')
  const [end, setEnd] = useState('')
  const from = secondsOf(start)
  const until = secondsOf(end)
  const isBackwards = from !== undefined && until !== undefined && until <= from
  const code = embedCode(link, title, {
    autoplay,
    controls,
    speed,
    start: from,
    end: isBackwards ? undefined : until,
  })
  return (
    <details className="share-embed">
      <summary>{words.embed}</summary>
      <div className="share-embed-choices">
        <label>
          <input
            type="checkbox"
            checked={autoplay}
            onChange={(event) => setAutoplay(event.currentTarget.checked)}
          />
          {words.embedAutoplay}
        </label>
        <label>
          <input
            type="checkbox"
            checked={controls}
            onChange={(event) => setControls(event.currentTarget.checked)}
          />
          {words.embedControls}
        </label>
        <label>
          {words.embedSpeed}
          <select
            className="select"
            value={speed}
            onChange={(event) => setSpeed(Number(event.currentTarget.value))}
          >
            {SPEEDS.map((value) => (
              <option key={value} value={value}>
                {value}×
              </option>
            ))}
          </select>
        </label>
        <Seconds label={words.embedStart} value={start} change={setStart} />
        <Seconds label={words.embedEnd} value={end} change={setEnd} />
      </div>
      {isBackwards && (
        <p className="share-note" role="status">
          {words.embedBackwards}
        </p>
      )}
      <textarea
        className="mono"
        readOnly
        rows={4}
        aria-label={words.embedCode}
        value={code}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" className="button" onClick={() => copy(code)}>
        {words.embedCopy}
      </button>
    </details>
  )
}

/** The longest run that an address may speak of: a week. */
const MOST_SECONDS = 7 * 24 * 3_600

function Seconds(props: {
  readonly label: string
  readonly value: string
  readonly change: (value: string) => void
}) {
  return (
    <label>
      {props.label}
      <input
        className="share-embed-seconds"
        type="number"
        min={0}
        max={MOST_SECONDS}
        step="any"
        placeholder="–"
        value={props.value}
        onChange={(event) => props.change(event.currentTarget.value)}
      />
    </label>
  )
}

/**
 * What somebody has typed, as an address says it; undefined = nothing, or no moment.
 * @returns seconds, to the millisecond, of at most a week
 */
export function secondsOf(typed: string): number | undefined {
  const seconds = typed.trim() === '' ? Number.NaN : Number(typed)
  if (!Number.isFinite(seconds) || seconds < 0) return undefined
  return Math.min(Math.round(seconds * 1_000) / 1_000, MOST_SECONDS)
}

/** HTML with nothing in it that could leave its attribute. `start` and `end` in seconds. */
export function embedCode(
  link: string,
  title: string,
  view: {
    readonly autoplay: boolean
    readonly controls: boolean
    readonly speed: number
    readonly start?: number | undefined
    readonly end?: number | undefined
  },
): string {
  const url = new URL(link)
  url.searchParams.set('embed', '1')
  if (view.autoplay) url.searchParams.set('autoplay', '1')
  if (!view.controls) url.searchParams.set('controls', '0')
  if (view.speed !== 1) url.searchParams.set('speed', String(view.speed))
  if (view.start !== undefined) url.searchParams.set('start', String(view.start))
  if (view.end !== undefined) url.searchParams.set('end', String(view.end))
  const name = attribute(`Podfall: ${title}`)
  return `<iframe src="${attribute(url.href)}" title="${name}" width="960" height="540" style="border:0" loading="lazy" allow="fullscreen"></iframe>`
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
