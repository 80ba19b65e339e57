import { stageWords } from '../../words/stage.ts'
import { mix } from '../easing.ts'
import type { EvaluatedWell, Look } from '../motion/evaluation.ts'
import type { Scene } from '../scene.ts'
import { guessOn } from '../walked.ts'
import { pieceStyle, type WellView } from './brush.ts'
import { paintDashedFrame, paintExcess, paintRefusal } from './effects.ts'
import type { Label } from './labels.ts'
import { labelWell } from './lookLabels.ts'
import { fitText, overRim, pillHeight } from './overRim.ts'
import { newPose, paintPiece, placePiece, resetPose } from './piece.ts'
import { reset, rgba, type ShapeList } from './shapeList.ts'
import type { Standing } from './views.ts'

const pose = newPose()

/** Ghosts, what stands over the rims, pills and scores of a look at the wells. */
export function paintLook(
  scene: Scene,
  look: Look,
  stand: Standing,
  side: number,
  list: ShapeList,
  labels: Label[],
): void {
  const { measure } = stand
  const { brush } = scene
  const rows = scene.layout?.rows ?? 1
  const top = scene.areas?.lanes[side]?.y ?? 0
  const guess = guessOn(scene, side)
  const fits = look.wells.filter(({ looked }) => looked.verdict?.rejectedBy === undefined).length
  for (const well of look.wells) {
    const { looked, shown, cleared } = well
    const view = stand.wells[side]?.get(looked.node)
    if (!view) continue
    if (measure.lod === 2) {
      paintTileLook(scene, well, view, stand, list, looked.node === guess)
      continue
    }
    const over = overRim(stand, view, rows, top)
    if (well.ghost > 0) paintGhost(scene, look, well, stand, view, over.ceiling, list)
    if (cleared > 0) paintLeaving(scene, side, well, stand, view, list, labels)
    const crowded = looked.excess.some((cells) => cells > 0)
    if (crowded && shown > 0) {
      view.lanes.forEach((resource, lane) => {
        const cells = looked.excess[resource]!
        if (cells <= 0) return
        paintExcess(list, brush, view, measure, lane, cells, over.ceiling, shown)
      })
    }
    const { colours } = brush
    const thin = measure.lod === 0 ? 2 : 1.5
    if (cleared > 0) {
      const colour = rgba(colours.good, cleared)
      paintDashedFrame(list, brush, view, measure, measure.lod === 0 ? 6 : 3, thin + 0.5, colour)
    }
    if (looked.tied && well.counted > 0) {
      const colour = rgba(colours.good, well.counted)
      paintDashedFrame(list, brush, view, measure, measure.lod === 0 ? 4 : 2, thin, colour)
    }
    if (looked.node === guess) {
      const out = measure.lod === 0 ? 3.5 : 2
      paintDashedFrame(list, brush, view, measure, out, thin + 1, rgba(colours.focus))
    }
    const what = { fits, guessed: looked.node === guess }
    const written = labelWell(scene, side, well, view, over, measure, what, labels)
    if (!written && shown > 0 && looked.verdict?.rejectedBy !== undefined && !crowded) {
      const size = Math.min(15, view.width * 0.6)
      const y = Math.max(over.ceiling + size / 2, over.rim - size / 2 - 3)
      paintRefusal(list, brush, view.x + view.width / 2, y, size, shown)
    }
  }
}

/** The pod as it would stand, also where that is too high: what pokes out is the reason. */
function paintGhost(
  scene: Scene,
  look: Look,
  well: EvaluatedWell,
  stand: Standing,
  view: WellView,
  ceiling: number,
  list: ShapeList,
): void {
  const { looked, cleared, ghost, framed } = well
  const { verdict, room, winner } = looked
  const crowded = looked.excess.some((cells) => cells > 0)
  if (verdict?.rejectedBy !== undefined && !crowded && cleared === 0) return
  resetPose(pose)
  pose.lows = room ? looked.lows.map((low, r) => mix(low, room.lows[r]!, cleared)) : looked.lows
  const most = (view.floor - ceiling) / stand.measure.cell
  pose.heights = look.heights.map((height, r) =>
    Math.min(height, Math.max(0, most - pose.lows[r]!)),
  )
  pose.opacity = ghost
  pose.dress = winner && framed > 0.5 ? 'winner' : 'ghost'
  paintPiece(list, scene.brush, view, stand.measure, scene.brush.look(look.app), pose)
}

/** Those who have to make room, in a red dashed outline. */
function paintLeaving(
  scene: Scene,
  side: number,
  well: EvaluatedWell,
  stand: Standing,
  view: WellView,
  list: ShapeList,
  labels: Label[],
): void {
  const { room } = well.looked
  if (!room) return
  const { brush } = scene
  const { measure } = stand
  const { heights, resources } = scene.sides[side]!.model
  const fine = measure.lod === 0
  for (const row of room.leaving) {
    resetPose(pose)
    pose.lows = room.places.get(row)!
    pose.heights = heights
    pose.heightsAt = row * resources
    const shape = reset(brush.shape)
    placePiece(shape, view, measure, pose, pieceStyle(measure).inset + (fine ? 2 : 0.5))
    shape.radius = pieceStyle(measure).radius
    shape.edge = rgba(brush.colours.alarm)
    shape.edgeWidth = fine ? 2 : 1.2
    shape.dash = fine ? 3 : 2
    shape.gap = fine ? 3 : 2
    shape.opacity = well.cleared
    list.add(shape)
    let tallest = 0
    for (let i = 1; i < shape.lanes; i++) {
      const height = (lane: number) => shape.high[lane]! - shape.low[lane]!
      if (height(i) > height(tallest)) tallest = i
    }
    const tall = shape.high[tallest]! - shape.low[tallest]!
    const found = fitText([stageWords.leaves], view.width, 14, 12.5, true)
    if (!fine || !found || tall < pillHeight(found.size)) continue
    labels.push({
      key: `leaves:${side}:${row}`,
      kind: 'pill',
      ...found,
      x: view.x + view.width / 2,
      y: shape.y - (shape.high[tallest]! + shape.low[tallest]!) / 2,
      opacity: well.cleared,
    })
  }
}

/** A tile is too small for words and ghosts: it fades, or it has an outline. */
function paintTileLook(
  scene: Scene,
  well: EvaluatedWell,
  view: WellView,
  stand: Standing,
  list: ShapeList,
  guessed: boolean,
): void {
  const { brush } = scene
  const { colours } = brush
  const { measure } = stand
  const height = Math.max(0, ...view.heights) * measure.cell
  const veil = 1 - well.pods
  if (veil > 0) {
    list.box(view.x, view.floor - height, view.width, height, rgba(colours.panel, veil))
  }
  const frame = (out: number, width: number, colour: number) =>
    brush.frame(
      list,
      view.x - out,
      view.floor - height - out,
      view.width + 2 * out,
      height + 2 * out,
      1,
      colour,
      width,
    )
  if (guessed) frame(well.framed > 0 ? 5 : 2, 2, rgba(colours.focus))
  if (well.framed > 0) frame(2.5, 3, rgba(colours.good, well.framed))
  else if (well.cleared > 0) frame(2, 2, rgba(colours.good, well.cleared))
  else if (well.looked.tied && well.counted > 0) frame(1, 1.5, rgba(colours.good, well.counted))
}
