import { outlinePath, type PieceMeasure, pieceCorners, type Span } from '../stage/geometry.ts'
import { letterSize } from '../stage/tokens.ts'
import type { DomLook } from '../state/looks.ts'

/** A pod's piece where it stands: its halves by lane, px up from the floor. */
export interface StandingPiece {
  readonly key: number | string
  readonly look: DomLook
  readonly terminating: boolean
  readonly spans: readonly Span[]
}

/** Px from dot to dot, as on the stage. */
const DOTS = 8

/** Pieces that are painted alike, as one outline. */
interface Alike {
  readonly look: DomLook
  readonly terminating: boolean
  d: string
}

/**
 * The pieces of a well. Those that look alike are one shape, so that a machine with a hundred pods of
 * a dozen apps takes some thirty elements, and the next machine's picture is the same elements with other outlines.
 */
export function WellPieces(props: {
  readonly pieces: readonly StandingPiece[]
  readonly measure: PieceMeasure
  /** Px of the well, and how many lanes it has. */
  readonly height: number
  readonly lanes: number
  /** Name of the clipping shape, unique on the page. */
  readonly clip: string
  /** Of One-click's machine without power: grey. */
  readonly dead: boolean
  /** Of Kubernetes' machine without power: dotted outlines, as the pods have been made anew elsewhere. */
  readonly lost?: boolean
  /** All of them are paler: they stand behind what is looked at. */
  readonly faint: boolean
  readonly letters: boolean
  /** Px of an edge. */
  readonly edge: number
}) {
  const { pieces, measure, height, lanes, clip, dead, lost = false, faint, letters, edge } = props
  const { lane, gutter } = measure
  const kinds = kindsOf(pieces, measure, height)
  const all = kinds.map(({ d }) => d).join('')
  if (all === '') return null
  return (
    <>
      <clipPath id={clip}>
        <path d={all} />
      </clipPath>
      <path d={all} fill="var(--well)" />
      {kinds.map(({ look, terminating, d }, i) => (
        <path
          key={i}
          d={d}
          fill={dead ? 'var(--dead)' : look.fill}
          opacity={lost ? 0.1 : (terminating && !dead) || faint ? 0.38 : 1}
        />
      ))}
      {!lost &&
        !dead &&
        kinds.map(
          ({ look, terminating, d }, i) =>
            look.dotted && (
              <Dots
                key={i}
                id={`${clip}-dots-${i}`}
                look={look}
                d={d}
                pale={terminating || faint}
              />
            ),
        )}
      {!lost && (
        <g clipPath={`url(#${clip})`}>
          {Array.from({ length: lanes - 1 }, (_, i) => (
            <rect
              key={i}
              x={i * (lane + gutter) + lane}
              y={0}
              width={gutter}
              height={height}
              fill="var(--hinge)"
            />
          ))}
        </g>
      )}
      {kinds.map(({ look, terminating, d }, i) => (
        <path
          key={i}
          d={d}
          fill="none"
          stroke={dead ? 'var(--dead-edge)' : look.edge}
          strokeWidth={edge}
          strokeDasharray={
            lost ? (edge > 1 ? '2.4 3.6' : '1.5 2') : terminating ? '5 3.5' : undefined
          }
        />
      ))}
      {letters &&
        !lost &&
        pieces.map(({ key, look, terminating, spans }) => {
          const halves = spans.map(({ low, high }) => high - low)
          const tallest = halves.indexOf(Math.max(...halves))
          const size = letterSize(halves[tallest] ?? 0, lane)
          if (size === 0) return null
          const { low, high } = spans[tallest]!
          return (
            <text
              key={key}
              x={tallest * (lane + gutter) + lane / 2}
              y={height - (low + high) / 2}
              fill={dead ? 'var(--dead-ink)' : terminating ? 'var(--ink)' : look.ink}
              fontSize={size}
              fontWeight="720"
              textAnchor="middle"
              dominantBaseline="central"
            >
              {look.letter}
            </text>
          )
        })}
    </>
  )
}

/** Tells an app from the one whose hue it shares. */
function Dots(props: {
  /** Unique on the page. */
  readonly id: string
  readonly look: DomLook
  readonly d: string
  readonly pale: boolean
}) {
  const { id, look, d, pale } = props
  return (
    <>
      <pattern id={id} width={DOTS} height={2 * DOTS} patternUnits="userSpaceOnUse">
        <path
          d={`M0 ${DOTS * 1.5}h0m${DOTS} 0h0M${DOTS / 2} ${DOTS / 2}h0`}
          stroke={look.edge}
          strokeWidth="2.4"
          strokeLinecap="round"
        />
      </pattern>
      <path d={d} fill={`url(#${id})`} opacity={pale ? 0.3 : 0.7} />
    </>
  )
}

function kindsOf(
  pieces: readonly StandingPiece[],
  measure: PieceMeasure,
  height: number,
): readonly Alike[] {
  const kinds = new Map<string, Alike>()
  for (const { look, terminating, spans } of pieces) {
    const key = `${look.fill} ${look.edge} ${look.dotted} ${terminating}`
    const kind = kinds.get(key) ?? { look, terminating, d: '' }
    kind.d += outlinePath(pieceCorners(spans, measure), measure.radius, height)
    kinds.set(key, kind)
  }
  return [...kinds.values()].filter(({ d }) => d !== '')
}
