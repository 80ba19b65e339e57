import type { Measure, WellView } from '../paint/brush.ts'

/** Corners of a way from its sender to its end, x and y in turn (CSS px). */
export type Path = readonly number[]

/** px under the rims of one row, on the way to a well of the next. */
const OVER_RIM = 5

/**
 * The way of requests to a pod: along the line of their sender, down beside the wells that stand above, and
 * down between the pod's halves, where the picture says nothing.
 * @param source x and y of the sender
 * @param height of the pod's middle, cells
 * @param lower another row of wells stands above this one
 */
export function pathTo(
  source: { readonly x: number; readonly y: number },
  well: WellView,
  { cell, lane, gutter }: Measure,
  height: number,
  lower: boolean,
): Path {
  const x = well.laneX.length > 1 ? well.laneX[0]! + lane + gutter / 2 : well.x + well.width / 2
  const y = well.floor - height * cell
  if (!lower) return [source.x, source.y, x, source.y, x, y]
  const aside = well.x - 2.5
  const rim = well.floor - Math.max(...well.heights) * cell - OVER_RIM
  return [source.x, source.y, aside, source.y, aside, rim, x, rim, x, y]
}

export function lengthOf(path: Path): number {
  let length = 0
  for (let i = 2; i < path.length; i += 2) {
    length += Math.abs(path[i]! - path[i - 2]!) + Math.abs(path[i + 1]! - path[i - 1]!)
  }
  return length
}

/** The point at a share of the way; ways run level or upright. */
export function pointAt(path: Path, share: number): { readonly x: number; readonly y: number } {
  let left = lengthOf(path) * Math.min(1, Math.max(0, share))
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i]! - path[i - 2]!
    const dy = path[i + 1]! - path[i - 1]!
    const step = Math.abs(dx) + Math.abs(dy)
    if (left <= step && step > 0) {
      const part = left / step
      return { x: path[i - 2]! + dx * part, y: path[i - 1]! + dy * part }
    }
    left -= step
  }
  return { x: path.at(-2)!, y: path.at(-1)! }
}
