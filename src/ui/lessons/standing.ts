import { unitsPerCell } from '../stage/cells.ts'
import type { WellBox } from '../stage/stage.ts'

/** Where a half would stand on what a machine holds; y in CSS px of the stage, downwards. */
export interface Standing {
  readonly resource: string
  readonly x: number
  readonly width: number
  /** Its lower edge: the top of the stack. */
  readonly low: number
  /** Its upper edge, no higher than the room. */
  readonly high: number
  /** The capacity line. */
  readonly rim: number
  readonly floor: number
  /** What is too much, in base units; 0 = it fits in this lane. */
  readonly excess: number
}

/**
 * A pod's halves on top of what one machine holds already, lane by lane.
 * @param amounts what the pod asks for, in the order of the run's resources
 * @param top nothing is drawn above this y
 */
export function standingOn(
  well: WellBox,
  cell: number,
  resources: readonly string[],
  machine: { readonly allocatable: readonly number[]; readonly requested: readonly number[] },
  amounts: readonly number[],
  top: number,
): readonly Standing[] {
  return well.lanes.map(({ resource: r, x, width, top: rim }) => {
    const resource = resources[r] ?? ''
    const units = unitsPerCell(resource)
    const height = (amount: number) => (amount / units) * cell
    const allocatable = machine.allocatable[r] ?? 0
    const requested = machine.requested[r] ?? 0
    const amount = amounts[r] ?? 0
    const floor = rim + height(allocatable)
    const low = floor - height(requested)
    return {
      resource,
      x,
      width,
      low,
      high: Math.max(top, low - height(amount)),
      rim,
      floor,
      excess: Math.max(0, requested + amount - allocatable),
    }
  })
}

/** What a half asks for whose upper edge is at this y: base units, at least 0. */
export function amountAt({ resource, low }: Standing, y: number, cell: number): number {
  return (Math.max(0, low - y) / cell) * unitsPerCell(resource)
}
