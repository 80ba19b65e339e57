import { mix, moveEase, progress } from '../easing.ts'
import type { Layout, Well } from '../layout.ts'
import type { Measure, WellView } from './brush.ts'

/** The wells of one side that are in view, by node row. */
export interface SideWells {
  get(node: number): WellView | undefined
  values(): Iterable<WellView>
  /** What is given may be filled anew with the next step: it must not be kept. */
  [Symbol.iterator](): Iterator<readonly [number, WellView]>
}

/** The layout as it stands at a moment. */
export interface Standing {
  readonly measure: Measure
  /** By side. */
  readonly wells: readonly SideWells[]
  /** Slots that nobody has bought. */
  readonly slots: readonly WellView[]
}

/** These wells at rest. */
export function standing(measure: Measure, all: readonly Well[]): Standing {
  let sides = 0
  for (const well of all) if (well.side >= sides) sides = well.side + 1
  const wells = Array.from({ length: sides }, () => new Map<number, WellView>())
  const slots: WellView[] = []
  for (const well of all) {
    if (well.row < 0) slots.push(well)
    else wells[well.side]!.set(well.row, well)
  }
  return { measure, wells, slots }
}

/** The layout on its way from another one; wells that are new stand at their place at once. */
export function between(
  from: Layout,
  to: Layout,
  now: number,
  start: number,
  time: number,
): Standing {
  const t = moveEase(progress(now, start, time))
  const old = new Map<string, Well>()
  for (const well of from.wells) if (well.row >= 0) old.set(`${well.side}:${well.row}`, well)
  const measure: Measure = {
    lod: to.lod,
    cell: mix(from.cell, to.cell, t),
    lane: mix(from.lane, to.lane, t),
    gutter: mix(from.gutter, to.gutter, t),
    wall: mix(from.wall, to.wall, t),
    pad: mix(from.pad, to.pad, t),
  }
  const moved = to.wells.map((well): Well => {
    const before = old.get(`${well.side}:${well.row}`)
    const x = before ? mix(before.x, well.x, t) : well.x
    const floor = before ? mix(before.floor, well.floor, t) : well.floor
    const count = well.lanes.length
    return {
      ...well,
      x,
      floor,
      width: count * measure.lane + (count - 1) * measure.gutter + 2 * (measure.wall + measure.pad),
      laneX: well.lanes.map(
        (_, i) => x + measure.wall + measure.pad + i * (measure.lane + measure.gutter),
      ),
    }
  })
  return standing(measure, moved)
}
