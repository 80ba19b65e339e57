import { describe, expect, it } from 'vitest'
import { newShape, reset, rgba, ShapeList } from '../paint/shapeList.ts'
import { newDrawnShape, readShape } from './shapeReader.ts'

const read = (list: ShapeList, index: number) =>
  readShape(list, new Uint32Array(list.floats.buffer), index, newDrawnShape())

describe('readShape', () => {
  it.each([0, 0.4, -2])('gives back what was added, turned by %d', (angle) => {
    const list = new ShapeList(2)
    const shape = reset(newShape())
    Object.assign(shape, { x: 40, y: 300, lanes: 2, lane: 30, gutter: 10, radius: 5, inset: 1 })
    Object.assign(shape, { edgeWidth: 1.5, dash: 6, gap: 4, cell: 30, opacity: 0.5, glyph: 3 })
    Object.assign(shape, { fill: rgba(0x123456, 0.25), edge: rgba(0xabcdef), angle })
    shape.low.set([10, 20])
    shape.high.set([70, 50])
    list.add(shape)
    const drawn = read(list, 0)
    expect(drawn.x).toBeCloseTo(40, 3)
    expect(drawn.y).toBeCloseTo(300, 3)
    expect(drawn.angle).toBeCloseTo(angle, 5)
    expect(drawn.low.slice(0, 2)).toEqual([10, 20])
    expect(drawn.high.slice(0, 2)).toEqual([70, 50])
    expect(drawn).toMatchObject({ lanes: 2, lane: 30, gutter: 10, radius: 5, inset: 1 })
    expect(drawn).toMatchObject({ edgeWidth: 1.5, dash: 6, gap: 4, cell: 30, opacity: 0.5 })
    expect(drawn).toMatchObject({ fill: rgba(0x123456, 0.25), edge: rgba(0xabcdef), glyph: 3 })
  })

  it('tells the four strips of an empty frame apart', () => {
    const list = new ShapeList(4)
    const shape = reset(newShape())
    Object.assign(shape, { x: 0, y: 200, lane: 100, edgeWidth: 2, edge: rgba(0) })
    shape.high[0] = 200
    list.add(shape)
    expect(list.count).toBe(4)
    const strips = [0, 1, 2, 3].map((i) => read(list, i))
    for (const strip of strips) {
      expect(strip.right - strip.left < 100 || strip.upper - strip.lower < 200).toBe(true)
    }
    expect(Math.max(...strips.map(({ upper }) => upper))).toBe(202)
    expect(Math.min(...strips.map(({ left }) => left))).toBe(-2)
  })
})
