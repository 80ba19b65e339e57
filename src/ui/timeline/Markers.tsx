import type { Marker, MarkerType } from '../../engine/protocol.ts'
import { words } from '../words/words.ts'
import type { TimeScale } from './timeScale.ts'

/** Marks on the timeline: machine bought, plug pulled, job done, pager, command, divergence. */
export function Markers(props: { readonly markers: readonly Marker[]; readonly scale: TimeScale }) {
  const { markers, scale } = props
  return markers.map((marker) => (
    <span
      key={`${marker.type}-${marker.lane ?? ''}-${marker.at}-${marker.label}`}
      className={`marker ${marker.type}`}
      style={{ left: `${scale.toFraction(marker.at) * 100}%` }}
      title={words.playback.marker(marker.label, marker.at)}
      role="img"
      aria-label={words.playback.marker(marker.label, marker.at)}
    >
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        {SHAPES[marker.type]}
      </svg>
    </span>
  ))
}

const SHAPES: Readonly<Record<MarkerType, React.ReactNode>> = {
  bought: <path d="M6 2.5 10 9.5H2z" fill="currentColor" />,
  plug: <path d="M7 0.5 2.5 7h3L4.5 11.5 9.5 5H6.5z" fill="currentColor" />,
  plugIn: <path d="M6 2v8M2 6h8" stroke="currentColor" strokeWidth="2" />,
  jobDone: <circle cx="6" cy="6" r="3.5" fill="none" stroke="currentColor" strokeWidth="2" />,
  pager: (
    <path
      d="M6 1.5a3.5 3.5 0 0 1 3.5 3.5v2.5l1 1.5h-9l1-1.5V5A3.5 3.5 0 0 1 6 1.5z"
      fill="currentColor"
    />
  ),
  command: <circle cx="6" cy="6" r="2.5" fill="currentColor" />,
  divergence: (
    <path
      d="M6 11V7L2.5 2M6 7l3.5-5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
    />
  ),
}
