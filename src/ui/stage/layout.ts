import type { LaneId } from '../../engine/protocol.ts'
import { type Group, HEADING, type Heading, headingsOver } from './groups.ts'
import { type Lod, lodOf, MAX_WELLS, MIN_LANE, ONE_ROW } from './lod.ts'
import type { Rect, StageAreas } from './stage.ts'
import { tileLayout } from './tileLayout.ts'
import { GUTTER, MAX_LANE_PER_CELL, MIN_LANE_PER_CELL, wallWidth, wellPadding } from './tokens.ts'

/** A machine as the layout sees it: which resources it has, and how much of each. */
export interface MachineShape {
  /** Node row; -1 for a slot that another side has bought, -2 for room that no side uses. */
  readonly row: number
  /** Indices into the run's resources, in their order. */
  readonly lanes: readonly number[]
  /** Capacity in cells, per entry of `lanes`. */
  readonly heights: readonly number[]
}

export interface Side {
  readonly lane: LaneId
  readonly machines: readonly MachineShape[]
  /** Groups of machines, in the order in which they stand; absent = one heap. */
  readonly groups?: readonly Group[]
  /** Somebody sends its Services requests, which takes a line over the wells. */
  readonly senders?: boolean
  /** So many machines it may come to have; absent = nobody knows. */
  readonly most?: number
}

/** Where one machine stands. y grows downwards; `floor` is the y of zero cells. */
export interface Well extends MachineShape {
  /** Index of the side. */
  readonly side: number
  readonly x: number
  /** Rim of the tallest lane. */
  readonly y: number
  /** Outer size, walls and floor included. */
  readonly width: number
  readonly height: number
  readonly floor: number
  /** Left edge of each lane. */
  readonly laneX: readonly number[]
}

export interface Layout {
  readonly lod: Lod
  readonly rows: number
  readonly slots: number
  /** px per cell. */
  readonly cell: number
  readonly lane: number
  readonly gutter: number
  readonly wall: number
  readonly pad: number
  readonly wells: readonly Well[]
  /** Of tiles: from one to the next, and the height of the tallest (px). */
  readonly tiles?: { readonly x: number; readonly y: number; readonly tallest: number }
  /** What stands over groups. */
  readonly headings: readonly Heading[]
  /** Height (px) of the senders' line over the wells; 0 = nobody sends requests. */
  readonly line: number
}

/** Room above the wells for pieces that wait, fall and poke over the rim (px). */
const DROP: Readonly<Record<StageAreas['breakpoint'], number>> = {
  desktop: 134,
  laptop: 96,
  tablet: 72,
  phone: 36,
}

/** The same for an audience, at 1920 x 1080. */
const BIG_DROP = 150

/** A line of senders (px), ... */
const SENDERS = 30
/** ... and under it what is said over a rim. */
const NOTICE = 34

/** Fewer machines than this on one side alone are not drawn any larger. */
const LEAST_ALONE = 2

/**
 * Slots per side: the row keeps its measure while machines are bought within a step. Only those that
 * another side has bought are seen, because a not-bought slot says that something was saved.
 */
export function slotStep(machines: number): number {
  return machines <= 6 ? 6 : Math.max(9, machines)
}

/**
 * Places every machine of every side, all on one scale.
 * @param areas room that the page has left, CSS px
 * @param sides machines in the order of their numbers
 * @param spare shape of a slot that no machine on any side has
 * @param pixel size of a device pixel in CSS px; edges are put on whole device pixels
 */
export function computeLayout(
  areas: StageAreas,
  sides: readonly Side[],
  spare: MachineShape,
  pixel: number,
): Layout {
  const most = Math.max(0, ...sides.map((side) => side.machines.length))
  const oneRow = most <= ONE_ROW
  // One side alone has nobody to be compared with: it needs no room for what others have bought. Nor do
  // sides that cannot buy anything.
  const limit = Math.max(...sides.map((side) => side.most ?? Number.POSITIVE_INFINITY))
  const step = sides.length === 1 ? most : Math.min(slotStep(most), limit)
  const slots = oneRow ? Math.max(LEAST_ALONE, most, step) : most
  const groups = sides.map((side) => side.groups ?? [])
  const filled = sides.map((side) => fillSlots(side, sides, slots, spare))
  const gap = areas.breakpoint === 'desktop' ? 9 : areas.breakpoint === 'phone' ? 3 : 7
  const sent = sides.some(({ senders }) => senders)
  if (most <= MAX_WELLS) {
    const line = sent ? SENDERS + NOTICE : 0
    const rowGap = groups.some((list) => list.length > 0) ? HEADING : ROW_GAP
    const measure = bestRows(areas, filled, slots, gap, pixel, oneRow, { rowGap, line })
    if (measure) {
      const placed = placeRows(areas, filled, measure, pixel)
      const headings = headingsOver(areas, placed.wells, groups, placed.rows)
      return { ...placed, slots, headings, line: sent ? SENDERS : 0 }
    }
  }
  const line = sent ? SENDERS : 0
  return { ...tileLayout(lowered(areas, line), filled, slots, pixel, groups), line }
}

/** What is left of the lanes' rooms under `by` px. */
function lowered(areas: StageAreas, by: number): StageAreas {
  const lanes = areas.lanes.map((area) => ({ ...area, y: area.y + by, height: area.height - by }))
  return by === 0 ? areas : { ...areas, lanes }
}

/** The side's machines, then the slots it did not need but another side has, then the step's. */
function fillSlots(
  side: Side,
  sides: readonly Side[],
  slots: number,
  spare: MachineShape,
): readonly MachineShape[] {
  const machines: MachineShape[] = [...side.machines]
  for (let i = machines.length; i < slots; i++) {
    const twin = sides.map((other) => other.machines[i]).find((machine) => machine !== undefined)
    machines.push({ ...(twin ?? spare), row: twin === undefined ? -2 : -1 })
  }
  return machines
}

/** Sizes that follow from a number of rows. */
interface Measure extends Pick<Layout, 'cell' | 'lane' | 'gutter' | 'wall' | 'pad' | 'rows'> {
  readonly perRow: number
  /** Between wells, and from one row's floor to the next one's (px). */
  readonly spacing: number
  readonly rowHeight: number
}

/** Room above wells (px). */
interface Air {
  /** Over every row but the first. */
  readonly rowGap: number
  /** At least over the first. */
  readonly line: number
}

/** Between wells (px) where one row has no room for more. */
const TIGHT = 2

/**
 * One row where that is usual (names and plugs have their place under it, and the saving is seen as
 * a hole at its end), unless its lanes would be tiles; otherwise as many rows as give the largest
 * cells.
 */
function bestRows(
  areas: StageAreas,
  sides: readonly (readonly MachineShape[])[],
  maxRows: number,
  gap: number,
  pixel: number,
  oneRow: boolean,
  air: Air,
): Measure | undefined {
  const one =
    oneRow &&
    (measureRows(areas, sides, 1, gap, pixel, air) ??
      measureRows(areas, sides, 1, TIGHT, pixel, air))
  if (one) return one
  const size = (measure: Measure) => measure.cell * measure.lane
  let best: Measure | undefined
  for (let rows = 2; rows <= maxRows; rows++) {
    const measured = measureRows(areas, sides, rows, gap, pixel, air)
    if (measured && (!best || size(measured) > size(best))) best = measured
  }
  return best
}

function measureRows(
  areas: StageAreas,
  sides: readonly (readonly MachineShape[])[],
  rows: number,
  gap: number,
  pixel: number,
  air: Air,
): Measure | undefined {
  const perRow = Math.max(1, Math.ceil((sides[0]?.length ?? 0) / rows))
  const spacing = rows > 1 ? Math.min(gap, 5) : gap
  let lane = Number.POSITIVE_INFINITY
  let height = Number.POSITIVE_INFINITY
  let tallest = 1
  sides.forEach((machines, side) => {
    const area = areas.lanes[side]
    if (!area) return
    height = Math.min(height, area.height)
    for (let start = 0; start < machines.length; start += perRow) {
      const row = machines.slice(start, start + perRow)
      lane = Math.min(lane, widestLane(row, area.width, spacing))
      for (const machine of row) tallest = Math.max(tallest, ...machine.heights)
    }
  })
  if (!Number.isFinite(lane) || lane < MIN_LANE) return undefined
  const { rowGap, line } = air
  const usual = areas.big === undefined ? DROP[areas.breakpoint] : BIG_DROP * areas.big
  const drop = Math.max(
    rows > 1 ? Math.min(usual * 0.4, height * 0.15) : Math.min(usual, height * 0.3),
    Math.min(line, height * 0.4),
  )
  const below = wallWidth(lane) + wellPadding(lane)
  const room = (height - drop - (rows - 1) * rowGap) / rows - below
  const cell = wholeCell(Math.min(room / tallest, lane / MIN_LANE_PER_CELL))
  if (cell <= 0) return undefined
  const snap = snapTo(pixel)
  // Tall machines in several rows have low cells; their lanes stay wide enough to be seen.
  const widest = Math.max(cell * MAX_LANE_PER_CELL, MIN_LANE + 2)
  lane = Math.floor(Math.min(lane, widest) / pixel) * pixel
  const wall = snap(wallWidth(lane))
  const pad = snap(wellPadding(lane))
  let gutter = snap(lane * GUTTER)
  // Whole pixels may add up to more than there is: gutters give way first, then lanes.
  while (isTooWide(areas, sides, perRow, { lane, gutter, wall, pad }, spacing)) {
    if (gutter > lane * GUTTER) gutter = Math.floor((lane * GUTTER) / pixel) * pixel
    else if (lane - pixel < MIN_LANE) return undefined
    else {
      lane -= pixel
      gutter = snap(lane * GUTTER)
    }
  }
  const rowHeight = tallest * cell + wall + pad + rowGap
  return { lane, gutter, wall, pad, cell, rows, perRow, spacing, rowHeight }
}

type Outer = Pick<Layout, 'lane' | 'gutter' | 'wall' | 'pad'>

/** Outer width of a well. */
function outerWidth(machine: MachineShape, { lane, gutter, wall, pad }: Outer): number {
  return machine.lanes.length * lane + (machine.lanes.length - 1) * gutter + 2 * (wall + pad)
}

function isTooWide(
  areas: StageAreas,
  sides: readonly (readonly MachineShape[])[],
  perRow: number,
  outer: Outer,
  spacing: number,
): boolean {
  return sides.some((machines, side) => {
    const area = areas.lanes[side]
    for (let start = 0; area && start < machines.length; start += perRow) {
      const row = machines.slice(start, start + perRow)
      const solid = row.reduce((sum, machine) => sum + outerWidth(machine, outer), 0)
      if (solid + (row.length - 1) * spacing > area.width + 0.01) return true
    }
    return false
  })
}

/** From a row's floor to the rims of the row below (px). */
const ROW_GAP = 10

/** Edges are put on whole device pixels. */
function snapTo(pixel: number): (value: number) => number {
  return (value) => Math.round(value / pixel) * pixel
}

function placeRows(
  areas: StageAreas,
  sides: readonly (readonly MachineShape[])[],
  measure: Measure,
  pixel: number,
): Omit<Layout, 'slots' | 'headings' | 'line'> {
  const { lane, gutter, wall, pad, cell, rows } = measure
  const wells = sides.flatMap((machines, side) =>
    placeSide(areas.lanes[side], side, machines, measure, snapTo(pixel)),
  )
  return { lane, gutter, wall, pad, cell, rows, lod: lodOf(lane, rows), wells }
}

/** Lane width at which these machines fill `width`. */
function widestLane(machines: readonly MachineShape[], width: number, gap: number): number {
  let lanes = 0
  let gutters = 0
  for (const machine of machines) {
    lanes += machine.lanes.length
    gutters += machine.lanes.length - 1
  }
  let lane = width / Math.max(1, lanes)
  // Walls depend on the lane's width, which depends on the walls; it settles at once.
  for (let i = 0; i < 6; i++) {
    const fixed = machines.length * 2 * (wallWidth(lane) + wellPadding(lane))
    lane = (width - fixed - (machines.length - 1) * gap) / Math.max(1, lanes + gutters * GUTTER)
  }
  return lane
}

/** Cells are whole pixels as long as that costs little. */
function wholeCell(cell: number): number {
  if (cell >= 20) return Math.floor(cell)
  if (cell >= 8) return Math.floor(cell * 2) / 2
  if (cell >= 1) return Math.floor(cell * 10) / 10
  // Of machines with hundreds of cells every hundredth counts.
  return Math.floor(cell * 100) / 100
}

function placeSide(
  area: Rect | undefined,
  side: number,
  machines: readonly MachineShape[],
  measure: Measure,
  snap: (value: number) => number,
): Well[] {
  if (!area) return []
  const { cell, lane, gutter, wall, pad, perRow, rows, rowHeight, spacing: gap } = measure
  const outer = (machine: MachineShape) => outerWidth(machine, measure)
  const wells: Well[] = []
  for (let row = 0; row < rows; row++) {
    const members = machines.slice(row * perRow, (row + 1) * perRow)
    // Every row begins where the first one begins, so that columns line up.
    const first = machines.slice(0, perRow)
    const solid = first.reduce((sum, machine) => sum + outer(machine), 0)
    const gaps = Math.max(1, first.length - 1)
    // What whole pixels have left over goes between the wells.
    const between = Math.min(gap * 1.5, Math.max(gap, (area.width - solid) / gaps))
    const width = solid + between * (first.length - 1)
    let at = area.x + Math.max(0, (area.width - width) / 2)
    const bottom = snap(area.y + area.height - (rows - 1 - row) * rowHeight)
    const floor = bottom - wall - pad
    for (const machine of members) {
      if (machine.row < -1) break
      const x = snap(at)
      const top = floor - Math.max(0, ...machine.heights) * cell
      wells.push({
        ...machine,
        side,
        x,
        y: top,
        width: outer(machine),
        height: bottom - top,
        floor,
        laneX: machine.lanes.map((_, i) => x + wall + pad + i * (lane + gutter)),
      })
      at += outer(machine) + between
    }
  }
  return wells
}
