import type { LaneId } from '../../engine/protocol.ts'
import type { Ground } from './ground.ts'
import type { Layout, Well } from './layout.ts'
import type { StageLayout, WellBox } from './stage.ts'

/** What the page places its names, plugs and labels by. Tiles are too small for any of them. */
export function reportLayout(
  ground: Ground,
  layout: Layout,
  lanes: readonly LaneId[],
  nextShown: number,
): StageLayout {
  const measure = ground.measure ?? layout
  const box = (well: Well): WellBox => ({
    lane: lanes[well.side]!,
    row: well.row,
    x: well.x,
    y: well.y,
    width: well.width,
    height: well.height,
    lanes: well.lanes.map((resource, i) => ({
      resource,
      x: well.laneX[i]!,
      width: measure.lane,
      top: well.floor - well.heights[i]! * measure.cell,
    })),
  })
  const wells = measure.lod === 2 ? [] : ground.wells.filter((well) => isInside(ground, well))
  return {
    lod: measure.lod,
    cell: measure.cell,
    rows: layout.rows,
    wells: wells.map(box),
    nextShown,
    ...(ground.camera && measure.lod < 2 && { zoomed: { below: gapBelow(ground, layout) } }),
  }
}

/** Its floor and its middle are seen. */
function isInside(ground: Ground, well: Well): boolean {
  const clip = ground.clipOf(well.side)
  if (!clip) return true
  const middle = well.x + well.width / 2
  const bottom = well.y + well.height
  return (
    middle >= clip.x &&
    middle <= clip.x + clip.width &&
    bottom > clip.y &&
    bottom <= clip.y + clip.height
  )
}

/** Room (px) between a zoomed well's floor and the rim of the well below it. */
function gapBelow(ground: Ground, layout: Layout): number {
  const first = layout.wells[0]
  if (!first || layout.rows < 2) return Number.POSITIVE_INFINITY
  let next = Number.POSITIVE_INFINITY
  const bottom = first.y + first.height
  for (const { y, side } of layout.wells) {
    if (side === first.side && y >= bottom - 0.01 && y < next) next = y
  }
  const { measure, camera } = ground
  return (next - bottom) * (camera?.zoom ?? 1) - (measure ? measure.wall + measure.pad : 0)
}
