import { useId } from 'react'
import { unitsPerCell } from '../stage/cells.ts'
import { outlinePath, pieceCorners, presentLanes } from '../stage/geometry.ts'
import { GUTTER, INSET, pieceRadius, wallWidth, wellPadding } from '../stage/tokens.ts'
import type { DomLook } from '../state/looks.ts'
import { stageWords } from '../words/stage.ts'
import { WellPieces } from './WellPieces.tsx'

export interface WellPod {
  readonly key: number | string
  readonly look: DomLook
  /** In the order of the resources. */
  readonly requests: readonly number[]
  /** On its way out: paler, with a dashed edge. */
  readonly terminating?: boolean
}

/** A piece that the machine is looked at for. */
export interface WellGhost {
  readonly look: DomLook
  readonly requests: readonly number[]
  readonly outcome: 'chosen' | 'fits' | 'tooMuch' | 'rule'
  readonly rule?: string
}

/** Room over the rim for what is too much (px). */
const OVER = 22

/**
 * A machine's well as a still picture, by the same geometry as the stage: for the machine sheet
 * and the gallery. `pods` stand from the floor up.
 */
export function WellPicture(props: {
  readonly resources: readonly string[]
  readonly allocatable: readonly number[]
  readonly pods: readonly WellPod[]
  /** Free, but nothing that is known fits; in the order of the resources. */
  readonly stranded?: readonly number[] | undefined
  readonly lane: number
  readonly cell: number
  /** Without power; `lost`: as a Kubernetes cluster's, so that its pods are only outlines. */
  readonly dead?: boolean
  readonly lost?: boolean
  readonly letters?: boolean
  readonly ghost?: WellGhost
}) {
  const {
    resources,
    allocatable,
    pods,
    stranded,
    lane,
    cell,
    dead = false,
    lost = false,
    letters = true,
    ghost,
  } = props
  const id = useId()
  const shown = resources.flatMap((_, r) => (allocatable[r] ? [r] : []))
  const heights = shown.map((r) => (allocatable[r]! / unitsPerCell(resources[r]!)) * cell)
  const gutter = lane * GUTTER
  const wall = wallWidth(lane)
  const pad = wellPadding(lane)
  const width = shown.length * lane + (shown.length - 1) * gutter + 2 * (wall + pad)
  const height = Math.max(0, ...heights)
  const whole = height + wall + pad
  const measure = { lane, gutter, radius: pieceRadius(cell), inset: INSET }
  const tops = shown.map(() => 0)
  const pieces = pods.map(({ key, look, requests, terminating = false }) => {
    const spans = shown.map((r, i) => {
      const low = tops[i]!
      const high = low + ((requests[r] ?? 0) / unitsPerCell(resources[r]!)) * cell
      tops[i] = high
      return { low, high }
    })
    return { key, look, terminating, spans }
  })
  const laneX = (i: number) => i * (lane + gutter)
  const refused = ghost?.outcome === 'tooMuch' || ghost?.outcome === 'rule'
  const over = ghost?.outcome === 'tooMuch' ? OVER : 0

  return (
    <svg
      className="well-picture"
      width={width}
      height={whole + 2 + over}
      viewBox={`0 ${-2 - over} ${width} ${whole + 2 + over}`}
      aria-hidden="true"
      focusable="false"
    >
      {stranded !== undefined && (
        <pattern
          id={`${id}-hatch`}
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="7" height="7" fill="var(--hatch-bg)" />
          <rect width="2.2" height="7" fill="var(--hatch)" />
        </pattern>
      )}
      <g transform={`translate(${wall + pad} 0)`}>
        {heights.map((h, i) => (
          <g key={shown[i]}>
            <rect x={laneX(i)} y={height - h} width={lane} height={h} fill="var(--well)" />
            <path
              d={`M${laneX(i)} ${height - h}h${lane}`}
              stroke="var(--rim)"
              strokeWidth="1.5"
              strokeDasharray="1.5 4"
            />
          </g>
        ))}
        {shown.map((r, i) => {
          const high = ((stranded?.[r] ?? 0) / unitsPerCell(resources[r]!)) * cell
          return (
            high >= 1 && (
              <rect
                key={`stranded-${r}`}
                x={laneX(i)}
                y={height - heights[i]!}
                width={lane}
                height={high}
                fill={`url(#${id}-hatch)`}
                stroke="var(--hatch)"
              />
            )
          )
        })}
        <WellPieces
          pieces={pieces}
          measure={measure}
          height={height}
          lanes={shown.length}
          clip={`${id}-pieces`}
          dead={dead && !lost}
          lost={lost}
          faint={refused}
          letters={letters}
          edge={cell < 16 ? 1 : 1.5}
        />
      </g>
      {ghost !== undefined && (
        <g transform={`translate(${wall + pad} 0)`}>
          {ghostShapes(
            ghost,
            shown.map((r, i) => ({
              x: laneX(i),
              rim: heights[i]!,
              low: tops[i]!,
              high: tops[i]! + ((ghost.requests[r] ?? 0) / unitsPerCell(resources[r]!)) * cell,
            })),
            measure,
            height,
          )}
        </g>
      )}
      <path
        d={wallPath(heights, width, height, wall)}
        fill="none"
        stroke={dead ? 'var(--alarm)' : ghost?.outcome === 'chosen' ? 'var(--good)' : 'var(--rim)'}
        strokeWidth={ghost?.outcome === 'chosen' ? wall + 2 : wall}
      />
      {ghost?.outcome === 'rule' && (
        <g transform={`translate(${width / 2} ${height * 0.25})`}>
          <rect
            x="-34"
            y="-13"
            width="68"
            height="26"
            rx="13"
            fill="var(--alarm-bg)"
            stroke="var(--alarm)"
            strokeWidth="1.5"
          />
          <text
            fill="var(--alarm-ink)"
            fontSize="14"
            fontWeight="720"
            textAnchor="middle"
            dominantBaseline="central"
          >
            {stageWords.rules[ghost.rule ?? ''] ?? stageWords.rule}
          </text>
        </g>
      )}
    </svg>
  )
}

/** Where a piece would stand: dashed, no higher than the rims, and in red what is too much. */
function ghostShapes(
  { look, outcome }: WellGhost,
  lanes: readonly {
    readonly x: number
    readonly rim: number
    readonly low: number
    readonly high: number
  }[],
  measure: Parameters<typeof pieceCorners>[1],
  height: number,
) {
  if (outcome === 'rule') return null
  const within = lanes.map(({ low, high, rim }) => ({
    low: Math.min(low, rim),
    high: Math.min(high, rim),
  }))
  const excess = lanes.filter(({ high, rim }) => high > rim + 0.01)
  const d =
    presentLanes(within) === undefined
      ? ''
      : outlinePath(pieceCorners(within, measure), measure.radius, height)
  return (
    <>
      <path
        d={d}
        fill={look.fill}
        fillOpacity={outcome === 'chosen' ? 0.8 : 0.25}
        stroke={look.edge}
        strokeWidth={outcome === 'chosen' ? 1.5 : 2}
        strokeDasharray={outcome === 'chosen' ? undefined : '5 3.5'}
      />
      {excess.map(({ x, high, rim }) => {
        const tall = Math.max(8, Math.min(OVER, high - rim))
        const middle = { x: x + measure.lane / 2, y: height - rim - tall / 2 }
        return (
          <g key={x}>
            <rect
              x={x}
              y={height - rim - tall}
              width={measure.lane}
              height={tall}
              rx="3"
              fill="var(--alarm)"
            />
            <path
              d={`M${middle.x - 4} ${middle.y - 4}l8 8m0 -8l-8 8`}
              stroke="var(--on-alarm)"
              strokeWidth="2"
            />
          </g>
        )
      })}
    </>
  )
}

/** Left wall, floor and right wall; each side is as high as its own lane. */
function wallPath(heights: readonly number[], width: number, height: number, wall: number): string {
  const left = height - (heights[0] ?? 0)
  const right = height - (heights.at(-1) ?? 0)
  const floor = height + wall / 2 + 1
  return `M${wall / 2} ${left}V${floor}H${width - wall / 2}V${right}`
}
