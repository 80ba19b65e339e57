import { letters } from '../letters.ts'
import type { WellView } from './brush.ts'
import type { Standing } from './views.ts'

/** Where things stand over a well's rim, so that they never reach into what lies above. */
export interface OverRim {
  /** y of the highest rim. */
  readonly rim: number
  /** y of what lies above: the scoreboard, or the row of wells above. */
  readonly ceiling: number
}

/**
 * What is above a well.
 * @param rows in how many rows the wells stand
 * @param top y at which the side's room begins
 */
export function overRim(
  stand: Pick<Standing, 'wells' | 'measure'>,
  view: WellView,
  rows: number,
  top: number,
): OverRim {
  const { cell, pad, wall } = stand.measure
  const rim = view.floor - Math.max(0, ...view.heights) * cell
  let ceiling = top
  if (rows > 1) {
    for (const other of stand.wells[view.side]?.values() ?? []) {
      const bottom = other.floor + pad + wall
      if (bottom <= rim && bottom + 1 > ceiling) ceiling = bottom + 1
    }
  }
  return { rim, ceiling }
}

/** A block of `height` px over a rim, as high as there is room; `cut` = it is higher in truth. */
export function blockOver(
  rim: number,
  ceiling: number,
  height: number,
): { readonly height: number; readonly cut: boolean } {
  const room = Math.max(0, rim - ceiling)
  return height > room + 0.5 ? { height: room, cut: true } : { height, cut: false }
}

/**
 * Middles of texts, highest first, over a block whose upper end is at `top`. Where there is no room
 * for all of them under the ceiling they stand below the rim instead: the block must be seen whole.
 * @param heights of each text, px
 * @param gap between texts, and between the lowest and the block
 * @returns also the y above which is nothing
 */
export function besideBlock(
  over: OverRim,
  top: number,
  heights: readonly number[],
  gap: number,
): { readonly middles: readonly number[]; readonly top: number; readonly inside: boolean } {
  const total = heights.reduce((sum, height) => sum + height + gap, 0)
  const above = top - total
  const inside = above < over.ceiling
  let y = inside ? over.rim + gap : above
  const middles = heights.map((height) => {
    const middle = y + height / 2
    y += height + gap
    return middle
  })
  return { middles, inside, top: inside ? Math.max(top, over.ceiling) : above }
}

/** Widths of the page's font as shares of its size. */
const CHARACTER = 0.6
const PILL_PADDING = 1.44
const PILL_HEIGHT = 1.72

/** About how wide a text is at this size, with what a pill has around it. */
export function textWidth(text: string, size: number, pill: boolean): number {
  return letters(text) * CHARACTER * size + (pill ? PILL_PADDING * size + 3 : 0)
}

export function pillHeight(size: number): number {
  return PILL_HEIGHT * size + 3
}

/**
 * The first of several wordings that fits, in the largest size it fits in.
 * @returns undefined when not even the last one fits in the smallest size
 */
export function fitText(
  wordings: readonly string[],
  width: number,
  largest: number,
  smallest: number,
  pill: boolean,
): { readonly text: string; readonly size: number } | undefined {
  for (const text of wordings) {
    const fixed = pill ? 3 : 0
    const perPx = textWidth(text, 1, pill) - fixed
    const size = Math.min(largest, (width - fixed) / perPx)
    if (size >= smallest) return { text, size: Math.round(size * 4) / 4 }
  }
  return undefined
}
