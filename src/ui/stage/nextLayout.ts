import { stageWords } from '../words/stage.ts'
import { letters } from './letters.ts'
import type { Rect, StageAreas } from './stage.ts'
import { GUTTER } from './tokens.ts'

/** Where an entry of NEXT stands. */
export interface NextBox {
  /** Left edge of the first lane and y of the floor. */
  readonly x: number
  readonly floor: number
  readonly width: number
  readonly height: number
  /** Middle of the text under the piece (its name; for an audience, its lanes); undefined = none. */
  readonly nameY: number | undefined
  /** Frame of the current piece. */
  readonly frame: Rect | undefined
}

export interface NextLayout {
  readonly cell: number
  readonly lane: number
  readonly gutter: number
  /** Halves taller than this many cells are cut off: one huge piece must not shrink the others. */
  readonly most: number
  readonly boxes: readonly NextBox[]
  /** Where `+ 2 more` stands (its middle); undefined when everything is shown. */
  readonly more: { readonly x: number; readonly y: number } | undefined
}

/** A cell of NEXT as a share of its lane. */
const CELL_PER_LANE = 0.93
/** Tall pieces may make cells this much smaller; what would be taller still is cut off. */
const LEAST_CELL = 0.3
const NAME = 43
/** More room under a piece that is cut off: what it asks for is written there. */
const AMOUNTS = 17
const BETWEEN = 19
/** For an audience: a lane as a share of the column, and the air under a piece (px at 1920 x 1080). */
const BIG_LANE = 0.28
const BIG_BETWEEN = 36
const BIG_NAME = 44
/** A letter of the name in a row (px), and the air beside the name in its frame. */
const NAME_LETTER = 7.2
export const NAME_AIR = 5
/** Width of `+ 34 more` in a row, by its number of characters (px), and the air before it. */
const MORE_LETTER = 6.8
const MORE_GAP = 8

/**
 * Lays out as many pieces as fit.
 * @param shapes cells by lane (every lane that the run has for this piece), current piece first
 * @param total number of pieces that wait in all
 * @param name letters of the current piece's name
 */
export function nextLayout(
  areas: Pick<StageAreas, 'next' | 'nextDirection' | 'big'>,
  shapes: readonly (readonly number[])[],
  total: number,
  name = 0,
): NextLayout {
  const { next: area, nextDirection, big } = areas
  const column = nextDirection === 'column'
  const lanes = Math.max(2, ...shapes.map((shape) => shape.length))
  const widthOf = (lane: number, count: number) => lane * (count + (count - 1) * GUTTER)
  const ideal = column ? area.width * (big === undefined ? 0.22 : BIG_LANE) : area.height * 0.228
  const room = column ? area.width - 44 * (big ?? 1) : area.width / 3
  const lane = Math.max(
    4,
    Math.round(Math.min(ideal, room / (lanes + (lanes - 1) * GUTTER)) * 2) / 2,
  )
  const most = column ? area.height * 0.34 : area.height - 34
  const largest = lane * CELL_PER_LANE
  // Pieces that are cut off anyway have no say in how large the others are.
  const whole = shapes.flat().filter((height) => height <= most / (largest * LEAST_CELL))
  const cell = Math.min(largest, most / Math.max(1, ...whole))
  const sizes: Sizes = { cell, lane, gutter: lane * GUTTER, most: most / cell + 1e-6 }
  return column
    ? columnLayout(area, shapes, total, sizes, widthOf, big)
    : rowLayout(area, shapes, total, sizes, widthOf, name)
}

type Sizes = Pick<NextLayout, 'cell' | 'lane' | 'gutter' | 'most'>

/** Height of a piece as it is drawn (px). */
function drawnHeight(shape: readonly number[], { cell, most }: Sizes): number {
  return Math.min(most, Math.max(0, ...shape)) * cell
}

function columnLayout(
  area: Rect,
  shapes: readonly (readonly number[])[],
  total: number,
  sizes: Sizes,
  widthOf: (lane: number, count: number) => number,
  big: number | undefined,
): NextLayout {
  const boxes: NextBox[] = []
  const between = big === undefined ? BETWEEN : BIG_BETWEEN * big
  const middle = Math.round(area.x + area.width / 2)
  const current = widthOf(sizes.lane, Math.max(2, shapes[0]?.length ?? 2))
  const frameWidth = Math.min(
    area.width,
    Math.round(Math.max(current + 44 * (big ?? 1), area.width * (big === undefined ? 0.8 : 0.94))),
  )
  let y = area.y
  let end = area.y
  for (const [i, shape] of shapes.entries()) {
    const height = drawnHeight(shape, sizes)
    const width = widthOf(sizes.lane, shape.length)
    const above = i === 0 ? (big === undefined ? 14 : 17 * big) : 0
    // An audience reads CPU and MEM under the current piece, and no names.
    const under = big === undefined ? NAME : i === 0 ? BIG_NAME * big : 0
    const name = under + (Math.max(0, ...shape) > sizes.most ? AMOUNTS : 0)
    // Something must stay for "+ 2 more", unless this is the last one.
    const below = total > i + 1 ? (big === undefined ? 26 : 48 * big) : 0
    const used = big === undefined ? name - between : name
    if (i > 0 && y + above + height + used + below > area.y + area.height) break
    const floor = Math.round(y + above + height)
    boxes.push({
      x: Math.round(middle - width / 2),
      floor,
      width,
      height,
      nameY: big === undefined ? floor + 18 : i === 0 ? floor + 21 * big : undefined,
      frame:
        i === 0
          ? {
              x: Math.round(middle - frameWidth / 2),
              y,
              width: frameWidth,
              height: floor + name - y,
            }
          : undefined,
    })
    y = floor + name + (i === 0 || big !== undefined ? between : 2.5)
    end = floor + name
  }
  const shown = boxes.length
  const last = boxes.at(-1)
  // Under the frame of the first there is no name that gives air; on its line nothing can be read.
  const air = big === undefined ? (shown === 1 ? 13 : 3) : 28 * big
  const moreY = Math.min(end + air, area.y + area.height - 8)
  const clear = shown > 1 || moreY > end + 8
  const more = total > shown && last && clear ? { x: middle, y: moreY } : undefined
  return { ...sizes, boxes, more }
}

function rowLayout(
  area: Rect,
  shapes: readonly (readonly number[])[],
  total: number,
  sizes: Sizes,
  widthOf: (lane: number, count: number) => number,
  name: number,
): NextLayout {
  const boxes: NextBox[] = []
  // Its name stands within the frame, too.
  const named = Math.min(area.width / 3, name * NAME_LETTER + 2 * NAME_AIR)
  let x = area.x
  for (const [i, shape] of shapes.entries()) {
    const height = drawnHeight(shape, sizes)
    const width = widthOf(sizes.lane, shape.length)
    const padding = i === 0 ? Math.max(8, Math.round((named - width) / 2)) : 0
    const more = total > i + 1 ? MORE_GAP + moreWidth(total - i - 1) : 0
    if (i > 0 && x + width + more > area.x + area.width) break
    const floor = Math.round(area.y + area.height - (i === 0 ? 26 : 10))
    boxes.push({
      x: Math.round(x + padding),
      floor,
      width,
      height,
      nameY: i === 0 ? floor + 12 : undefined,
      frame:
        i === 0
          ? { x, y: area.y, width: Math.round(width + 2 * padding), height: area.height }
          : undefined,
    })
    x += width + padding * 2 + 18
  }
  const shown = boxes.length
  const half = moreWidth(total - shown) / 2
  const more =
    total > shown
      ? { x: Math.min(x + half, area.x + area.width - half), y: area.y + area.height / 2 }
      : undefined
  return { ...sizes, boxes, more }
}

/** About how wide the count of what is not shown is (px). */
function moreWidth(count: number): number {
  return letters(stageWords.more(count)) * MORE_LETTER
}
