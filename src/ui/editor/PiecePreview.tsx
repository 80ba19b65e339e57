import { type CSSProperties, useId, useLayoutEffect, useRef, useState } from 'react'
import { piecePath } from '../stage/geometry.ts'
import { editorWords as words } from '../words/editor.ts'
import { amountWithUnit, laneLabel, shortAmount } from '../words/units.ts'
import type { AppLook } from './contract.ts'
import { PieceHandle } from './PieceHandle.tsx'
import { cellsOf } from './requests.ts'
import { describeShape, laneOrder } from './shapeWords.ts'

/** Room under the lanes for their names and amounts. */
const FOOT = 42
const HEAD = 14
/** In lanes: a high panel is no reason for a high well. */
const TALLEST = 6.5
/** Lane to gutter as on the stage (LOOK.md, section 2). */
const GUTTER = 0.36
/** A piece smaller than this many cells does not fill the height. */
const SMALLEST_SCALE = 3

/** What happens to the YAML while somebody changes the piece. */
export interface PieceEdits {
  /** A drag begins; false when the request cannot be written now. */
  readonly begin: (resource: string) => Promise<boolean>
  readonly change: (resource: string, amount: number) => void
  readonly end: () => void
}

/**
 * The piece that a document describes, standing on the floor as in NEXT. With `edits`, the top edge
 * of each half can be dragged.
 */
export function PiecePreview(props: {
  readonly app: string
  readonly requests: Readonly<Record<string, number>>
  readonly look: AppLook
  /** How the document was before it had a mistake. */
  readonly stale?: boolean
  /** Resources whose requests can be written. */
  readonly writable?: readonly string[]
  readonly edits?: PieceEdits
}) {
  const { app, requests, look, stale = false, writable = [], edits } = props
  const frame = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 120, height: 200 })
  const clip = useId()
  const dots = useId()

  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  // As on the stage: a lane for cpu, for memory, and for each device.
  const asked = Object.keys(requests).filter((name) => name.includes('/') && requests[name]! > 0)
  const lanes = laneOrder([...new Set(['cpu', 'memory', ...asked])]).slice(0, 4)
  const cells = lanes.map((resource) => cellsOf(resource, requests[resource] ?? 0))
  // At least 1: the frame has no size while it is hidden.
  const lane = Math.max(1, Math.min(48, size.width / (lanes.length + GUTTER * (lanes.length - 1))))
  const room = Math.min(TALLEST * lane, Math.max(40, size.height - HEAD - FOOT))
  const cell = Math.min(lane, room / Math.max(SMALLEST_SCALE, Math.max(...cells) * 1.08))
  const path = piecePath(cells, cell, lane)
  const pitch = lane * (1 + GUTTER)
  const gridLines = Array.from({ length: Math.floor(room / cell) }, (_, i) => room - (i + 1) * cell)
  const tallHalf = Math.max(...path.halves)
  const letterSize = Math.min(tallHalf * 0.74, lane * 0.62, 30)

  return (
    <div
      ref={frame}
      className="editor-piece"
      data-lanes={lanes.length}
      data-stale={stale}
      style={{ '--lane': `${lane}px` } as CSSProperties}
    >
      <div className="editor-piece-well" style={{ width: path.width, height: room }}>
        <svg
          width={path.width}
          height={room}
          role="img"
          aria-label={words.piece(app, describeShape(requests))}
        >
          {lanes.map((resource, at) => (
            <rect
              key={resource}
              x={at * pitch}
              width={lane}
              height={room}
              className="editor-piece-lane"
            />
          ))}
          {gridLines.map((y) => (
            <path key={y} d={`M0 ${y}H${path.width}`} className="editor-piece-grid" />
          ))}
          {path.d !== '' && (
            <g transform={`translate(0 ${room - path.height})`}>
              <clipPath id={clip}>
                <path d={path.d} />
              </clipPath>
              <path d={path.d} fill={look.fill} />
              {look.dotted && (
                <>
                  <pattern id={dots} width="8" height="8" patternUnits="userSpaceOnUse">
                    <circle cx="4" cy="4" r="1.4" fill={look.edge} opacity="0.6" />
                  </pattern>
                  <path d={path.d} fill={`url(#${dots})`} />
                </>
              )}
              <g clipPath={`url(#${clip})`}>
                {path.hinges.map((hinge) => (
                  <rect
                    key={hinge.x}
                    x={hinge.x}
                    width={hinge.width}
                    height={path.height}
                    className="editor-piece-hinge"
                  />
                ))}
              </g>
              <path d={path.d} fill="none" stroke={look.edge} strokeWidth={1.5} />
              {letterSize >= 9 && (
                <text
                  x={path.letter.x}
                  y={path.height - path.letter.y}
                  fontSize={letterSize}
                  fill={look.ink}
                  className="editor-piece-letter"
                >
                  {look.letter}
                </text>
              )}
            </g>
          )}
          <path d={`M0 ${room - 0.75}H${path.width}`} className="editor-piece-floor" />
        </svg>
        {edits &&
          lanes
            .filter((resource) => writable.includes(resource))
            .map((resource) => (
              <PieceHandle
                key={resource}
                app={app}
                resource={resource}
                amount={requests[resource] ?? 0}
                text={amountWithUnit(resource, requests[resource] ?? 0)}
                left={lanes.indexOf(resource) * pitch}
                width={lane}
                bottom={path.halves[lanes.indexOf(resource)] ?? 0}
                pixelsPerCell={cell}
                edits={edits}
              />
            ))}
      </div>
      <div className="editor-piece-names" style={{ width: path.width }} aria-hidden="true">
        {lanes.map((resource) => (
          <span key={resource} style={{ width: lane }}>
            {laneLabel(resource)}
            <b>{shortAmount(resource, requests[resource] ?? 0)}</b>
          </span>
        ))}
      </div>
    </div>
  )
}
