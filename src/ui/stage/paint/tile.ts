import type { LaneModel } from '../model.ts'
import type { Brush, Measure, WellView } from './brush.ts'
import { rgba, type ShapeList } from './shapeList.ts'

/**
 * Level of detail 2: a machine as two (or more) bars: in use, stranded, idle; the same lanes as
 * ever, only smaller. A slot that nobody has bought is a dot; a dead machine has a red outline.
 */
export function paintTile(
  list: ShapeList,
  marks: ShapeList,
  brush: Brush,
  view: WellView,
  measure: Measure,
  model: LaneModel | undefined,
  node: number,
  dead: boolean,
): void {
  const { colours } = brush
  if (!model) {
    brush.box(list, view.x, view.floor - 2, 2, 2, rgba(colours.line))
    return
  }
  const tops = model.topsOf(node)
  view.lanes.forEach((resource, i) => {
    const x = view.laneX[i]!
    const height = view.heights[i]! * measure.cell
    const used = Math.min(height, tops[resource]! * measure.cell)
    const stranded = model.stranded[node * model.resources + resource]! * measure.cell
    if (height - used > 0.1) {
      brush.box(list, x, view.floor - height, measure.lane, height - used, rgba(colours.tile))
    }
    if (stranded > 0.3) {
      brush.box(
        list,
        x,
        view.floor - height,
        measure.lane,
        Math.min(stranded, height - used),
        rgba(colours.alarm),
      )
    }
    if (used > 0.1) {
      const colour = rgba(dead ? colours.deadFill : colours.bar)
      brush.box(list, x, view.floor - used, measure.lane, used, colour)
    }
  })
  if (dead) {
    const height = Math.max(3, Math.max(...view.heights) * measure.cell)
    brush.frame(
      marks,
      view.x - 1,
      view.floor - height - 1,
      Math.max(3, view.width) + 2,
      height + 2,
      1,
      rgba(colours.alarm),
      1.5,
    )
  }
}
