import type { Layer } from '../paint/layers.ts'
import type { ShapeList } from '../paint/shapeList.ts'
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
  const drawn = new Map<ShapeList, number>()
  let scale = 1
  let stale = true

  const draw = (context: CanvasRenderingContext2D, list: ShapeList) => {
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
