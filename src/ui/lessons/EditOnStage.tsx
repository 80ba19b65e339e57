import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { outlinePath, pieceCorners } from '../stage/geometry.ts'
import { INSET, pieceRadius } from '../stage/tokens.ts'
import { type DomLook, useLooks } from '../state/looks.ts'
import { usePage, useRun } from '../state/stores.ts'
import { amountWithUnit, shortAmount } from '../words/units.ts'
import './lessons.css'
import { amountAt, type Standing, standingOn } from './standing.ts'
import { STEPS, tryAmount, useTried } from './tried.ts'

/** Machines that are no more than this get a ghost each. */
const MOST = 12
/** What is too much is told inside, if it is so high (px). */
const WORDY = 18

/**
 * The piece of a question over every machine of its lane, dashed, on top of what stands there: what pokes over a
 * rim is too much. The top edges of its halves can be dragged; the form beside has the same by keyboard.
 */
export function EditOnStage(props: {
  readonly lane: string
  readonly app: string
  /** A hand has let go of an edge: what the app would ask for now, by resource. */
  readonly released?: (amounts: Readonly<Record<string, number>>) => void
}) {
  const { lane, app } = props
  const layout = usePage((page) => page.layout)
  const resources = useRun((run) => run.info?.resources) ?? []
  const index = useRun(({ lanes }) => lanes.findIndex(({ id }) => id === lane))
  const machines = useRun(({ lanes }) => lanes.find(({ id }) => id === lane)?.machines) ?? []
  const found = useRun(({ apps }) => apps.findIndex(({ name }) => name === app))
  const asked = useRun(({ apps }) => apps[found]?.requests)
  const look = useLooks()[found]
  const tried = useTried(({ amounts }) => amounts)
  const [stage, setStage] = useState<HTMLElement | null>(null)
  useLayoutEffect(() => {
    setStage(document.querySelector<HTMLElement>('.stage-row'))
    return () => useTried.setState({ amounts: {} })
  }, [])

  if (stage === null || layout === undefined || asked === undefined || look === undefined)
    return null
  const amounts = resources.map((resource, r) => tried[resource] ?? asked[r] ?? 0)
  const room = stage.querySelectorAll('.lane-room')[index]?.getBoundingClientRect()
  const released = () =>
    props.released?.(
      Object.fromEntries(
        resources.flatMap((name, r) => (name in STEPS ? [[name, amounts[r]!]] : [])),
      ),
    )
  const top = (room?.top ?? 0) - stage.getBoundingClientRect().top
  const wells = layout.wells.filter((well) => well.lane === lane && well.row >= 0)
  if (wells.length > MOST) return null
  return createPortal(
    <div className="lesson-edit" aria-hidden="true">
      {wells.map((well) => {
        const machine = machines.find(({ row }) => row === well.row)
        if (machine === undefined || machine.dead) return null
        const halves = standingOn(well, layout.cell, resources, machine, amounts, top)
        return (
          <Ghost
            key={well.row}
            halves={halves}
            cell={layout.cell}
            look={look}
            amounts={tried}
            released={released}
          />
        )
      })}
    </div>,
    stage,
  )
}

function Ghost(props: {
  readonly halves: readonly Standing[]
  readonly cell: number
  readonly look: DomLook
  readonly amounts: Readonly<Record<string, number>>
  readonly released: () => void
}) {
  const { halves, cell, look, amounts, released } = props
  const [first] = halves
  if (first === undefined) return null
  const { x: left, width: lane } = first
  const right = halves.at(-1)!
  const gutter = halves[1] === undefined ? 0 : halves[1].x - left - lane
  const floor = Math.max(...halves.map((half) => half.floor))
  const top = Math.min(...halves.map((half) => half.high))
  const height = floor - top
  const within = halves.map(({ low, high, rim }) => ({
    low: floor - Math.max(low, rim),
    high: floor - Math.max(high, rim),
  }))
  const measure = { lane, gutter, radius: pieceRadius(cell), inset: INSET }
  return (
    <>
      <svg
        width={right.x + right.width - left}
        height={height}
        style={{ left, top }}
        focusable="false"
        aria-hidden="true"
      >
        <path
          d={outlinePath(pieceCorners(within, measure), measure.radius, height)}
          fill={look.fill}
          fillOpacity="0.3"
          stroke={look.edge}
          strokeWidth="2"
          strokeDasharray="5 3.5"
        />
        {halves.map((half) => (
          <TooMuch key={half.resource} half={half} cell={cell} left={half.x - left} top={top} />
        ))}
      </svg>
      {halves
        .filter(({ resource }) => resource in STEPS)
        .map((half) => (
          <Edge
            key={half.resource}
            half={half}
            cell={cell}
            amount={amounts[half.resource]}
            released={released}
          />
        ))}
    </>
  )
}

/** As tall as it is too much, as far as there is room. */
function TooMuch(props: {
  readonly half: Standing
  readonly cell: number
  readonly left: number
  readonly top: number
}) {
  const { half, cell, left, top } = props
  const tall = Math.min(half.rim, half.low) - half.high
  if (half.excess <= 0 || tall <= 0) return null
  return (
    <>
      <rect
        x={left + INSET}
        y={half.high - top}
        width={half.width - 2 * INSET}
        height={tall}
        rx="3"
        fill="var(--alarm)"
      />
      {tall >= WORDY && (
        <text
          x={left + half.width / 2}
          y={half.high - top + tall / 2}
          fill="var(--on-alarm)"
          fontSize={Math.min(Math.max(13, 0.42 * cell), half.width / 2.6)}
          fontWeight="720"
          textAnchor="middle"
          dominantBaseline="central"
        >
          {`+${shortAmount(half.resource, half.excess)}`}
        </text>
      )}
    </>
  )
}

/** The top edge of a half, for a hand. */
function Edge(props: {
  readonly half: Standing
  readonly cell: number
  readonly amount: number | undefined
  readonly released: () => void
}) {
  const { half, cell, amount, released } = props
  /** Where on the edge it was taken hold of. */
  const hold = useRef<number | undefined>(undefined)
  const [active, setActive] = useState(false)
  const end = () => {
    hold.current = undefined
    setActive(false)
  }
  return (
    <div
      className="lesson-edge"
      data-active={active}
      style={{ left: half.x, top: half.high, width: half.width }}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        if (event.button !== 0) return
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        hold.current = event.clientY - half.high
        setActive(true)
      }}
      onPointerMove={(event) => {
        if (hold.current === undefined) return
        tryAmount(half.resource, amountAt(half, event.clientY - hold.current, cell))
      }}
      onPointerUp={() => {
        if (hold.current !== undefined && amount !== undefined) released()
        end()
      }}
      onPointerCancel={end}
    >
      <span className="lesson-grip" />
      {active && amount !== undefined && (
        <span className="lesson-amount">{amountWithUnit(half.resource, amount)}</span>
      )}
    </div>
  )
}
