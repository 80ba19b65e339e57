import { useLayoutEffect, useState } from 'react'
import { unitsPerCell } from '../stage/cells.ts'
import { piecePath } from '../stage/geometry.ts'
import type { Rect } from '../stage/stage.ts'
import { domLooks } from '../state/looks.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, useRun } from '../state/stores.ts'
import { useWalk } from '../state/walkStore.ts'
import { useTheme } from '../widgets/useTheme.ts'
import { playerOf } from './player.ts'

/** So far (px) a pointer goes before a press is a drag. */
const SLACK = 6

interface Drag {
  readonly x: number
  readonly y: number
  /** The machine under the piece, with its well on the screen. */
  readonly over: { readonly row: number; readonly well: Rect } | undefined
}

/**
 * The piece that is asked about can be dragged from NEXT onto the machine that the viewer expects;
 * what it says is then what a press on that machine says. Escape, or letting go elsewhere, takes it back.
 */
export function DragPiece() {
  const session = useSession()
  const asked = useWalk(({ walk }) => (walk?.phase === 'queue' ? walk : undefined))
  const lane = asked?.lane
  const [drag, setDrag] = useState<Drag>()

  useLayoutEffect(() => {
    const room = document.querySelector<HTMLElement>('.next-room')
    const stage = room?.closest<HTMLElement>('.stage-row')
    if (!room || !stage || lane === undefined) return
    let from: { readonly x: number; readonly y: number; readonly id: number } | undefined
    let shown: Drag | undefined
    /** Escape was pressed while the button is still held. */
    let takenBack = false
    const show = (next: Drag | undefined) => {
      shown = next
      setDrag(next)
    }
    const over = ({ clientX, clientY }: PointerEvent): Drag['over'] => {
      const origin = stage.getBoundingClientRect()
      const found = usePage.getState().layout?.wells.find((well) => {
        const x = clientX - origin.left - well.x
        const y = clientY - origin.top
        // Over the rim is where pieces come from.
        return (
          well.lane === lane &&
          well.row >= 0 &&
          x >= 0 &&
          x <= well.width &&
          y <= well.y + well.height
        )
      })
      if (found === undefined) return undefined
      const { row, x, y, width, height } = found
      return { row, well: { x: x + origin.left, y: y + origin.top, width, height } }
    }
    const pressed = (event: PointerEvent) => {
      const box = room.getBoundingClientRect()
      const inside =
        event.clientX >= box.left &&
        event.clientX <= box.right &&
        event.clientY >= box.top &&
        event.clientY <= box.bottom
      if (!inside || event.button !== 0 || !event.isPrimary) return
      from = { x: event.clientX, y: event.clientY, id: event.pointerId }
      event.preventDefault()
      event.stopPropagation()
    }
    const moved = (event: PointerEvent) => {
      if (from === undefined || event.pointerId !== from.id) return
      const far = Math.hypot(event.clientX - from.x, event.clientY - from.y)
      if (shown === undefined && far < SLACK) return
      show({ x: event.clientX, y: event.clientY, over: over(event) })
    }
    // The press that ends here has been used up.
    const swallowClick = () => {
      const swallow = (click: Event) => click.stopPropagation()
      addEventListener('click', swallow, { capture: true, once: true })
      setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50)
    }
    const released = (event: PointerEvent) => {
      if (takenBack) swallowClick()
      takenBack = false
      if (from === undefined || event.pointerId !== from.id) return
      from = undefined
      const dropped = shown
      show(undefined)
      if (dropped === undefined) return
      swallowClick()
      const { row } = dropped.over ?? {}
      const machines = useRun.getState().lanes.find(({ id }) => id === lane)?.machines
      const machine = machines?.find((one) => one.row === row)
      if (machine !== undefined) playerOf(session).chooseMachine(machine.ordinal)
    }
    const stopped = () => {
      from = undefined
      show(undefined)
    }
    const keyed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || from === undefined) return
      event.stopPropagation()
      takenBack = true
      stopped()
    }
    stage.classList.add('drags')
    stage.addEventListener('pointerdown', pressed, { capture: true })
    addEventListener('pointermove', moved)
    addEventListener('pointerup', released)
    addEventListener('pointercancel', stopped)
    addEventListener('keydown', keyed, { capture: true })
    return () => {
      stage.classList.remove('drags')
      stage.removeEventListener('pointerdown', pressed, { capture: true })
      removeEventListener('pointermove', moved)
      removeEventListener('pointerup', released)
      removeEventListener('pointercancel', stopped)
      removeEventListener('keydown', keyed, { capture: true })
    }
  }, [session, lane])

  if (drag === undefined || asked === undefined) return null
  return (
    <div className="lesson-drag" aria-hidden="true">
      {drag.over !== undefined && (
        <div
          className="lesson-target"
          style={{
            left: drag.over.well.x,
            top: drag.over.well.y,
            width: drag.over.well.width,
            height: drag.over.well.height,
          }}
        />
      )}
      <Piece x={drag.x} y={drag.y} app={asked.decision.app} requests={asked.decision.requests} />
    </div>
  )
}

/** As large as it would be in a well. */
function Piece(props: {
  readonly x: number
  readonly y: number
  readonly app: number
  readonly requests: readonly number[]
}) {
  const { x, y, app, requests } = props
  const theme = useTheme()
  const apps = useRun((run) => run.apps)
  const resources = useRun((run) => run.info?.resources) ?? []
  const layout = usePage((page) => page.layout)
  const look = domLooks(apps, theme)[app]
  const lane = layout?.wells[0]?.lanes[0]?.width ?? 30
  const cells = resources.flatMap((resource, r) =>
    r < 2 || (requests[r] ?? 0) > 0 ? [(requests[r] ?? 0) / unitsPerCell(resource)] : [],
  )
  const path = piecePath(cells, layout?.cell ?? 30, lane)
  if (look === undefined || path.d === '') return null
  return (
    <svg
      width={path.width}
      height={path.height}
      style={{ left: x - path.width / 2, top: y - path.height / 2 }}
      aria-hidden="true"
      focusable="false"
    >
      <path d={path.d} fill={look.fill} stroke={look.edge} strokeWidth="1.5" />
      <text
        x={path.letter.x}
        y={path.height - path.letter.y}
        fill={look.ink}
        fontSize={Math.min(30, lane * 0.6)}
        fontWeight="720"
        textAnchor="middle"
        dominantBaseline="central"
      >
        {look.letter}
      </text>
    </svg>
  )
}
