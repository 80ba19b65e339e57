import type { Scene } from '../scene.ts'
import { pieceStyle } from './brush.ts'
import { newPose, placePiece, resetPose } from './piece.ts'
import { reset, rgba, type ShapeList } from './shapeList.ts'
import type { Standing } from './views.ts'

const pose = newPose()
/** px from a zoomed well's floor to the ring's line, so that the line ends over the name's letters. */
const NAMED = 2

/** The ring around what is selected, and around the machine that is pointed at. */
export function paintTargets(scene: Scene, stand: Standing, list: ShapeList): void {
  paintHovered(scene, stand, list)
  const { selected, brush } = scene
  if (!selected || selected.type === 'app') return
  const side = scene.sides.findIndex(({ model }) => model.id === selected.lane)
  if (side < 0) return
  const { model } = scene.sides[side]!
  const { measure } = stand
  const node = selected.type === 'node' ? selected.row : (model.where[selected.row] ?? -1)
  const view = stand.wells[side]?.get(node)
  if (!view) return
  list.clip = scene.ground.clipOf(side)
  const colour = rgba(brush.colours.focus)
  const fine = measure.lod === 0
  const out = fine ? 6 : 3
  const width = fine ? 3 : 2
  if (selected.type === 'pod' && measure.lod < 2) {
    // Along the piece's own outline: a box around it would cut through its neighbours' letters.
    resetPose(pose)
    pose.lows = model.floors
    pose.lowsAt = selected.row * model.resources
    pose.heights = model.heights
    pose.heightsAt = selected.row * model.resources
    for (const [grow, line, edge] of [
      [out / 3, out / 3 + 1, rgba(brush.colours.panel)],
      [out * 0.75, width, colour],
    ] as const) {
      reset(brush.shape)
      placePiece(brush.shape, view, measure, pose, -grow)
      brush.shape.radius = pieceStyle(measure).radius + grow
      brush.shape.edge = edge
      brush.shape.edgeWidth = line
      list.add(brush.shape)
    }
    return
  }
  const top = view.floor - Math.max(0, ...view.heights) * measure.cell
  const bottom = view.floor + measure.pad + measure.wall
  const radius = fine ? 9 : 4
  const w = view.width + 2 * out
  // Close under a well that one has zoomed to stands its name.
  const under = scene.ground.camera && measure.lod < 2 ? NAMED : out
  brush.frame(list, view.x - out, top - out, w, bottom - top + out + under, radius, colour, width)
}

function paintHovered(scene: Scene, stand: Standing, list: ShapeList): void {
  const { hovered, sides, brush } = scene
  if (hovered?.type !== 'node') return
  const side = sides.findIndex(({ model }) => model.id === hovered.lane)
  const view = stand.wells[side]?.get(hovered.row)
  if (!view) return
  list.clip = scene.ground.clipOf(side)
  const { measure } = stand
  const fine = measure.lod === 0
  const out = fine ? 4 : 2
  const top = view.floor - Math.max(0, ...view.heights) * measure.cell
  const bottom = view.floor + measure.pad + measure.wall
  const colour = rgba(measure.lod === 2 ? brush.colours.ink : brush.colours.ink2)
  const width = view.width + 2 * out
  // Less below: a name stands there.
  const height = bottom - top + 1.5 * out
  brush.frame(
    list,
    view.x - out,
    top - out,
    width,
    height,
    fine ? 7 : 3,
    colour,
    measure.lod === 1 ? 1.5 : 2,
  )
}
