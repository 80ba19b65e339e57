import type { Scene } from '../scene.ts'
import { walkedAside } from '../walked.ts'
import type { Brush, Measure, WellView } from './brush.ts'
import type { Label } from './labels.ts'
import { type Dress, newPose, paintPiece, resetPose } from './piece.ts'
import { rgba, type ShapeList } from './shapeList.ts'
import { layTray, type Tray } from './tray.ts'

const pose = newPose()

/** A piece that stands over the wells. */
export interface TrayPiece {
  readonly app: number
  /** Cells by lane. */
  readonly cells: readonly number[]
}

/** Draws the frame and the pieces that found room in it. */
export function paintTray(
  brush: Brush,
  list: ShapeList,
  tray: Tray,
  pieces: readonly TrayPiece[],
  edge: number,
  edgeWidth: number,
  dress: Dress,
): void {
  const { frame } = tray
  brush.frame(
    list,
    frame.x,
    frame.y,
    frame.width,
    frame.height,
    Math.min(12, frame.height / 3),
    edge,
    edgeWidth,
    rgba(brush.colours.panel),
  )
  const measure: Measure = { ...tray, lod: tray.cell < 12 ? 1 : 0, wall: 0, pad: 0 }
  tray.pieces.forEach((x, i) => {
    const { app, cells } = pieces[i]!
    const view: WellView = {
      row: -1,
      side: 0,
      x,
      floor: tray.floor,
      width: cells.length * (tray.lane + tray.gutter) - tray.gutter,
      heights: cells,
      lanes: cells.map((_, lane) => lane),
      laneX: cells.map((_, lane) => x + lane * (tray.lane + tray.gutter)),
    }
    resetPose(pose)
    pose.heights = cells
    pose.lows = cells.map(() => 0)
    pose.dress = dress
    paintPiece(list, brush, view, measure, brush.look(app), pose)
  })
}

/**
 * y over which a tray stands: the highest rim of a side. Tiles leave no room over them; there it
 * stands at the end of the side that is farther from what it is about.
 * @param about y that the tray should not cover
 */
export function trayFoot(scene: Scene, side: number, about: number): number {
  const area = scene.areas?.lanes[side]
  if (!area) return 0
  const bottom = area.y + area.height
  if (scene.ground.lod === 2 || scene.ground.camera)
    return about < area.y + area.height / 2 ? bottom + 10 : area.y
  const rims = scene.layout?.wells.filter((well) => well.side === side).map((well) => well.y) ?? []
  return rims.length > 0 ? Math.min(...rims) : area.y + area.height / 2
}

/** The pod that is gone through while it waits and NEXT does not show it: over the wells. */
export function paintAside(scene: Scene, list: ShapeList, labels: Label[]): void {
  const aside = walkedAside(scene)
  const area = aside && scene.areas?.lanes[aside.side]
  if (!aside || !area) return
  const { brush } = scene
  const name = scene.mirror?.apps[aside.walk.app]?.name ?? ''
  const size = scene.areas?.breakpoint === 'phone' ? 13 : 16
  const rim = trayFoot(scene, aside.side, area.y)
  const middle = area.x + area.width / 2
  const cell = scene.next.view?.layout.cell ?? 20
  const tray = layTray(area, rim, middle, [aside.cells], cell, name, size)
  const piece = { app: aside.walk.app, cells: aside.cells }
  paintTray(brush, list, tray, [piece], rgba(brush.colours.ink), 3, 'solid')
  if (tray.text) {
    labels.push({ key: 'aside', kind: 'name', text: name, ...tray.text, size, opacity: 1 })
  }
}
