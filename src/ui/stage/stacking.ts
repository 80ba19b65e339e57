/**
 * Rules 1 to 6 of LOOK.md: pods stack in one order in every lane, without gaps, with their exact
 * heights.
 */

/** Less (cells) is no difference. */
export const SAME = 1e-9

/**
 * Which of two pods lies nearer the floor: bedrock, which DaemonSets' pods are, under everything else, then the
 * oldest; the same order in every lane, so hinges never cross (rule 3).
 * @param orders by pod row; smaller = nearer the floor
 * @param daemons by pod row; above 0 = a DaemonSet's
 */
export function stackOrder(a: number, b: number, orders: Uint32Array, daemons: Uint8Array): number {
  return daemons[b]! - daemons[a]! || orders[a]! - orders[b]! || a - b
}

/**
 * Writes where each pod's halves begin. Every lane is summed on its own: a hinge takes no room
 * (rule 5), a pod that asks for nothing of a resource leaves no gap (rules 6 and 7).
 * @param rows pod rows in stack order
 * @param heights cells per pod row, `lanes` values each
 * @param floors receives the lower end of each half, in cells, `lanes` values per pod row
 * @param shifted hears of every pod whose lower ends are others now: the old minus the new ones
 * @param base heights of what they stand on in cells, by lane; the floor by default
 * @returns height of each lane's stack in cells
 */
export function stack(
  rows: readonly number[],
  lanes: number,
  heights: Float64Array,
  floors: Float64Array,
  shifted?: (row: number, lows: Float64Array) => void,
  base?: Float64Array,
): Float64Array {
  const tops = new Float64Array(lanes)
  if (base) tops.set(base)
  for (const row of rows) {
    const first = row * lanes
    let moved = false
    for (let lane = 0; lane < lanes; lane++) {
      if (Math.abs(floors[first + lane]! - tops[lane]!) > SAME) moved = true
    }
    if (moved)
      shifted?.(
        row,
        tops.map((top, lane) => floors[first + lane]! - top),
      )
    for (let lane = 0; lane < lanes; lane++) {
      floors[first + lane] = tops[lane]!
      tops[lane] = tops[lane]! + heights[first + lane]!
    }
  }
  return tops
}
