import type { BoxList } from './boxList.ts'
import { type Brush, type Measure, pieceStyle, type WellView } from './brush.ts'
import { Pattern, reset, rgba, type ShapeList } from './shapeList.ts'

export interface WellState {
  readonly dead: boolean
  readonly cordoned: boolean
  /** 0..1: how far the well has risen from the floor; the rest is a dotted outline. */
  readonly risen: number
  readonly opacity: number
}

/** How much wider than its pieces an empty lane is drawn, on each side (px). */
const GROW = 1

/**
 * An empty machine: lanes, cell lines, walls, floor, tape go into `list`, which holds plain boxes
 * only; capacity lines and outlines into `marks`.
 */
export function paintWell(
  list: BoxList,
  marks: ShapeList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  state: WellState,
): void {
  if (state.risen < 1) paintSlot(marks, brush, well, measure)
  if (state.risen <= 0) return
  const { colours } = brush
  const { cell, lane, pad, wall } = measure
  const grow = Math.min(GROW, pad)
  const bottom = well.floor + pad
  well.lanes.forEach((_, i) => {
    const height = well.heights[i]! * cell * state.risen
    const x = well.laneX[i]! - grow
    const width = lane + 2 * grow
    const top = well.floor - height
    list.box(x, top, width, bottom - top, rgba(colours.well, state.opacity))
    if (measure.lod > 0 || cell < 8) return
    const grid = rgba(colours.grid, state.opacity)
    for (let y = well.floor - cell; y > top + 2; y -= cell) {
      list.box(x, y - 0.6, width, 1.2, grid)
    }
  })
  if (wall > 0) paintWalls(list, brush, well, measure, state)
  if (state.risen >= 1 && measure.lod < 2) paintRims(marks, brush, well, measure, state)
  if (state.cordoned) paintTape(list, brush, well, measure)
}

function paintWalls(
  list: BoxList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  state: WellState,
): void {
  const { colours } = brush
  const { cell, lane, wall, pad } = measure
  const colour = rgba(state.dead ? colours.alarm : colours.rim, state.opacity)
  const bottom = well.floor + pad + wall
  const last = well.lanes.length - 1
  const rim = (i: number) => well.floor - well.heights[i]! * cell * state.risen - 1
  list.box(well.x, rim(0), wall, bottom - rim(0), colour)
  list.box(well.x + well.width - wall, rim(last), wall, bottom - rim(last), colour)
  list.box(well.x + wall, bottom - wall, well.width - 2 * wall, wall, colour)
  // Where one lane is higher than its neighbour, it keeps its own wall down to the lower rim.
  for (let i = 0; i < last; i++) {
    const a = rim(i)
    const b = rim(i + 1)
    if (Math.abs(a - b) < 2) continue
    const x = a < b ? well.laneX[i]! + lane + pad : well.laneX[i + 1]! - pad - wall
    list.box(x, Math.min(a, b), wall, Math.abs(a - b), colour)
  }
}

/** The capacity line of each lane: 1.5 px dots on the rim. */
function paintRims(
  list: ShapeList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  state: WellState,
): void {
  const { colours } = brush
  const fine = measure.lod === 0
  well.lanes.forEach((_, i) => {
    const shape = reset(brush.shape)
    const rim = well.floor - well.heights[i]! * measure.cell
    shape.x = well.laneX[i]! - Math.min(GROW, measure.pad)
    shape.lane = measure.lane + 2 * Math.min(GROW, measure.pad)
    shape.y = rim + 0.75
    shape.high[0] = fine ? 1.5 : 1
    shape.fill = rgba(state.dead ? colours.alarm : colours.rim, state.opacity)
    shape.pattern = Pattern.dashes
    shape.dash = 2.5
    shape.gap = 3
    list.add(shape)
  })
}

/** A slot that nobody has bought, or the part of a booting machine that is still to come. */
export function paintSlot(list: ShapeList, brush: Brush, well: WellView, measure: Measure): void {
  const height = Math.max(0, ...well.heights) * measure.cell
  const bottom = well.floor + measure.pad + measure.wall
  const fine = measure.lod === 0
  brush.frame(
    list,
    well.x + 0.75,
    well.floor - height + 0.75,
    well.width - 1.5,
    bottom - (well.floor - height) - 1.5,
    fine ? 4 : 2,
    rgba(brush.colours.line),
    fine ? 1.75 : 1,
    0,
    fine ? 5 : 2,
    fine ? 6 : 3,
  )
}

/** Colour of the tape by theme. */
export const TAPE = { light: 0xd9991a, dark: 0xf2be57 } as const

/** Tape over the rim: nothing new may come in. On a tile it lies under the rim: there is no room over it. */
export function paintTape(list: BoxList, brush: Brush, well: WellView, measure: Measure): void {
  const { colours, theme } = brush
  const tall = Math.max(0, ...well.heights) * measure.cell
  const rim = well.floor - tall
  const tile = measure.lod === 2
  const height = tile ? Math.max(2, Math.min(4, tall / 4)) : measure.lod === 0 ? 8 : 4
  const y = tile ? rim : rim - height - (measure.lod === 0 ? 4 : 2)
  const step = height * 1.35
  const gold = rgba(TAPE[theme])
  const ink = rgba(colours.ink)
  for (let x = 0, i = 0; x < well.width; x += step, i++) {
    const width = Math.min(step, well.width - x)
    list.box(well.x + x, y, width, height, i % 2 === 0 ? gold : ink)
  }
}

/** Stranded capacity (rule 8): hatch from the capacity line down. */
export function paintStranded(
  list: ShapeList,
  brush: Brush,
  well: WellView,
  measure: Measure,
  lane: number,
  cells: number,
  opacity: number,
): void {
  const { colours } = brush
  const top = well.heights[lane]!
  const small = measure.cell < 22
  const shape = reset(brush.shape)
  shape.x = well.laneX[lane]!
  shape.y = well.floor
  shape.lane = measure.lane
  shape.low[0] = (top - cells) * measure.cell
  shape.high[0] = top * measure.cell
  shape.radius = Math.min(3, pieceStyle(measure).radius)
  shape.fill = rgba(colours.hatchBg)
  shape.edge = rgba(colours.alarm)
  shape.edgeWidth = small ? 1 : 1.5
  shape.pattern = Pattern.hatch
  shape.cell = measure.cell
  shape.opacity = opacity
  list.add(shape)
}
