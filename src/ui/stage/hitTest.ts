import type { Layout, Well } from './layout.ts'

/**
 * The well under a point.
 * @param above px over the rim that count as the well
 */
export function wellAt(
  wells: readonly Well[],
  x: number,
  y: number,
  above: number,
): Well | undefined {
  return wells.find(
    (well) =>
      x >= well.x && x <= well.x + well.width && y >= well.y - above && y <= well.y + well.height,
  )
}

/**
 * The tile whose cell, itself and its share of the air around it, has a point in it: between two
 * neighbours there is no place that belongs to nobody.
 * @param side only tiles of this one; absent = of all
 */
export function tileAt(
  { wells, tiles }: Pick<Layout, 'wells' | 'tiles'>,
  side: number | undefined,
  x: number,
  y: number,
): Well | undefined {
  if (!tiles) return undefined
  let found: Well | undefined
  let least = Number.POSITIVE_INFINITY
  for (const well of wells) {
    if (side !== undefined && well.side !== side) continue
    const dx = Math.abs(x - well.x - well.width / 2)
    const dy = Math.abs(y - well.floor + tiles.tallest / 2)
    // Tiles stand on whole pixels: cells may miss each other by one.
    if (dx > tiles.x / 2 + 0.5 || dy > tiles.y / 2 + 0.5 || dx + dy >= least) continue
    least = dx + dy
    found = well
  }
  return found
}

/**
 * Height under the point, in cells, at which the point meets each neighbouring lane: over a lane the
 * lane's own, over a hinge both lanes' with the share of each.
 */
export function laneAt(
  well: Well,
  layout: Pick<Layout, 'lane' | 'gutter'>,
  x: number,
): { readonly left: number; readonly right: number; readonly share: number } {
  const last = well.laneX.length - 1
  for (let i = 0; i <= last; i++) {
    const start = well.laneX[i]!
    if (x <= start + layout.lane || i === last) return { left: i, right: i, share: 0 }
    const next = well.laneX[i + 1]!
    if (x < next) {
      const share = (x - start - layout.lane) / Math.max(1e-6, next - start - layout.lane)
      return { left: i, right: i + 1, share }
    }
  }
  return { left: 0, right: 0, share: 0 }
}

/**
 * The pod under a point of a well.
 * @param rows pod rows in stack order
 * @param floors lower end of each half in cells, `resources` values per row
 * @param heights cells per half, `resources` values per row
 */
export function podAt(
  well: Well,
  layout: Pick<Layout, 'lane' | 'gutter' | 'cell'>,
  x: number,
  y: number,
  rows: readonly number[],
  resources: number,
  floors: Float64Array,
  heights: Float64Array,
): number | undefined {
  const { left, right, share } = laneAt(well, layout, x)
  const a = well.lanes[left]!
  const b = well.lanes[right]!
  const level = (well.floor - y) / layout.cell
  return rows.find((row) => {
    const at = row * resources
    const lowA = floors[at + a]!
    const lowB = floors[at + b]!
    const low = lowA + (lowB - lowA) * share
    const highA = lowA + heights[at + a]!
    const highB = lowB + heights[at + b]!
    const high = highA + (highB - highA) * share
    return level >= low && level < high
  })
}
