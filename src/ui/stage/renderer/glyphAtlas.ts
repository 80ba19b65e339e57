import { GLYPH_CELL, GLYPH_COLUMNS, GLYPH_FONT, GLYPH_RANGE, GLYPH_ROWS } from './shapeShader.ts'

const FAR = 1e20

/**
 * Letters as distance fields, so that one small texture is sharp at every size. Glyphs are drawn when
 * they are first asked for; `dirty` says that the canvas must be uploaded again.
 */
export class GlyphAtlas {
  readonly canvas: HTMLCanvasElement
  dirty = true
  private readonly indices = new Map<string, number>()
  private readonly context: CanvasRenderingContext2D
  private family: string

  constructor(family: string) {
    this.family = family
    this.canvas = document.createElement('canvas')
    this.canvas.width = GLYPH_COLUMNS * GLYPH_CELL
    this.canvas.height = GLYPH_ROWS * GLYPH_CELL
    const context = this.canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('This browser cannot draw text on a canvas.')
    this.context = context
    context.fillRect(0, 0, this.canvas.width, this.canvas.height)
  }

  /** Index of a letter; -1 when the atlas is full (the piece then shows its shape alone). */
  index(text: string): number {
    const known = this.indices.get(text)
    if (known !== undefined) return known
    const index = this.indices.size < GLYPH_COLUMNS * GLYPH_ROWS ? this.indices.size : -1
    this.indices.set(text, index)
    if (index >= 0) this.draw(text, index)
    return index
  }

  /** Draws every letter again: the font has arrived or changed. */
  setFamily(family: string): void {
    this.family = family
    for (const [text, index] of this.indices) if (index >= 0) this.draw(text, index)
  }

  private draw(text: string, index: number): void {
    const size = GLYPH_CELL
    const scratch = document.createElement('canvas')
    scratch.width = size
    scratch.height = size
    const context = scratch.getContext('2d', { willReadFrequently: true })!
    context.font = `720 ${text.length > 1 ? GLYPH_FONT * 0.82 : GLYPH_FONT}px ${this.family}`
    context.textAlign = 'center'
    context.textBaseline = 'alphabetic'
    // Capitals stand on the line that centres them; descenders of a second letter hang below.
    const box = context.measureText(text.charAt(0))
    context.fillText(
      text,
      size / 2,
      size / 2 + (box.actualBoundingBoxAscent || GLYPH_FONT * 0.7) / 2,
    )
    const pixels = context.getImageData(0, 0, size, size)
    const alpha = Float64Array.from(
      { length: size * size },
      (_, i) => pixels.data[i * 4 + 3]! / 255,
    )
    const field = distanceField(alpha, size)
    for (let i = 0; i < size * size; i++) {
      const value = Math.round(255 * Math.min(1, Math.max(0, 0.5 + field[i]! / (2 * GLYPH_RANGE))))
      pixels.data.set([value, value, value, 255], i * 4)
    }
    const x = (index % GLYPH_COLUMNS) * size
    const y = Math.floor(index / GLYPH_COLUMNS) * size
    this.context.putImageData(pixels, x, y)
    this.dirty = true
  }
}

/**
 * Signed distance to the edge of an antialiased shape, positive inside, in texels: the exact
 * transform of Felzenszwalb and Huttenlocher, once outwards and once inwards.
 */
function distanceField(alpha: Float64Array, size: number): Float64Array {
  const outer = new Float64Array(size * size)
  const inner = new Float64Array(size * size)
  alpha.forEach((value, i) => {
    // A partly covered texel holds the edge: how far from its middle follows from the cover.
    const edge = 0.5 - value
    outer[i] = value >= 1 ? 0 : value <= 0 ? FAR : Math.max(0, edge) ** 2
    inner[i] = value <= 0 ? 0 : value >= 1 ? FAR : Math.max(0, -edge) ** 2
  })
  transform(outer, size)
  transform(inner, size)
  return outer.map((value, i) => Math.sqrt(inner[i]!) - Math.sqrt(value))
}

function transform(grid: Float64Array, size: number): void {
  const line = new Float64Array(size)
  const parabolas = new Int32Array(size)
  const borders = new Float64Array(size + 1)
  for (let x = 0; x < size; x++) pass(grid, x, size, size, line, parabolas, borders)
  for (let y = 0; y < size; y++) pass(grid, y * size, 1, size, line, parabolas, borders)
}

/** Lower envelope of the parabolas of one row or column. */
function pass(
  grid: Float64Array,
  offset: number,
  stride: number,
  size: number,
  line: Float64Array,
  parabolas: Int32Array,
  borders: Float64Array,
): void {
  for (let q = 0; q < size; q++) line[q] = grid[offset + q * stride]!
  let k = 0
  parabolas[0] = 0
  borders[0] = -FAR
  borders[1] = FAR
  for (let q = 1; q < size; q++) {
    let s: number
    do {
      const r = parabolas[k]!
      s = (line[q]! - line[r]! + q * q - r * r) / (2 * (q - r))
    } while (s <= borders[k]! && --k > -1)
    k++
    parabolas[k] = q
    borders[k] = s
    borders[k + 1] = FAR
  }
  k = 0
  for (let q = 0; q < size; q++) {
    while (borders[k + 1]! < q) k++
    const r = parabolas[k]!
    grid[offset + q * stride] = line[r]! + (q - r) * (q - r)
  }
}
