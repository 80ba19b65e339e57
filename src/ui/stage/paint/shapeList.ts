import type { Rect } from '../stage.ts'

/**
 * The canvas draws one primitive: a sheared piece. It has up to four lanes, each with a lower and an
 * upper end; a box is a piece with one lane. A ShapeList holds such shapes as the vertices that the
 * mesh uploads: four per shape, all with the same attributes but for the corner.
 */

/** 32-bit words per vertex; see the offsets below and shapeMesh.ts. */
export const VERTEX_WORDS = 32
export const SHAPE_WORDS = VERTEX_WORDS * 4
export const MAX_LANES = 4

export const Pattern = {
  plain: 0,
  dots: 1,
  /** Stranded capacity: 45 degree lines in the edge colour. */
  hatch: 3,
  /** Soft border of `sweep` px, no edge: shadows. */
  soft: 4,
  /** Fill in dashes from left to right (`dash`, `gap`): the capacity line. */
  dashes: 5,
} as const

/**
 * A shape to be drawn. One object is filled anew for every shape, so that painting allocates nothing.
 * Lengths are CSS px; low and high grow upwards from the floor.
 */
export interface Shape {
  /** Left edge of the first lane and y of the floor. */
  x: number
  y: number
  /** Turn about the pivot (x to the right, y upwards from the floor), radians, clockwise. */
  angle: number
  pivotX: number
  pivotY: number
  /** 1 to MAX_LANES. */
  lanes: number
  lane: number
  gutter: number
  readonly low: Float32Array
  readonly high: Float32Array
  radius: number
  /** Sides move inwards by this. */
  inset: number
  /** Packed colours: see rgba(). */
  fill: number
  edge: number
  ink: number
  hinge: number
  edgeWidth: number
  /** 0 = a whole line. */
  dash: number
  gap: number
  /** px per cell for cell lines and hatch pitch; 0 = no cell lines. */
  cell: number
  opacity: number
  /** 1 = the highlight under the top edge. */
  gloss: number
  pattern: number
  /** Share of the width that the white sweep has covered; px of softness for Pattern.soft. */
  sweep: number
  /** Index in the glyph atlas, -1 = none. */
  glyph: number
  glyphSize: number
}

export function newShape(): Shape {
  return reset({
    low: new Float32Array(MAX_LANES),
    high: new Float32Array(MAX_LANES),
  } as Shape)
}

/** Back to an invisible, plain box. */
export function reset(shape: Shape): Shape {
  shape.x = 0
  shape.y = 0
  shape.angle = 0
  shape.pivotX = 0
  shape.pivotY = 0
  shape.lanes = 1
  shape.lane = 0
  shape.gutter = 0
  shape.low.fill(0)
  shape.high.fill(0)
  shape.radius = 0
  shape.inset = 0
  shape.fill = 0
  shape.edge = 0
  shape.ink = 0
  shape.hinge = 0
  shape.edgeWidth = 0
  shape.dash = 0
  shape.gap = 0
  shape.cell = 0
  shape.opacity = 1
  shape.gloss = 0
  shape.pattern = Pattern.plain
  shape.sweep = 0
  shape.glyph = -1
  shape.glyphSize = 0
  return shape
}

/** 0xRRGGBB and an opacity 0..1 as four bytes in memory order r, g, b, a. */
export function rgba(colour: number, alpha = 1): number {
  const a = Math.round(Math.min(1, Math.max(0, alpha)) * 255)
  return ((a << 24) | ((colour & 0xff) << 16) | (colour & 0xff00) | ((colour >>> 16) & 0xff)) >>> 0
}

/** Blend of two 0xRRGGBB colours; t = 1 gives b. */
export function blend(a: number, b: number, t: number): number {
  const channel = (shift: number) => {
    const from = (a >>> shift) & 0xff
    return Math.round(from + (((b >>> shift) & 0xff) - from) * t) << shift
  }
  return channel(16) | channel(8) | channel(0)
}

function isHollow(shape: Shape): boolean {
  return shape.fill >>> 24 === 0 && shape.pattern === Pattern.plain && shape.angle === 0
}

const plain = newShape()

/** Growing vertex store. `count` quads are valid; `version` changes with every clear or add. */
export class ShapeList {
  floats: Float32Array
  private words: Uint32Array
  count = 0
  version = 0
  /** Nothing is drawn outside, CSS px; what is turned is drawn whole where its middle is inside. */
  clip: Rect | undefined

  constructor(capacity = 64) {
    this.floats = new Float32Array(capacity * SHAPE_WORDS)
    this.words = new Uint32Array(this.floats.buffer)
  }

  clear(): void {
    this.count = 0
    this.version++
  }

  add(shape: Shape): void {
    this.version++
    let bottom = Number.POSITIVE_INFINITY
    let top = Number.NEGATIVE_INFINITY
    for (let i = 0; i < shape.lanes; i++) {
      bottom = Math.min(bottom, shape.low[i]!)
      top = Math.max(top, shape.high[i]!)
    }
    const soften = shape.pattern === Pattern.soft ? shape.sweep : 0
    const margin = shape.edgeWidth / 2 + soften + 1
    const width = shape.lanes * shape.lane + (shape.lanes - 1) * shape.gutter
    const left = shape.inset - margin
    const right = width - shape.inset + margin
    if (shape.lanes === 1 && isHollow(shape) && right - left > 40 && top - bottom > 40) {
      // Only the border of an empty frame is worth drawing: four strips with the same attributes.
      const rim = shape.radius + shape.edgeWidth + 2
      const upper = top + margin
      const lower = bottom - margin
      this.quad(shape, left, right, upper, upper - rim)
      this.quad(shape, left, right, lower + rim, lower)
      this.quad(shape, left, left + rim, upper - rim, lower + rim)
      this.quad(shape, right - rim, right, upper - rim, lower + rim)
      return
    }
    this.quad(shape, left, right, top + margin, bottom - margin)
  }

  /** A plain box, y downwards, without an edge; `colour` as rgba() packs it. */
  box(x: number, y: number, width: number, height: number, colour: number): void {
    const shape = reset(plain)
    shape.x = x
    shape.y = y + height
    shape.lane = width
    shape.high[0] = height
    shape.fill = colour
    this.add(shape)
  }

  /** One quad of the shape, in its own coordinates. */
  private quad(
    shape: Shape,
    fromLeft: number,
    toRight: number,
    toUpper: number,
    fromLower: number,
  ): void {
    let left = fromLeft
    let right = toRight
    let upper = toUpper
    let lower = fromLower
    const { clip } = this
    if (clip && shape.angle !== 0) {
      const x = shape.x + shape.pivotX - clip.x
      const y = shape.y - shape.pivotY - clip.y
      if (x < 0 || x > clip.width || y < 0 || y > clip.height) return
    } else if (clip) {
      left = Math.max(left, clip.x - shape.x)
      right = Math.min(right, clip.x + clip.width - shape.x)
      upper = Math.min(upper, shape.y - clip.y)
      lower = Math.max(lower, shape.y - clip.y - clip.height)
      if (left >= right || lower >= upper) return
    }
    const start = this.count * SHAPE_WORDS
    if (start + SHAPE_WORDS > this.floats.length) this.grow()
    this.count++
    const f = this.floats
    const w = this.words
    const sin = shape.angle === 0 ? 0 : Math.sin(shape.angle)
    const cos = shape.angle === 0 ? 1 : Math.cos(shape.angle)
    for (let corner = 0; corner < 4; corner++) {
      const at = start + corner * VERTEX_WORDS
      const localX = corner === 0 || corner === 3 ? left : right
      const localY = corner < 2 ? upper : lower
      const dx = localX - shape.pivotX
      const dy = localY - shape.pivotY
      f[at] = shape.x + shape.pivotX + dx * cos + dy * sin
      f[at + 1] = shape.y - shape.pivotY + dx * sin - dy * cos
      f[at + 2] = localX
      f[at + 3] = localY
      for (let i = 0; i < MAX_LANES; i++) {
        f[at + 4 + i] = shape.low[i]!
        f[at + 8 + i] = shape.high[i]!
      }
      f[at + 12] = shape.lane
      f[at + 13] = shape.gutter
      f[at + 14] = shape.lanes
      f[at + 15] = shape.radius
      w[at + 16] = shape.fill
      w[at + 17] = shape.edge
      w[at + 18] = shape.ink
      w[at + 19] = shape.hinge
      f[at + 20] = shape.edgeWidth
      f[at + 21] = shape.dash
      f[at + 22] = shape.gap
      f[at + 23] = shape.cell
      f[at + 24] = shape.opacity
      f[at + 25] = shape.gloss
      f[at + 26] = shape.pattern
      f[at + 27] = shape.sweep
      f[at + 28] = shape.glyph
      f[at + 29] = shape.glyphSize
      f[at + 30] = shape.inset
      f[at + 31] = 0
    }
  }

  private grow(): void {
    const bigger = new Float32Array(this.floats.length * 2)
    // As words: a colour's bytes may look like a signalling NaN, which copying floats may change.
    new Uint32Array(bigger.buffer).set(this.words)
    this.floats = bigger
    this.words = new Uint32Array(bigger.buffer)
  }
}
