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
  const code = embedCode(link, title, { autoplay, controls, speed })
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
      </div>
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

/** HTML with nothing in it that could leave its attribute. */
export function embedCode(
  link: string,
  title: string,
  view: { readonly autoplay: boolean; readonly controls: boolean; readonly speed: number },
): string {
  const url = new URL(link)
  url.searchParams.set('embed', '1')
  if (view.autoplay) url.searchParams.set('autoplay', '1')
  if (!view.controls) url.searchParams.set('controls', '0')
  if (view.speed !== 1) url.searchParams.set('speed', String(view.speed))
  const name = attribute(`Podfall: ${title}`)
  return `<iframe src="${attribute(url.href)}" title="${name}" width="960" height="540" style="border:0" loading="lazy" allow="fullscreen"></iframe>`
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
