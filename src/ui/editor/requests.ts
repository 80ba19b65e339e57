/**
 * Requests as a person drags them: steps, limits, and how a value is written in YAML.
 * CPU is in millicores, memory in bytes, everything else a count.
 */

const GIB = 1024 ** 3
const MIB = 1024 ** 2

export interface ResourceScale {
  /** One step of a drag or an arrow key. */
  readonly step: number
  readonly min: number
  readonly max: number
  /** Amount that is one cell high: 1 vCPU = 4 GiB = a quarter of a GPU (LOOK.md, section 1). */
  readonly cell: number
}

/** Steps and limits of a resource's half. */
export function scaleOf(resource: string): ResourceScale {
  if (resource === 'cpu') return { step: 250, min: 250, max: 128_000, cell: 1000 }
  if (resource === 'memory') return { step: GIB / 2, min: GIB / 2, max: 512 * GIB, cell: 4 * GIB }
  return { step: 1, min: 0, max: 16, cell: 0.25 }
}

/** Height of a half in cells. */
export function cellsOf(resource: string, amount: number): number {
  return amount / scaleOf(resource).cell
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
  const { step, min, max, cell } = scaleOf(resource)
  const moved = (pixels / pixelsPerCell) * cell
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

/** The amount as Kubernetes prints it: `2`, `1500m`, `2Gi`, `1536Mi`. */
export function formatQuantity(resource: string, amount: number): string {
  if (resource === 'cpu') return amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`
  if (resource !== 'memory') return String(amount)
  if (amount % GIB === 0) return `${amount / GIB}Gi`
  if (amount % MIB === 0) return `${amount / MIB}Mi`
  return String(amount)
}

/** The new scalar in the way the old one was quoted. */
export function rewriteScalar(old: string, resource: string, amount: number): string {
  const value = formatQuantity(resource, amount)
  const quote = /^(["']).*\1$/s.exec(old)?.[1] ?? ''
  return quote + value + quote
}
