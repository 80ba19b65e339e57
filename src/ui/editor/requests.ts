import { unitsPerCell } from '../stage/cells.ts'

/**
 * Requests as a person drags them: steps, limits, and how a value is written in YAML.
 * CPU is in millicores, memory in bytes, everything else a count.
 */

const GIB = 1024 ** 3

export interface ResourceScale {
  /** One step of a drag or an arrow key. */
  readonly step: number
  readonly min: number
  readonly max: number
}

/** Steps and limits of a resource's half. */
export function scaleOf(resource: string): ResourceScale {
  if (resource === 'cpu') return { step: 250, min: 250, max: 128_000 }
  if (resource === 'memory') return { step: GIB / 2, min: GIB / 2, max: 512 * GIB }
  return { step: 1, min: 0, max: 1000 }
}

/** Height of a half in cells. */
export function cellsOf(resource: string, amount: number): number {
  return amount / unitsPerCell(resource)
}

/**
 * The amount after the half's top edge was dragged up by `pixels`: on the grid of steps, within the
 * limits, and unchanged as long as the edge has moved less than half a step.
 */
export function draggedAmount(
  resource: string,
  start: number,
  pixels: number,
  pixelsPerCell: number,
): number {
  const { step, min, max } = scaleOf(resource)
  const moved = (pixels / pixelsPerCell) * unitsPerCell(resource)
  if (Math.abs(moved) < step / 2) return start
  return clamp(Math.round((start + moved) / step) * step, min, max)
}

/** The amount `steps` grid points further; a start between two grid points moves to the next one. */
export function steppedAmount(resource: string, start: number, steps: number): number {
  const { step, min, max } = scaleOf(resource)
  const onGrid = steps > 0 ? Math.floor(start / step) : Math.ceil(start / step)
  return clamp((onGrid + steps) * step, min, max)
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}
