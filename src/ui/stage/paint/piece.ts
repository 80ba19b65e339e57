import type { AppLook } from '../palette.ts'
import { letterSize } from '../tokens.ts'
import { type Brush, type Measure, pieceStyle, type WellView } from './brush.ts'
import { blend, MAX_LANES, Pattern, reset, rgba, type Shape, type ShapeList } from './shapeList.ts'

/** The states of a piece that have their own dress (LOOK.md section 4). */
export type Dress =
  | 'solid'
  | 'down'
  | 'terminating'
  | 'unready'
  | 'ghost'
  | 'winner'
  | 'lost'
  | 'outline'
  | 'shadow'

/** Where and how a piece stands. Low ends and heights are cells by resource. */
export interface Pose {
  lows: ArrayLike<number>
  heights: ArrayLike<number>
  /** First index of this pod in `lows` and in `heights`. */
  lowsAt: number
  heightsAt: number
  /** px the whole piece is moved by, y downwards. */
  dx: number
  dy: number
  angle: number
  /** Height and width factors (squash). */
  tall: number
  wide: number
  dress: Dress
  opacity: number
  /** Edge in px; 0 = as it rests. */
  edge: number
  /** 0..1: the white sweep of a finished Job. */
  sweep: number
  /** 0..1 on the way from colour to grey. */
  drain: number
}

/** How far the fill of a terminating piece has gone over to the empty lane. */
const FADED = 0.62
/** That of a piece that does not serve yet. */
const HOLLOW = 0.8

export function newPose(): Pose {
  return resetPose({} as Pose)
}

export function resetPose(pose: Pose): Pose {
  pose.lows = []
  pose.heights = []
  pose.lowsAt = 0
  pose.heightsAt = 0
  pose.dx = 0
  pose.dy = 0
  pose.angle = 0
  pose.tall = 1
  pose.wide = 1
  pose.dress = 'solid'
  pose.opacity = 1
  pose.edge = 0
  pose.sweep = 0
  pose.drain = 0
  return pose
}

/**
 * Puts the piece's halves into the shape: lanes of the well from the first that the pod asks for to
 * the last (rule 7). A pod that asks for nothing is a line across all lanes.
 */
export function placePiece(
  shape: Shape,
  well: WellView,
  measure: Measure,
  pose: Pose,
  inset: number,
): void {
  const lanes = Math.min(MAX_LANES, well.lanes.length)
  let first = 0
  let last = lanes - 1
  const height = (lane: number) => pose.heights[pose.heightsAt + well.lanes[lane]!] ?? 0
  while (first < last && height(first) <= 0) first++
  while (last > first && height(last) <= 0) last--
  if (height(first) <= 0) {
    first = 0
    last = lanes - 1
  }
  shape.lanes = last - first + 1
  shape.lane = measure.lane * pose.wide
  shape.gutter = measure.gutter * pose.wide
  const width = shape.lanes * measure.lane + (shape.lanes - 1) * measure.gutter
  shape.x = (well.laneX[first] ?? well.x) + pose.dx - (width * (pose.wide - 1)) / 2
  shape.y = well.floor + pose.dy
  shape.inset = inset
  for (let lane = first; lane <= last; lane++) {
    const low = (pose.lows[pose.lowsAt + well.lanes[lane]!] ?? 0) * measure.cell
    const tall = height(lane) * measure.cell * pose.tall
    const by = Math.min(inset, tall / 4)
    shape.low[lane - first] = low + by
    shape.high[lane - first] = low + tall - by
  }
}

/** Draws one piece. */
export function paintPiece(
  list: ShapeList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  look: AppLook,
  pose: Pose,
): void {
  const shape = reset(brush.shape)
  const style = pieceStyle(measure)
  placePiece(shape, well, measure, pose, style.inset)
  shape.radius = style.radius
  shape.angle = pose.angle
  if (pose.angle !== 0) {
    shape.pivotX = (shape.lanes * shape.lane + (shape.lanes - 1) * shape.gutter) / 2
    shape.pivotY = (shape.low[0]! + shape.high[0]!) / 2
  }
  dress(shape, brush, measure, look, pose, style.edge)
  list.add(shape)
}

/** Colours, edge and details for a shape whose place is set. */
function dress(
  shape: Shape,
  brush: Brush,
  measure: Measure,
  look: AppLook,
  pose: Pose,
  restEdge: number,
): void {
  const { colours, theme } = brush
  const edge = look.hue.edge[theme]
  shape.opacity = pose.opacity
  shape.edge = rgba(edge)
  shape.edgeWidth = pose.edge || restEdge
  switch (pose.dress) {
    case 'solid':
    case 'down': {
      const drain = pose.dress === 'down' ? 1 - pose.drain : pose.drain
      shape.fill = rgba(blend(look.hue.fill, colours.deadFill, drain))
      shape.edge = rgba(blend(edge, colours.deadEdge, drain))
      shape.hinge = brush.hinge()
      shape.pattern = look.pattern > 1 ? 2 : look.pattern
      shape.sweep = pose.sweep
      if (measure.lod === 0) {
        shape.cell = measure.cell
        shape.gloss = measure.cell >= 20 && measure.lane >= 20 ? 1 - drain * 0.5 : 0
        letter(shape, brush, look, blend(look.hue.ink, colours.deadInk, drain))
      }
      break
    }
    case 'terminating':
      // On its way out, but its room is still taken: paler, with a dashed edge, the letter in ink.
      shape.fill = rgba(blend(look.hue.fill, colours.well, FADED))
      shape.hinge = brush.hinge()
      shape.pattern = look.pattern > 1 ? 2 : look.pattern
      shape.edgeWidth = pose.edge || (measure.lod === 0 ? 2 : 1.2)
      shape.dash = measure.lod === 0 ? 5 : 2.5
      shape.gap = measure.lod === 0 ? 3.5 : 2
      if (measure.lod === 0) letter(shape, brush, look, colours.ink)
      break
    case 'unready':
      // It has its room and does not serve yet: hollow, with a whole edge.
      shape.fill = rgba(blend(look.hue.fill, colours.well, HOLLOW))
      shape.hinge = brush.hinge()
      shape.edgeWidth = pose.edge || restEdge * 1.3
      if (measure.lod === 0) letter(shape, brush, look, colours.ink)
      break
    case 'ghost':
      shape.fill = rgba(look.hue.fill, theme === 'light' ? 0.22 : 0.26)
      shape.edgeWidth = measure.lod === 0 ? 2.4 : 1.2
      shape.dash = measure.lod === 0 ? 6 : 3
      shape.gap = measure.lod === 0 ? 4 : 2.5
      break
    case 'winner':
      shape.fill = rgba(look.hue.fill, 0.75)
      shape.edgeWidth = 2
      break
    case 'lost':
      shape.fill = rgba(look.hue.fill, theme === 'light' ? 0.07 : 0.1)
      shape.edgeWidth = Math.min(1.6, restEdge * 1.1)
      shape.dash = measure.lod === 0 ? 2.4 : 1.5
      shape.gap = measure.lod === 0 ? 3.6 : 2
      break
    case 'outline':
      shape.fill = rgba(colours.panel)
      shape.edgeWidth = 2.4
      break
    case 'shadow':
      shape.fill = rgba(0x000000, 0.28)
      shape.pattern = Pattern.soft
      shape.sweep = 9
      shape.edgeWidth = 0
      break
  }
}

/** The app's letter in the middle of the taller half, where it is large enough to read. */
function letter(shape: Shape, brush: Brush, look: AppLook, ink: number): void {
  let tallest = 0
  for (let i = 0; i < shape.lanes; i++) tallest = Math.max(tallest, shape.high[i]! - shape.low[i]!)
  const size = letterSize(tallest, shape.lane)
  if (size === 0) return
  shape.glyph = brush.glyph(look.letter)
  shape.glyphSize = size
  shape.ink = rgba(ink)
}
