import type { Measure, WellView } from '../stage/paint/brush.ts'
import { GUTTER, wallWidth, wellPadding } from '../stage/tokens.ts'

/** Where things stand on the game's canvas, CSS px. */
export interface GameLayout {
  readonly measure: Measure
  /** One per place. */
  readonly wells: readonly WellView[]
  /** The pod in hand stands on this line when it waits over a well. */
  readonly hover: number
  /** Left and right edge of each place, for pointers. */
  readonly columns: readonly { readonly x: number; readonly width: number }[]
  /** y of the wells' rims. */
  readonly rim: number
  /** Pods that wait, the next one first. */
  readonly queue: {
    readonly measure: Measure
    readonly floor: number
    /** Left edge of each piece's place. */
    readonly x: readonly number[]
    readonly width: number
    readonly height: number
  }
}

/** Height of a machine, and of the highest pod, in cells. */
const WELL = 8
const TALLEST = 4
const LANES = [0, 1]
/** A cell of the queue as a share of a cell of the wells. */
const SMALL = 0.5
/** Lanes are never narrower than this share of a cell, nor wider. */
const NARROWEST = 0.36
const WIDEST = 1.05

/**
 * @param pieces how many places the queue shows
 * @param foot room for names under the wells, px
 */
export function gameLayout(
  width: number,
  height: number,
  slots: number,
  pieces: number,
  foot: number,
): GameLayout {
  const gap = width < 600 ? 3 : 12
  const room = Math.floor(width / slots)
  const inner = room - gap
  // Wall, padding, lane, gutter, lane, padding, wall.
  const about = inner / (2 + GUTTER)
  const widest = (inner - 2 * (wallWidth(about) + wellPadding(about))) / (2 + GUTTER)
  const head = 14
  const down = height - foot - head - 18
  const cell = Math.max(
    8,
    Math.floor(Math.min(down / (WELL + TALLEST + TALLEST * SMALL + 0.6), widest / NARROWEST)),
  )
  const lane = Math.floor(Math.min(widest, cell * WIDEST))
  const measure = measureOf(cell, lane)
  const { gutter, wall, pad } = measure
  const outer = 2 * (lane + wall + pad) + gutter
  const used = Math.min(room, outer + Math.max(gap, Math.round(lane * 0.5)))
  const left = Math.round((width - used * slots) / 2)
  const floor = height - foot - pad - wall
  const wells = Array.from({ length: slots }, (_, i): WellView => {
    const x = left + i * used + Math.round((used - outer) / 2)
    const first = x + wall + pad
    return {
      row: i,
      side: 0,
      x,
      floor,
      laneX: [first, first + lane + gutter],
      lanes: LANES,
      heights: [WELL, WELL],
      width: outer,
    }
  })
  const rim = floor - WELL * cell
  const step = (used * slots) / pieces
  const smallLane = Math.max(5, Math.floor(Math.min(lane * 0.62, (step - 5) / (2 + GUTTER))))
  const small = measureOf(cell * SMALL, smallLane)
  const pieceWidth = 2 * small.lane + small.gutter
  const queueFloor = head + TALLEST * cell * SMALL
  return {
    measure,
    wells,
    hover: rim - Math.round(cell * 0.35),
    columns: wells.map((_, i) => ({ x: left + i * used, width: used })),
    rim,
    queue: {
      measure: small,
      floor: queueFloor,
      x: Array.from({ length: pieces }, (_, i) =>
        Math.round(left + i * step + (step - pieceWidth) / 2),
      ),
      width: pieceWidth,
      height: TALLEST * cell * SMALL,
    },
  }
}

function measureOf(cell: number, lane: number): Measure {
  const gutter = Math.round(lane * GUTTER)
  return { lod: 0, cell, lane, gutter, wall: wallWidth(lane), pad: wellPadding(lane) }
}
