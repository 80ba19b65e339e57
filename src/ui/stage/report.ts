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

/** Its floor and its middle are seen, and what stands under it has room. */
function isInside(ground: Ground, well: Well): boolean {
  const clip = ground.clipOf(well.side)
  if (!clip) return true
  const middle = well.x + well.width / 2
  const bottom = well.y + well.height
  return (
    middle >= clip.x &&
    middle <= clip.x + clip.width &&
    bottom > clip.y &&
    bottom <= clip.y + clip.height - ground.strip
  )
}

/** Room (px) between a zoomed row's floor and the rims of the row below it, wherever it is least. */
function gapBelow(ground: Ground, layout: Layout): number {
  const { measure, camera } = ground
  return leastGap(layout) * (camera?.zoom ?? 1) - (measure ? measure.wall + measure.pad : 0)
}

const leastGaps = new WeakMap<Layout, number>()

/** The least gap between two rows of a layout; rows of tiles differ by a pixel. Infinite in one row. */
function leastGap(layout: Layout): number {
  const known = leastGaps.get(layout)
  if (known !== undefined) return known
  const rims = new Map<number, number>()
  for (const { side, y, height } of layout.wells) {
    if (side !== 0) continue
    const bottom = y + height
    rims.set(bottom, Math.min(y, rims.get(bottom) ?? y))
  }
  const rows = [...rims].sort(([a], [b]) => a - b)
  let least = Number.POSITIVE_INFINITY
  for (let i = 1; i < rows.length; i++) {
    // Wells of one row that end at different heights are no two rows.
    const gap = rows[i]![1] - rows[i - 1]![0]
    if (gap >= -0.01) least = Math.min(least, gap)
  }
  leastGaps.set(layout, least)
  return least
}
