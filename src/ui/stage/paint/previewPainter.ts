import { stageWords } from '../../words/stage.ts'
import { arcBetween } from '../motion/flight.ts'
import type { PreviewGhost, PreviewWaiting, ShownPreview } from '../motion/preview.ts'
import { lanesOf } from '../queue.ts'
import type { Scene } from '../scene.ts'
import type { Rect } from '../stage.ts'
import type { WellView } from './brush.ts'
import { paintArc, paintDashedFrame } from './effects.ts'
import type { Label } from './labels.ts'
import { fitText } from './overRim.ts'
import { newPose, paintPiece, resetPose } from './piece.ts'
import { rgba, type ShapeList } from './shapeList.ts'
import { layTrays } from './tray.ts'
import { paintTray, trayFoot } from './trayPainter.ts'
import type { Standing } from './views.ts'

const pose = newPose()
/** More ways than this are a tangle. */
const MOST_ARCS = 8

/** What a machine's death would do: ghosts where pods would land, those that would wait above. */
export function paintPreview(
  scene: Scene,
  preview: ShownPreview,
  stand: Standing,
  side: number,
  list: ShapeList,
  labels: Label[],
): void {
  const area = scene.areas?.lanes[side]
  const dead = stand.wells[side]?.get(preview.dead)
  if (!area || !dead) return
  const slots = stand.slots.filter((slot) => slot.side === side)
  const viewOf = (ghost: PreviewGhost) =>
    ghost.node < 0 ? slots[ghost.slot] : stand.wells[side]?.get(ghost.node)
  paintBought(scene, preview, stand, slots, side, list, labels)
  for (const ghost of preview.ghosts) {
    const view = viewOf(ghost)
    if (!view) continue
    resetPose(pose)
    pose.lows = ghost.lows
    pose.heights = ghost.heights
    // In a tile dashes would be all there is.
    pose.dress = stand.measure.lod === 2 ? 'solid' : 'ghost'
    if (stand.measure.lod === 2) pose.edge = 0.5
    paintPiece(list, scene.brush, view, stand.measure, scene.brush.look(ghost.app), pose)
  }
  paintGone(scene, preview, stand, side, dead, list)
  if (stand.measure.lod < 2) paintWays(scene, preview, stand, dead, viewOf, area, list)
  paintWaiting(scene, preview, side, dead, area, list, labels)
}

/** Machines that would be bought. */
function paintBought(
  scene: Scene,
  preview: ShownPreview,
  stand: Standing,
  slots: readonly WellView[],
  side: number,
  list: ShapeList,
  labels: Label[],
): void {
  const { brush } = scene
  const { measure } = stand
  preview.bought.forEach((name, i) => {
    const slot = slots[i]
    if (!slot) return
    const width = measure.lod === 0 ? 2 : 1
    paintDashedFrame(list, brush, slot, measure, 0, width, rgba(brush.colours.ink3))
    const found = fitText([name], slot.width + 7, 15, 12.5, false)
    if (measure.lod > 0 || !found) return
    labels.push({
      key: `bought:${side}:${name}`,
      kind: 'more',
      text: found.text,
      size: found.size,
      x: slot.x + slot.width / 2,
      y: slot.floor + measure.pad + measure.wall + found.size,
      opacity: 1,
    })
  })
}

/** A cross over what nothing would replace. */
function paintGone(
  scene: Scene,
  preview: ShownPreview,
  stand: Standing,
  side: number,
  dead: WellView,
  list: ShapeList,
): void {
  const { model } = scene.sides[side]!
  const { brush } = scene
  const { cell, lane } = stand.measure
  const colour = rgba(brush.colours.alarm)
  for (const row of preview.gone) {
    if (model.where[row] !== preview.dead) continue
    dead.lanes.forEach((resource, i) => {
      const at = row * model.resources + resource
      const tall = model.heights[at]! * cell
      const arm = Math.min(9, 0.3 * lane, 0.34 * tall)
      if (arm < 2.5) return
      const x = dead.laneX[i]! + lane / 2
      const y = dead.floor - model.floors[at]! * cell - tall / 2
      const width = Math.min(2.6, arm / 2.5)
      brush.line(list, x - arm, y - arm, x + arm, y + arm, width, colour)
      brush.line(list, x - arm, y + arm, x + arm, y - arm, width, colour)
    })
  }
}

/** One arc to each machine that would get something, in the colour of what lies lowest there. */
function paintWays(
  scene: Scene,
  preview: ShownPreview,
  stand: Standing,
  dead: WellView,
  viewOf: (ghost: PreviewGhost) => WellView | undefined,
  area: Rect,
  list: ShapeList,
): void {
  const { cell, lod } = stand.measure
  const targets = new Map<WellView, { app: number; top: number }>()
  for (const ghost of preview.ghosts) {
    const view = viewOf(ghost)
    if (!view) continue
    const before = targets.get(view)
    const top = Math.max(
      before?.top ?? 0,
      ...view.lanes.map((resource) => ghost.lows[resource]! + ghost.heights[resource]!),
    )
    targets.set(view, { app: before?.app ?? ghost.app, top })
  }
  if (targets.size > MOST_ARCS) return
  const from = {
    x: dead.x + dead.width / 2,
    y: dead.floor - Math.max(...dead.heights) * cell * 0.55,
  }
  for (const [view, { app, top }] of targets) {
    const to = { x: view.x + view.width / 2, y: view.floor - top * cell - 5 }
    const arc = arcBetween(from, to, area.y + 8)
    paintArc(list, scene.brush, arc, scene.brush.look(app), 0.75, lod === 0 && cell >= 20)
  }
}

/** Pods that would have no machine stand in a red frame over the wells. */
function paintWaiting(
  scene: Scene,
  preview: ShownPreview,
  side: number,
  dead: WellView,
  area: Rect,
  list: ShapeList,
  labels: Label[],
): void {
  const { brush } = scene
  const rim = trayFoot(scene, side, dead.floor)
  const phone = scene.areas?.breakpoint === 'phone'
  const size = phone ? 13 : 14
  const groups = [true, false].flatMap((pending) => {
    const waiting = preview.waiting.filter((one) => one.pending === pending)
    return waiting.length === 0 ? [] : [groupOf(waiting, pending)]
  })
  const cell = scene.next.view?.layout.cell ?? 20
  const trays = layTrays(area, rim, dead.x + dead.width / 2, groups, cell, size)
  groups.forEach(({ pending, pieces, text }, i) => {
    const laid = trays[i]!
    const edge = rgba(pending ? brush.colours.alarm : brush.colours.rim)
    paintTray(brush, list, laid, pieces, edge, pending ? 2 : 1.5, 'ghost')
    if (laid.text) {
      const kind = pending ? 'waiting' : 'more'
      labels.push({ key: `wait:${side}:${pending}`, kind, text, ...laid.text, size, opacity: 1 })
    }
  })
}

/** Pods that would have no machine, or that would go where none is shown, as a tray. */
function groupOf(waiting: readonly PreviewWaiting[], pending: boolean) {
  const pieces = waiting.map(({ app, heights }) => ({ app, cells: lanesOf([...heights]) }))
  const machines = [...new Set(waiting.map(({ machine }) => machine ?? ''))]
  const text = pending
    ? stageWords.wouldWait(waiting.length)
    : stageWords.wouldGoElsewhere(waiting.length, machines)
  return { pending, pieces, shapes: pieces.map(({ cells }) => cells), text }
}
