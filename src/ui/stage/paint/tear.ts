import type { Brush } from './brush.ts'
import { reset, rgba, type ShapeList } from './shapeList.ts'

/** Height of the torn strip and of the edges along it (px), and how far below the top it is. */
const STRIP = 4
const EDGE = 1.5
const BELOW = 12
const TILT = -0.16

/** Heights as they are drawn when no half may be taller than `most` cells. */
export function cutHeights(heights: readonly number[], most: number): number[] {
  return heights.map((height) => Math.min(height, most))
}

/**
 * The mark of a half that is taller in truth than it is drawn: a strip torn out of it, slanted, with
 * the piece's edge along both sides.
 * @param x left edge of the half
 * @param top y of its upper end
 * @param height of the half as it is drawn, px
 * @param behind colour of what lies behind the piece, 0xRRGGBB
 */
export function paintTear(
  list: ShapeList,
  brush: Brush,
  x: number,
  top: number,
  width: number,
  height: number,
  edge: number,
  behind: number,
  opacity: number,
): void {
  const y = top + Math.min(BELOW, height * 0.3)
  const band = (wide: number, high: number, colour: number) => {
    const shape = reset(brush.shape)
    shape.lane = wide
    shape.high[0] = high
    shape.x = x + width / 2 - wide / 2
    shape.y = y + high / 2
    shape.pivotX = wide / 2
    shape.pivotY = high / 2
    shape.angle = TILT
    shape.fill = rgba(colour, opacity)
    list.add(shape)
  }
  band(width, STRIP + 2 * EDGE, edge)
  band(width + 3, STRIP, behind)
}
