import { useId } from 'react'
import { unitsPerCell } from '../stage/cells.ts'
import { outlinePath, pieceCorners, presentLanes } from '../stage/geometry.ts'
import { GUTTER, INSET, letterSize, pieceRadius, wallWidth, wellPadding } from '../stage/tokens.ts'
import type { DomLook } from '../state/looks.ts'

export interface WellPod {
  readonly key: number | string
  readonly look: DomLook
  /** In the order of the resources. */
  readonly requests: readonly number[]
  /** On its way out: paler, with a dashed edge. */
  readonly terminating?: boolean
}

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
  readonly dead?: boolean
  readonly letters?: boolean
}) {
  const { resources, allocatable, pods, stranded, lane, cell, dead = false, letters = true } = props
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
  const laneX = (i: number) => i * (lane + gutter)

  return (
    <svg
      className="well-picture"
      width={width}
      height={whole + 2}
      viewBox={`0 -2 ${width} ${whole + 2}`}
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
        {pods.map((pod, index) => {
          const spans = shown.map((r, i) => {
            const low = tops[i]!
            const high = low + ((pod.requests[r] ?? 0) / unitsPerCell(resources[r]!)) * cell
            tops[i] = high
            return { low, high }
          })
          const present = presentLanes(spans)
          if (present === undefined) return null
          const [first, last] = present
          const d = outlinePath(pieceCorners(spans, measure), measure.radius, height)
          const halves = spans.map((span) => span.high - span.low)
          const tallest = halves.indexOf(Math.max(...halves))
          const size = letters ? letterSize(halves[tallest]!, lane) : 0
          const span = spans[tallest]!
          const clip = `${id}-${index}`
          return (
            <g key={pod.key}>
              <clipPath id={clip}>
                <path d={d} />
              </clipPath>
              <path d={d} fill="var(--well)" />
              <path
                d={d}
                fill={dead ? 'var(--dead)' : pod.look.fill}
                opacity={pod.terminating && !dead ? 0.38 : 1}
              />
              <g clipPath={`url(#${clip})`}>
                {Array.from({ length: last - first }, (_, i) => (
                  <rect
                    key={i}
                    x={laneX(first + i) + lane}
                    y={0}
                    width={gutter}
                    height={height}
                    fill="var(--hinge)"
                  />
                ))}
              </g>
              <path
                d={d}
                fill="none"
                stroke={dead ? 'var(--dead-edge)' : pod.look.edge}
                strokeWidth={cell < 16 ? 1 : 1.5}
                strokeDasharray={pod.terminating ? '5 3.5' : undefined}
              />
              {size > 0 && (
                <text
                  x={laneX(tallest) + lane / 2}
                  y={height - (span.low + span.high) / 2}
                  fill={dead ? 'var(--dead-ink)' : pod.terminating ? 'var(--ink)' : pod.look.ink}
                  fontSize={size}
                  fontWeight="720"
                  textAnchor="middle"
                  dominantBaseline="central"
                >
                  {pod.look.letter}
                </text>
              )}
            </g>
          )
        })}
      </g>
      <path
        d={wallPath(heights, width, height, wall)}
        fill="none"
        stroke={dead ? 'var(--alarm)' : 'var(--rim)'}
        strokeWidth={wall}
      />
    </svg>
  )
}

/** Left wall, floor and right wall; each side is as high as its own lane. */
function wallPath(heights: readonly number[], width: number, height: number, wall: number): string {
  const left = height - (heights[0] ?? 0)
  const right = height - (heights.at(-1) ?? 0)
  const floor = height + wall / 2 + 1
  return `M${wall / 2} ${left}V${floor}H${width - wall / 2}V${right}`
}
