import type { AppLook } from '../palette.ts'
import { letterSize } from '../tokens.ts'
import { type Brush, type Measure, pieceStyle, type WellView } from './brush.ts'
import { type Pose, placePiece } from './piece.ts'
import { newShape, reset, rgba, type Shape, type ShapeList } from './shapeList.ts'

/** What stands on a piece besides its letter. */
export interface PodMarks {
  /** Revision of its template; from 2 on a small number by the letter, an even one a second line. */
  readonly version: number
  /** A small count, where containers have been started again. */
  readonly restarts: number
  /** A container cannot be kept running: the count stands on red. */
  readonly failing: boolean
  /** Claims that it mounts: a drum. */
  readonly volumes: number
  /** They may not be there yet: no container has been started. The drum is pale. */
  readonly attaching: boolean
}

/** Strength of a drum whose disk may not be attached. */
const PALE = 0.35

/** px between a piece's edge and the second line of an even revision. */
const INNER = 4
const BADGE = 15
/** Halves lower than this have no room for anything but their letter. */
const LEAST_HALF = 17

const place = newShape()

/**
 * Paints the marks of a piece that has just been painted with the same pose. They are told apart by
 * shape and by digits, never by hue alone.
 */
export function paintMarks(
  list: ShapeList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  look: AppLook,
  pose: Pose,
  marks: PodMarks,
): void {
  const piece = reset(place)
  placePiece(piece, well, measure, pose, pieceStyle(measure).inset)
  const faded = pose.dress !== 'solid'
  const ink = faded ? brush.colours.ink : look.hue.ink
  if (marks.version > 0 && marks.version % 2 === 0) {
    secondLine(list, brush, well, measure, pose, rgba(ink, 0.8))
  }
  const letterHalf = tallest(piece)
  if (marks.version > 1) version(list, brush, piece, letterHalf, look, marks.version, ink, pose)
  if (marks.volumes > 0 || marks.restarts > 0 || marks.failing) {
    corners(list, brush, piece, letterHalf, marks, ink, pose.opacity)
  }
}

function tallest(piece: Shape): number {
  let best = 0
  for (let i = 1; i < piece.lanes; i++) if (heightOf(piece, i) > heightOf(piece, best)) best = i
  return best
}

function heightOf(piece: Shape, half: number): number {
  return piece.high[half]! - piece.low[half]!
}

/** Along the edge, inside: a rollout is seen at a glance, as neighbouring revisions differ. */
function secondLine(
  list: ShapeList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  pose: Pose,
  colour: number,
): void {
  const shape = reset(brush.shape)
  const { inset, radius } = pieceStyle(measure)
  const inner = inset + INNER
  placePiece(shape, well, measure, pose, inner)
  for (let i = 0; i < shape.lanes; i++) if (heightOf(shape, i) < 5) return
  shape.radius = Math.max(1, radius - 2)
  shape.edge = colour
  shape.edgeWidth = 1.6
  shape.opacity = pose.opacity
  list.add(shape)
}

/** The revision, as a small number at the letter's foot. */
function version(
  list: ShapeList,
  brush: Brush,
  piece: Shape,
  half: number,
  look: AppLook,
  revision: number,
  ink: number,
  pose: Pose,
): void {
  const height = heightOf(piece, half)
  const size = letterSize(height, piece.lane)
  if (size === 0) return
  const x = middleOf(piece, half) + size * (look.letter.length > 1 ? 0.6 : 0.54)
  const y = piece.y - (piece.low[half]! + piece.high[half]!) / 2 + size * 0.3
  text(list, brush, String(revision), x, y, Math.max(9, size * 0.55), ink, pose.opacity)
}

function middleOf(piece: Shape, half: number): number {
  return piece.x + half * (piece.lane + piece.gutter) + piece.lane / 2
}

/** Drum and count: side by side on the half without the letter, or in the corners of the other. */
function corners(
  list: ShapeList,
  brush: Brush,
  piece: Shape,
  letterHalf: number,
  marks: PodMarks,
  ink: number,
  opacity: number,
): void {
  const drumOpacity = marks.attaching ? opacity * PALE : opacity
  const drum = marks.volumes > 0 ? Math.min(16, Math.max(10, piece.lane * 0.34)) : 0
  const counted = marks.restarts > 0 || marks.failing
  const badge = counted ? BADGE + (marks.restarts > 9 ? 5 : 0) : 0
  const width = drum + badge + (drum > 0 && badge > 0 ? 5 : 0)
  const other = free(piece, letterHalf)
  if (other >= 0 && width <= piece.lane - 6) {
    const y = piece.y - (piece.low[other]! + piece.high[other]!) / 2
    const left = middleOf(piece, other) - width / 2
    if (drum > 0) paintDrum(list, brush, left, y - drum / 2, drum, ink, drumOpacity)
    if (counted) count(list, brush, left + width - badge, y - BADGE / 2, badge, marks, opacity)
    return
  }
  const height = heightOf(piece, letterHalf)
  const half = middleOf(piece, letterHalf) - piece.lane / 2
  if (counted && height >= LEAST_HALF) {
    const top = piece.y - piece.high[letterHalf]!
    count(list, brush, half + piece.lane - badge - 3, top + 2, badge, marks, opacity)
  }
  if (drum > 0 && height >= 2.4 * drum) {
    const foot = piece.y - piece.low[letterHalf]!
    paintDrum(list, brush, half + 5, foot - drum - 4, drum, ink, drumOpacity)
  }
}

/** The first half without the letter that is high enough; -1 = none. */
function free(piece: Shape, letterHalf: number): number {
  for (let i = 0; i < piece.lanes; i++) {
    if (i !== letterHalf && heightOf(piece, i) >= LEAST_HALF) return i
  }
  return -1
}

/** A disk, as diagrams draw one. */
function paintDrum(
  list: ShapeList,
  brush: Brush,
  x: number,
  y: number,
  size: number,
  ink: number,
  opacity: number,
): void {
  const colour = rgba(ink, opacity)
  const lid = size * 0.42
  brush.frame(list, x, y, size, size, lid / 2, colour, 1.5)
  brush.frame(list, x, y, size, lid, lid / 2, colour, 1.5)
}

/** How often containers were started again; red while they cannot be kept running. */
function count(
  list: ShapeList,
  brush: Brush,
  x: number,
  y: number,
  width: number,
  marks: PodMarks,
  opacity: number,
): void {
  const { colours } = brush
  const fill = marks.failing ? colours.alarm : colours.panel
  const ink = marks.failing ? colours.onAlarm : colours.ink
  const edge = rgba(marks.failing ? colours.onAlarm : colours.ink, opacity)
  brush.frame(list, x, y, width, BADGE, BADGE / 2, edge, 1.2, rgba(fill, opacity))
  const said = marks.restarts > 99 ? '99' : marks.restarts > 0 ? String(marks.restarts) : '!'
  text(list, brush, said, x + width / 2, y + BADGE / 2, 11, ink, opacity)
}

function text(
  list: ShapeList,
  brush: Brush,
  said: string,
  x: number,
  y: number,
  size: number,
  ink: number,
  opacity: number,
): void {
  const shape = reset(brush.shape)
  shape.lane = size * 1.6
  shape.high[0] = size * 1.6
  shape.x = x - size * 0.8
  shape.y = y + size * 0.8
  // Nothing is filled; these three make a box that can carry a letter.
  shape.fill = rgba(ink, 0)
  shape.hinge = rgba(ink, 0.01)
  shape.radius = 0.01
  shape.glyph = brush.glyph(said)
  shape.glyphSize = size
  shape.ink = rgba(ink)
  shape.opacity = opacity
  list.add(shape)
}
