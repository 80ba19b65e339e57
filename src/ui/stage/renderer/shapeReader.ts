import { SHAPE_WORDS, type Shape, type ShapeList, VERTEX_WORDS } from '../paint/shapeList.ts'

/**
 * One quad of a ShapeList, read back from its vertices: for renderers that draw shapes one by one. `x`,
 * `y`: place of the shape's own origin, the left end of its floor. Offsets are those of shapeMesh.ts.
 */
export interface DrawnShape extends Omit<Shape, 'low' | 'high' | 'pivotX' | 'pivotY'> {
  /** The quad in the shape's own coordinates, y upwards. */
  left: number
  right: number
  upper: number
  lower: number
  readonly low: number[]
  readonly high: number[]
}

export function newDrawnShape(): DrawnShape {
  return { low: [0, 0, 0, 0], high: [0, 0, 0, 0] } as unknown as DrawnShape
}

/** Reads quad number `index` of the list into `out`. */
export function readShape(
  list: Pick<ShapeList, 'floats'>,
  words: Uint32Array,
  index: number,
  out: DrawnShape,
): DrawnShape {
  const f = list.floats
  const at = index * SHAPE_WORDS
  const second = at + VERTEX_WORDS
  const third = at + 2 * VERTEX_WORDS
  out.left = f[at + 2]!
  out.upper = f[at + 3]!
  out.right = f[second + 2]!
  out.lower = f[third + 3]!
  out.angle = Math.atan2(f[second + 1]! - f[at + 1]!, f[second]! - f[at]!)
  const sin = Math.sin(out.angle)
  const cos = Math.cos(out.angle)
  out.x = f[at]! - out.left * cos - out.upper * sin
  out.y = f[at + 1]! - out.left * sin + out.upper * cos
  for (let i = 0; i < 4; i++) {
    out.low[i] = f[at + 4 + i]!
    out.high[i] = f[at + 8 + i]!
  }
  out.lane = f[at + 12]!
  out.gutter = f[at + 13]!
  out.lanes = f[at + 14]!
  out.radius = f[at + 15]!
  out.fill = words[at + 16]!
  out.edge = words[at + 17]!
  out.ink = words[at + 18]!
  out.hinge = words[at + 19]!
  out.edgeWidth = f[at + 20]!
  out.dash = f[at + 21]!
  out.gap = f[at + 22]!
  out.cell = f[at + 23]!
  out.opacity = f[at + 24]!
  out.gloss = f[at + 25]!
  out.pattern = f[at + 26]!
  out.sweep = f[at + 27]!
  out.glyph = f[at + 28]!
  out.glyphSize = f[at + 29]!
  out.inset = f[at + 30]!
  return out
}
