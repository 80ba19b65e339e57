import { type Arc, arcDots, onArc } from '../motion/flight.ts'
import type { AppLook } from '../palette.ts'
import type { Brush, Measure, WellView } from './brush.ts'
import { blockOver, type OverRim } from './overRim.ts'
import { rgba, type Shape, type ShapeList } from './shapeList.ts'
import { paintTear } from './tear.ts'

/** Three lines over each half of a falling piece. */
export function paintSpeedLines(
  list: ShapeList,
  brush: Brush,
  measure: Measure,
  look: AppLook,
  piece: Pick<Shape, 'x' | 'y' | 'lanes' | 'lane' | 'gutter'>,
  highs: readonly number[],
  speed: number,
): void {
  if (speed <= 0 || measure.lod > 0) return
  const colour = rgba(look.hue.edge[brush.theme], 0.48 * Math.min(1, speed * 2))
  const lengths = [19, 12, 16]
  for (let lane = 0; lane < piece.lanes; lane++) {
    const left = piece.x + lane * (piece.lane + piece.gutter)
    const top = piece.y - highs[lane]!
    for (let i = 0; i < 3; i++) {
      const x = left + piece.lane * (0.23 + 0.27 * i)
      const y = top - 7 - (lane % 2 === 1 && i !== 1 ? 3 : 0)
      const length = lengths[(i + lane) % 3]! * speed * Math.min(1, measure.lane / 24)
      brush.line(list, x, y, x, y - length, 2, colour)
    }
  }
}

/** The dotted way of a re-created pod, with an arrow at its end. */
export function paintArc(
  list: ShapeList,
  brush: Brush,
  arc: Arc,
  look: AppLook,
  opacity: number,
  fine: boolean,
): void {
  const colour = rgba(look.hue.edge[brush.theme], opacity)
  const width = fine ? 4 : 2.5
  const dots = arcDots(arc, fine ? 10 : 7)
  dots.forEach((dot, i) => {
    if (i === dots.length - 1) return
    const dx = Math.cos(dot.angle) * 0.8
    const dy = Math.sin(dot.angle) * 0.8
    brush.line(list, dot.x - dx, dot.y - dy, dot.x + dx, dot.y + dy, width, colour)
  })
  const end = onArc(arc, 1)
  const before = onArc(arc, 0.97)
  const angle = Math.atan2(end.y - before.y, end.x - before.x)
  const size = fine ? 13 : 8
  for (const turn of [-2.4, 2.4]) {
    const x = end.x + Math.cos(angle + turn) * size
    const y = end.y + Math.sin(angle + turn) * size
    brush.line(list, end.x, end.y, x, y, width, colour)
  }
}

/**
 * A red block exactly as tall as what is too much, with a cross. Where there is not that much room
 * its upper edge is torn off.
 * @param ceiling y above which nothing may be drawn
 */
export function paintExcess(
  list: ShapeList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  lane: number,
  cells: number,
  ceiling: number,
  opacity: number,
): void {
  const rim = well.floor - well.heights[lane]! * measure.cell
  const { height, cut } = blockOver(rim, ceiling, cells * measure.cell)
  if (height < 1) return
  const grow = measure.lod === 0 ? 1.5 : 0.5
  const x = well.laneX[lane]! - grow
  const width = measure.lane + 2 * grow
  const { colours } = brush
  brush.frame(
    list,
    x,
    rim - height,
    width,
    height,
    measure.lod === 0 ? 3 : 1,
    0,
    0,
    rgba(colours.alarm, opacity),
  )
  if (cut && height > 12) {
    const { alarm, panel } = colours
    paintTear(list, brush, x, rim - height, width, height, alarm, panel, opacity)
  }
  const arm = Math.min(9, 0.3 * width, 0.34 * height)
  if (arm < 3) return
  const cx = x + width / 2
  const cy = rim - height / 2
  const colour = rgba(colours.onAlarm, opacity)
  const line = Math.min(2.6, arm / 2.5)
  brush.line(list, cx - arm, cy - arm, cx + arm, cy + arm, line, colour)
  brush.line(list, cx - arm, cy + arm, cx + arm, cy - arm, line, colour)
}

/** A small no-entry sign over a well that a rule refuses, where there is no room for a word. */
export function paintRefusal(
  list: ShapeList,
  brush: Brush,
  x: number,
  y: number,
  size: number,
  opacity: number,
): void {
  const { colours } = brush
  const fill = rgba(colours.alarm, opacity)
  brush.frame(list, x - size / 2, y - size / 2, size, size, size / 2, 0, 0, fill)
  const arm = size * 0.26
  brush.line(
    list,
    x - arm,
    y,
    x + arm,
    y,
    Math.max(1.5, size * 0.18),
    rgba(colours.onAlarm, opacity),
  )
}

/** How far the winner's frame reaches over the rim: its score stands in it. */
export function winnerHead(measure: Measure, over: OverRim): number {
  return Math.max(2, Math.min(measure.lod === 0 ? 53 : 6, over.rim - over.ceiling - 3))
}

/**
 * The frame of the chosen machine; `grown` 0..1 draws it from the floor up.
 * @param head px that it reaches over the rim
 */
export function paintWinner(
  list: ShapeList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  grown: number,
  head: number,
): void {
  const { colours } = brush
  const fine = measure.lod === 0
  const out = fine ? 7 : 3
  const bottom = well.floor + measure.pad + measure.wall + out
  const top = well.floor - Math.max(0, ...well.heights) * measure.cell - head
  const height = (bottom - top) * grown
  brush.frame(
    list,
    well.x - out,
    bottom - height,
    well.width + 2 * out,
    height,
    fine ? 12 : 4,
    rgba(colours.good, Math.min(1, grown * 3)),
    fine ? 4 : 2,
    rgba(colours.goodBg, grown),
  )
}

/** The chosen machine's walls in green, over its own. */
export function paintWinnerWalls(
  list: ShapeList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  opacity: number,
): void {
  const colour = rgba(brush.colours.good, opacity)
  const bottom = well.floor + measure.pad + measure.wall
  const last = well.heights.length - 1
  const rim = (i: number) => well.floor - well.heights[i]! * measure.cell - 1
  list.box(well.x, rim(0), measure.wall, bottom - rim(0), colour)
  const right = well.x + well.width - measure.wall
  list.box(right, rim(last), measure.wall, bottom - rim(last), colour)
  list.box(well.x, bottom - measure.wall, well.width, measure.wall, colour)
}

/** A dashed frame around a whole machine: equal to the winner, cleared for the pod, expected. */
export function paintDashedFrame(
  list: ShapeList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  out: number,
  width: number,
  colour: number,
): void {
  const fine = measure.lod === 0
  const top = well.floor - Math.max(0, ...well.heights) * measure.cell - out
  const bottom = well.floor + measure.pad + measure.wall + out
  brush.frame(
    list,
    well.x - out,
    top,
    well.width + 2 * out,
    bottom - top,
    fine ? 8 : 3,
    colour,
    width,
    0,
    fine ? 8 : 4,
    fine ? 5 : 3,
  )
}
