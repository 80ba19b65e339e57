import type { Rect } from '../stage.ts'
import { GUTTER } from '../tokens.ts'
import { textWidth } from './overRim.ts'

/** Pieces side by side over the wells, in a frame, with a text on their right. */
export interface Tray {
  readonly frame: Rect
  readonly cell: number
  readonly lane: number
  readonly gutter: number
  /** Left edge of each piece that found room. */
  readonly pieces: readonly number[]
  readonly floor: number
  /** Middle of the text. */
  readonly text: { readonly x: number; readonly y: number } | undefined
}

const PADDING = 8
const BETWEEN = 8
/** Between two trays (px). */
const APART = 10
/** Pieces are drawn no smaller than this (px per cell), and no frame is lower than this. */
const SMALLEST_CELL = 5
const LOWEST = 34
const HIGHEST = 170

/**
 * Lays a tray out.
 * @param area the side's room
 * @param rim y of the highest rim of the side
 * @param middle x at which it would like to stand
 * @param shapes cells by lane of each piece
 * @param cell px per cell where there is room for that
 */
export function layTray(
  area: Rect,
  rim: number,
  middle: number,
  shapes: readonly (readonly number[])[],
  cell: number,
  text: string,
  textSize: number,
): Tray {
  const tallest = Math.max(1, ...shapes.flat())
  const most = Math.min(HIGHEST, Math.max(LOWEST, rim - area.y - 12))
  const fitting = Math.min(cell, (most - 2 * PADDING) / tallest)
  const size = Math.max(SMALLEST_CELL, fitting)
  const lane = size * 1.05
  const gutter = lane * GUTTER
  const words = text === '' ? 0 : textWidth(text, textSize, false) + BETWEEN
  const widthOf = (count: number) => count * lane + (count - 1) * gutter
  const limit = area.width - 2 * PADDING - words
  const widths: number[] = []
  let used = 0
  for (const shape of shapes) {
    const width = widthOf(Math.max(1, shape.length))
    const next = used + (widths.length > 0 ? BETWEEN : 0) + width
    if (next > limit) break
    widths.push(width)
    used = next
  }
  const height = Math.min(most, tallest * size + 2 * PADDING)
  const width = used + words + 2 * PADDING
  const x = Math.max(area.x, Math.min(area.x + area.width - width, middle - width / 2))
  const y = Math.max(area.y + 2, rim - height - 10)
  let at = x + PADDING
  const pieces = widths.map((one) => {
    const left = at
    at += one + BETWEEN
    return left
  })
  return {
    frame: { x, y, width, height },
    cell: Math.min(size, (height - 2 * PADDING) / tallest),
    lane,
    gutter,
    pieces,
    floor: y + height - PADDING,
    text:
      text === ''
        ? undefined
        : { x: x + width - PADDING - (words - BETWEEN) / 2, y: y + height / 2 },
  }
}

/** What is to be laid out in a tray. */
export interface TrayContent {
  /** Cells by lane of each piece. */
  readonly shapes: readonly (readonly number[])[]
  readonly text: string
}

/**
 * Lays trays side by side, around `middle` where there is room for that. Where they are too wide
 * together, each keeps its text and gets its share of the rest.
 */
export function layTrays(
  area: Rect,
  rim: number,
  middle: number,
  contents: readonly TrayContent[],
  cell: number,
  textSize: number,
): readonly Tray[] {
  const lay = (room: Rect, { shapes, text }: TrayContent, at: number) =>
    layTray(room, rim, at, shapes, cell, text, textSize)
  const wanted = contents.map((content) => lay(area, content, middle).frame.width)
  const least = contents.map(({ text }) => textWidth(text, textSize, false) + BETWEEN + 2 * PADDING)
  const room = area.width - (contents.length - 1) * APART
  const over = sum(wanted) - room
  const give = sum(wanted) - sum(least)
  const widths = wanted.map((width, i) =>
    over <= 0 || give <= 0 ? width : width - ((width - least[i]!) * over) / give,
  )
  const all = sum(widths) + (contents.length - 1) * APART
  let x = Math.max(area.x, Math.min(area.x + area.width - all, middle - all / 2))
  return contents.map((content, i) => {
    const tray = lay({ ...area, x, width: widths[i]! }, content, x + widths[i]! / 2)
    x += widths[i]! + APART
    return tray
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
