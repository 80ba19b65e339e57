import { Buffer, BufferUsage, Geometry, type Shader } from 'pixi.js'
import { BOX_VERTEX_WORDS, BoxList } from '../paint/boxList.ts'
import { type ShapeList, VERTEX_WORDS } from '../paint/shapeList.ts'

const at = (word: number) => word * 4

/** What draws a list of shapes or boxes; one draw call, uploaded only when the list has changed. */
export class ShapeMesh {
  readonly geometry: Geometry
  readonly shader: Shader
  /** False while the list is empty. */
  visible = false
  private readonly list: ShapeList | BoxList
  /** Words per quad. */
  private readonly quad: number
  private readonly vertices: Buffer
  private readonly indices: Buffer
  private uploaded = -1
  private capacity: number

  constructor(list: ShapeList | BoxList, shader: Shader) {
    this.list = list
    this.shader = shader
    const boxes = list instanceof BoxList
    const words = boxes ? BOX_VERTEX_WORDS : VERTEX_WORDS
    this.quad = words * 4
    this.capacity = list.floats.length / this.quad
    const usage = BufferUsage.VERTEX | BufferUsage.COPY_DST
    this.vertices = new Buffer({ data: list.floats, usage, label: 'shapes', shrinkToFit: false })
    this.indices = new Buffer({
      data: quadIndices(this.capacity),
      usage: BufferUsage.INDEX | BufferUsage.COPY_DST | BufferUsage.STATIC,
      label: 'quads',
    })
    const buffer = this.vertices
    const float = (format: 'float32x2' | 'float32x4', word: number) => ({
      buffer,
      format,
      stride: at(words),
      offset: at(word),
    })
    const colour = (word: number) => ({
      buffer,
      format: 'unorm8x4' as const,
      stride: at(words),
      offset: at(word),
    })
    this.geometry = new Geometry({
      attributes: boxes
        ? {
            aPosition: float('float32x2', 0),
            aBox: float('float32x4', 2),
            aFill: colour(6),
          }
        : {
            aPosition: float('float32x2', 0),
            aLocal: float('float32x2', 2),
            aLow: float('float32x4', 4),
            aHigh: float('float32x4', 8),
            aFrame: float('float32x4', 12),
            aFill: colour(16),
            aEdge: colour(17),
            aInk: colour(18),
            aHinge: colour(19),
            aStroke: float('float32x4', 20),
            aLook: float('float32x4', 24),
            aGlyph: float('float32x4', 28),
          },
      indexBuffer: this.indices,
    })
  }

  /** Sends the list to the GPU if it is not there yet; true when it was sent. */
  sync(): boolean {
    if (this.uploaded === this.list.version) return false
    this.uploaded = this.list.version
    const { count, floats } = this.list
    this.visible = count > 0
    if (count === 0) return true
    const capacity = floats.length / this.quad
    if (capacity !== this.capacity) {
      this.capacity = capacity
      this.indices.data = quadIndices(capacity)
      this.vertices.data = floats
    }
    this.vertices.update(count * this.quad * 4)
    this.geometry.indexCount = count * 6
    return true
  }

  destroy(): void {
    this.geometry.destroy(true)
  }
}

function quadIndices(capacity: number): Uint32Array {
  const indices = new Uint32Array(capacity * 6)
  for (let i = 0; i < capacity; i++) {
    indices.set([i * 4, i * 4 + 1, i * 4 + 2, i * 4, i * 4 + 2, i * 4 + 3], i * 6)
  }
  return indices
}
