import { BOX_VERTEX_WORDS, BOX_WORDS, BoxList } from '../paint/boxList.ts'
import type { Layer } from '../paint/layers.ts'
import { drawShape } from './canvasShapes.ts'
import { newDrawnShape, readShape } from './shapeReader.ts'
import type { Surface } from './surface.ts'

/**
 * The same picture on a plain 2D canvas, for browsers without WebGL 2. What rests is kept as a
 * picture here, too.
 * @param layers first one lowest; those at rest come before those that move
 * @throws when the browser has no 2D canvas either
 */
export function createCanvasSurface(layers: readonly Layer[], family: string): Surface {
  const canvas = document.createElement('canvas')
  const picture = document.createElement('canvas')
  const front = contextOf(canvas)
  const back = contextOf(picture)
  const letters = { texts: [] as string[], family }
  const shape = newDrawnShape()
  const drawn = new Map<Layer['list'], number>()
  let scale = 1
  let stale = true

  const draw = (context: CanvasRenderingContext2D, list: Layer['list']) => {
    if (list instanceof BoxList) {
      drawBoxes(context, list, scale)
      return
    }
    const words = new Uint32Array(list.floats.buffer)
    for (let i = 0; i < list.count; i++) {
      drawShape(context, readShape(list, words, i, shape), letters, scale)
    }
  }
  const clear = (context: CanvasRenderingContext2D) => {
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.globalAlpha = 1
    context.clearRect(0, 0, canvas.width, canvas.height)
  }
  return {
    canvas,
    glyphs: {
      index(text) {
        const known = letters.texts.indexOf(text)
        return known >= 0 ? known : letters.texts.push(text) - 1
      },
      setFamily(fresh) {
        letters.family = fresh
        stale = true
      },
    },
    resize(width, height, resolution) {
      scale = resolution
      for (const one of [canvas, picture]) {
        one.width = Math.max(1, Math.round(width * resolution))
        one.height = Math.max(1, Math.round(height * resolution))
      }
      canvas.style.width = `${width}px`
      canvas.style.height = `${height}px`
      stale = true
    },
    render() {
      for (const { list, moves } of layers) {
        if (!moves && drawn.get(list) !== list.version) stale = true
        drawn.set(list, list.version)
      }
      if (stale) {
        stale = false
        clear(back)
        for (const { list, moves } of layers) if (!moves) draw(back, list)
      }
      clear(front)
      front.drawImage(picture, 0, 0)
      for (const { list, moves } of layers) if (moves) draw(front, list)
    },
    destroy() {
      canvas.remove()
    },
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw on a canvas.')
  return context
}

/** What is within each box and within its quad: a box at the edge of the room is cut off. */
function drawBoxes(context: CanvasRenderingContext2D, list: BoxList, scale: number): void {
  const f = list.floats
  const words = new Uint32Array(f.buffer)
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.globalAlpha = 1
  for (let i = 0; i < list.count; i++) {
    const at = i * BOX_WORDS
    const far = at + 2 * BOX_VERTEX_WORDS
    const x = Math.max(f[at]!, f[at + 2]!)
    const y = Math.max(f[at + 1]!, f[at + 3]!)
    const right = Math.min(f[far]!, f[at + 4]!)
    const bottom = Math.min(f[far + 1]!, f[at + 5]!)
    const colour = words[at + 6]!
    const channel = (shift: number) => (colour >>> shift) & 0xff
    context.fillStyle = `rgb(${channel(0)} ${channel(8)} ${channel(16)} / ${channel(24) / 255})`
    context.fillRect(x, y, right - x, bottom - y)
  }
}
