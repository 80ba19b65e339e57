import { unitsPerCell } from '../../stage/cells.ts'
import { GUTTER, wallWidth, wellPadding } from '../../stage/tokens.ts'

/** Machines that a picture shows at most per lane; how many more there are is written beside them. */
export const MOST_MACHINES = 240

/** Where the wells of both lanes stand; px. The scale is the same on both sides, as on the stage. */
export interface PictureLayout {
  /** px per cell. */
  readonly cell: number
  /** Width of one resource's lane in a well. */
  readonly lane: number
  readonly perRow: number
  /** Distance between the left edges of neighbours, and between the upper edges of rows. */
  readonly pitch: { readonly x: number; readonly y: number }
  readonly height: number
}

const LARGEST_CELL = 40
const SMALLEST_CELL = 1
/** So many machines stand side by side, as on the stage. */
const ONE_ROW = 12
/** For a machine's name under its well. */
const NAME = 26
const SPACE = 10

/** Width of a well with so many lanes. */
export function wellWidth(lanes: number, lane: number): number {
  return lanes * lane + (lanes - 1) * lane * GUTTER + 2 * (wallWidth(lane) + wellPadding(lane))
}

/**
 * The largest wells with which every lane fits into the given width and, as far as cells do not get
 * smaller than a pixel, the given height.
 * @param machines allocatable amounts of the machines of each lane, in the order of `resources`
 */
export function pictureLayout(
  machines: readonly (readonly (readonly number[])[])[],
  resources: readonly string[],
  width: number,
  height: number,
): PictureLayout {
  const all = machines.flat()
  const cells = all.flatMap((amounts) =>
    amounts.map((amount, r) => amount / unitsPerCell(resources[r] ?? '')),
  )
  const tallest = Math.max(1, ...cells)
  const lanes = Math.max(1, ...all.map((amounts) => amounts.filter((amount) => amount > 0).length))
  const most = Math.max(1, ...machines.map((lane) => lane.length))
  let cell = LARGEST_CELL
  for (; ; cell = Math.max(SMALLEST_CELL, cell * 0.94)) {
    const lane = Math.max(3, cell * 0.9)
    const pitch = {
      x: Math.max(wellWidth(lanes, lane), 12) + SPACE,
      y: tallest * cell + NAME + SPACE,
    }
    const perRow = Math.max(1, Math.floor((width + SPACE) / pitch.x))
    const rows = Math.ceil(most / perRow)
    const fits = rows * pitch.y <= height && (rows === 1 || most > ONE_ROW)
    if (fits || cell === SMALLEST_CELL) return { cell, lane, perRow, pitch, height: rows * pitch.y }
  }
}
