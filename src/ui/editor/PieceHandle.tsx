import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { editorWords as words } from '../words/editor.ts'
import type { PieceEdits } from './PiecePreview.tsx'
import { draggedAmount, scaleOf, steppedAmount } from './requests.ts'

/** Steps of a key, upwards. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: 4,
  PageDown: -4,
}

interface Drag {
  readonly pointer: number
  readonly startY: number
  readonly startAmount: number
  /** The scale may change while the piece grows; the hand keeps the one it began with. */
  readonly pixelsPerCell: number
  latestY: number
  ready: boolean
  last: number
}

/** The top edge of a half, which a pointer drags and arrow keys move. */
export function PieceHandle(props: {
  readonly app: string
  readonly resource: string
  readonly amount: number
  readonly text: string
  readonly left: number
  readonly width: number
  readonly bottom: number
  readonly pixelsPerCell: number
  readonly edits: PieceEdits
}) {
  const { app, resource, amount, text, left, width, bottom, pixelsPerCell, edits } = props
  const { min, max } = scaleOf(resource)
  const drag = useRef<Drag | undefined>(undefined)
  const [active, setActive] = useState(false)

  function move(current: Drag): void {
    const { startAmount, startY, latestY } = current
    const next = draggedAmount(resource, startAmount, startY - latestY, current.pixelsPerCell)
    if (!current.ready || next === current.last) return
    current.last = next
    edits.change(resource, next)
  }

  async function down(event: PointerEvent<HTMLDivElement>): Promise<void> {
    if (event.button !== 0) return
    event.preventDefault()
    event.currentTarget.focus()
    event.currentTarget.setPointerCapture(event.pointerId)
    const current: Drag = {
      pointer: event.pointerId,
      startY: event.clientY,
      latestY: event.clientY,
      startAmount: amount,
      pixelsPerCell,
      ready: false,
      last: amount,
    }
    drag.current = current
    setActive(true)
    current.ready = await edits.begin(resource)
    if (drag.current === current) move(current)
    else if (current.ready) edits.end()
  }

  function up(event: PointerEvent<HTMLDivElement>): void {
    const current = drag.current
    if (!current || event.pointerId !== current.pointer) return
    drag.current = undefined
    setActive(false)
    if (current.ready) edits.end()
  }

  async function key(event: KeyboardEvent<HTMLDivElement>): Promise<void> {
    const steps = STEPS[event.key]
    const next =
      event.key === 'Home'
        ? min
        : event.key === 'End'
          ? undefined
          : steps && steppedAmount(resource, amount, steps)
    if (next === undefined) return
    event.preventDefault()
    if (!(await edits.begin(resource))) return
    edits.change(resource, next)
    edits.end()
  }

  return (
    <div
      className="editor-handle"
      role="slider"
      tabIndex={0}
      aria-label={words.half(words.resourceName(resource), app)}
      aria-orientation="vertical"
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={amount}
      aria-valuetext={text}
      title={words.dragHint}
      data-active={active}
      style={{ left, width, bottom }}
      onPointerDown={(event) => void down(event)}
      onPointerMove={(event) => {
        const current = drag.current
        if (current?.pointer !== event.pointerId) return
        current.latestY = event.clientY
        move(current)
      }}
      onPointerUp={up}
      onPointerCancel={(event) => {
        const current = drag.current
        if (current?.pointer === event.pointerId && current.ready) {
          edits.change(resource, current.startAmount)
        }
        up(event)
      }}
      onKeyDown={(event) => {
        // The page has keys of its own for the arrows.
        event.stopPropagation()
        void key(event)
      }}
    >
      <span className="editor-handle-grip" />
      {active && <span className="editor-handle-amount">{text}</span>}
    </div>
  )
}
