import { GUTTER, INSET, pieceRadius } from './tokens.ts'

/** A half: lower and upper end in its lane, px upwards from the floor. */
export interface Span {
  readonly low: number
  readonly high: number
}

export interface PieceMeasure {
  readonly lane: number
  readonly gutter: number
  readonly radius: number
  /** Distance from lane and neighbours (px). */
  readonly inset: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Halves that exist, from the first lane that has one to the last. */
export function presentLanes(spans: readonly Span[]): [number, number] | undefined {
  const first = spans.findIndex((span) => span.high > span.low)
  if (first < 0) return undefined
  let last = spans.length - 1
  while (!(spans[last]!.high > spans[last]!.low)) last--
  return [first, last]
}

/** A half moved inwards by the inset; very low halves give way less, so that they never vanish. */
export function insetSpan(span: Span, inset: number): Span {
  const by = Math.min(inset, (span.high - span.low) / 4)
  return { low: span.low + by, high: span.high - by }
}

/**
 * Corners of a piece, clockwise from the upper left, y upwards: the top edge from lane to lane, then
 * the bottom edge back. Between lanes the edge runs straight; that strip is the hinge (rule 5).
 * Lanes before the first and after the last half are left out (rule 7).
 */
export function pieceCorners(spans: readonly Span[], measure: PieceMeasure): Point[] {
  const present = presentLanes(spans)
  if (!present) return []
  const [first, last] = present
  const pitch = measure.lane + measure.gutter
  const top: Point[] = []
  const bottom: Point[] = []
  for (let lane = first; lane <= last; lane++) {
    const { low, high } = insetSpan(spans[lane]!, measure.inset)
    const left = lane * pitch + (lane === first ? measure.inset : 0)
    const right = lane * pitch + measure.lane - (lane === last ? measure.inset : 0)
    top.push({ x: left, y: high }, { x: right, y: high })
    bottom.unshift({ x: right, y: low }, { x: left, y: low })
  }
  return [...top, ...bottom].filter((point, i, all) => {
    const before = all[(i + all.length - 1) % all.length]!
    return point.x !== before.x || point.y !== before.y
  })
}

/** The outline as a path of an SVG or a Path2D, y downwards from `height`. */
export function outlinePath(corners: readonly Point[], radius: number, height: number): string {
  if (corners.length < 3) return ''
  const parts: string[] = []
  const n = (value: number) => String(Math.round(value * 100) / 100)
  corners.forEach((corner, i) => {
    const before = corners[(i + corners.length - 1) % corners.length]!
    const after = corners[(i + 1) % corners.length]!
    const enter = fillet(corner, before, after, radius)
    const a = along(corner, before, enter)
    const b = along(corner, after, enter)
    parts.push(`${i === 0 ? 'M' : 'L'}${n(a.x)} ${n(height - a.y)}`)
    if (enter > 0.01)
      parts.push(`Q${n(corner.x)} ${n(height - corner.y)} ${n(b.x)} ${n(height - b.y)}`)
  })
  return `${parts.join('')}Z`
}

/** Distance from the corner at which the rounding begins, so that roundings never overlap. */
function fillet(corner: Point, before: Point, after: Point, radius: number): number {
  const ax = before.x - corner.x
  const ay = before.y - corner.y
  const bx = after.x - corner.x
  const by = after.y - corner.y
  const a = Math.hypot(ax, ay)
  const b = Math.hypot(bx, by)
  if (a < 1e-6 || b < 1e-6) return 0
  const cosine = Math.min(1, Math.max(-1, (ax * bx + ay * by) / (a * b)))
  const half = Math.acos(cosine) / 2
  if (half > Math.PI / 2 - 1e-3) return 0
  return Math.min(radius / Math.tan(half), a / 2, b / 2)
}

function along(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length < 1e-6) return from
  const t = distance / length
  return { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }
}

export interface PiecePath {
  /** `d` of the outline. */
  readonly d: string
  /** Hinge strips, to be clipped by the outline. */
  readonly hinges: readonly { readonly x: number; readonly width: number }[]
  readonly width: number
  readonly height: number
  /** Middle of the taller half, where the letter stands. */
  readonly letter: Point
  /** Heights of the halves (px), by lane. */
  readonly halves: readonly number[]
}

/**
 * A piece as it stands in NEXT, both halves on one floor: for DOM drawings (the editor's live piece,
 * menus, legends).
 * @param cells height of each half in cells
 * @param cell px per cell
 * @param lane px per lane
 */
export function piecePath(cells: readonly number[], cell: number, lane: number): PiecePath {
  const gutter = lane * GUTTER
  const spans = cells.map((value) => ({ low: 0, high: value * cell }))
  const height = Math.max(0, ...spans.map((span) => span.high))
  const measure = { lane, gutter, radius: pieceRadius(cell), inset: INSET }
  const present = presentLanes(spans)
  const [first, last] = present ?? [0, spans.length - 1]
  const tallest = spans.findIndex((span) => span.high === height)
  return {
    d: outlinePath(pieceCorners(spans, measure), measure.radius, height),
    hinges: Array.from({ length: last - first }, (_, i) => ({
      x: (first + i) * (lane + gutter) + lane,
      width: gutter,
    })),
    width: spans.length * lane + (spans.length - 1) * gutter,
    height,
    letter: { x: tallest * (lane + gutter) + lane / 2, y: height / 2 },
    halves: spans.map((span) => span.high),
  }
}
