import { describe, expect, it } from 'vitest'
import { insetSpan, outlinePath, pieceCorners, piecePath, presentLanes } from './geometry.ts'

const measure = { lane: 30, gutter: 10, radius: 5, inset: 1 }

describe('pieceCorners', () => {
  it('joins the halves by a straight strip that carries no quantity (rule 5)', () => {
    const corners = pieceCorners(
      [
        { low: 0, high: 40 },
        { low: 10, high: 30 },
      ],
      measure,
    )
    expect(corners).toEqual([
      { x: 1, y: 39 },
      { x: 30, y: 39 },
      { x: 40, y: 29 },
      { x: 69, y: 29 },
      { x: 69, y: 11 },
      { x: 40, y: 11 },
      { x: 30, y: 1 },
      { x: 1, y: 1 },
    ])
  })

  it('rule 7: ends where a pod asks for nothing', () => {
    const corners = pieceCorners(
      [
        { low: 0, high: 40 },
        { low: 0, high: 20 },
        { low: 5, high: 5 },
      ],
      measure,
    )
    expect(Math.max(...corners.map(({ x }) => x))).toBe(69)
  })

  it('is nothing when a pod asks for nothing at all', () => {
    expect(pieceCorners([{ low: 3, high: 3 }], measure)).toEqual([])
    expect(outlinePath([], 5, 40)).toBe('')
  })
})

it('insetSpan never turns a low half inside out', () => {
  for (const height of [0, 0.1, 1, 2, 40]) {
    const { low, high } = insetSpan({ low: 10, high: 10 + height }, 0.9)
    expect(high).toBeGreaterThanOrEqual(low)
  }
})

it('presentLanes finds the first and the last half', () => {
  const none = { low: 2, high: 2 }
  const some = { low: 0, high: 1 }
  expect(presentLanes([none, some, none])).toEqual([1, 1])
  expect(presentLanes([some, none, some])).toEqual([0, 2])
  expect(presentLanes([none, none])).toBeUndefined()
})

describe('piecePath', () => {
  it('has exact heights, a hinge between the lanes and its letter on the taller half', () => {
    const path = piecePath([1, 3], 40, 30)
    expect(path.halves).toEqual([40, 120])
    expect(path.height).toBe(120)
    expect(path.hinges).toEqual([{ x: 30, width: 30 * 0.36 }])
    expect(path.letter.x).toBeGreaterThan(30)
    expect(path.d).toMatch(/^M.*Z$/)
    expect(path.d).not.toMatch(/NaN|Infinity/)
  })

  it('draws fractions of a cell exactly', () => {
    expect(piecePath([0.5, 2], 40, 30).halves).toEqual([20, 80])
  })
})
