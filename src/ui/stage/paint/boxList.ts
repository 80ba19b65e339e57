import type { Rect } from '../stage.ts'

/** 32-bit words per vertex: its place, the box's corners, the colour; see boxVertexSource. */
export const BOX_VERTEX_WORDS = 7
export const BOX_WORDS = BOX_VERTEX_WORDS * 4
/** Room (px) around a box for its soft edge. */
const MARGIN = 1

/**
 * Plain boxes as the vertices that a mesh uploads: four per box. Wells and tiles are made of them by
 * the thousand, so they take a fifth of what a Shape takes.
 */
export class BoxList {
  floats: Float32Array
  private words: Uint32Array
  count = 0
  /** Changes with every clear or box. */
  version = 0
  /** Nothing is drawn outside, CSS px. */
  clip: Rect | undefined

  constructor(capacity = 64) {
    this.floats = new Float32Array(capacity * BOX_WORDS)
    this.words = new Uint32Array(this.floats.buffer)
  }

  clear(): void {
    this.count = 0
    this.version++
  }

  /** y grows downwards; `colour` as rgba() packs it. */
  box(x: number, y: number, width: number, height: number, colour: number): void {
    let x0 = x - MARGIN
    let y0 = y - MARGIN
    let x1 = x + width + MARGIN
    let y1 = y + height + MARGIN
    const { clip } = this
    if (clip) {
      x0 = Math.max(x0, clip.x)
      y0 = Math.max(y0, clip.y)
      x1 = Math.min(x1, clip.x + clip.width)
      y1 = Math.min(y1, clip.y + clip.height)
      if (x0 >= x1 || y0 >= y1) return
    }
    this.version++
    const start = this.count * BOX_WORDS
    if (start + BOX_WORDS > this.floats.length) this.grow()
    this.count++
    const f = this.floats
    for (let corner = 0; corner < 4; corner++) {
      const at = start + corner * BOX_VERTEX_WORDS
      f[at] = corner === 0 || corner === 3 ? x0 : x1
      f[at + 1] = corner < 2 ? y0 : y1
      f[at + 2] = x
      f[at + 3] = y
      f[at + 4] = x + width
      f[at + 5] = y + height
      this.words[at + 6] = colour
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
