import { describe, expect, it } from 'vitest'
import { laneAt, podAt, wellAt } from './hitTest.ts'
import type { Layout, Well } from './layout.ts'

const well: Well = {
  row: 0,
  side: 0,
  x: 100,
  y: 100,
  width: 90,
  height: 84,
  floor: 180,
  lanes: [0, 1],
  heights: [8, 8],
  laneX: [110, 150],
}
const layout = { lane: 30, gutter: 10, cell: 10, wells: [well] } as unknown as Layout
// Pod 0: 2 and 1 cells; pod 1 on it: 1 and 4 cells.
const heights = Float64Array.of(2, 1, 1, 4)
const floors = Float64Array.of(0, 0, 2, 1)
const pod = (x: number, y: number) => podAt(well, layout, x, y, [0, 1], 2, floors, heights)

it('wellAt finds the well and, where asked for, what stands over its rim', () => {
  expect(wellAt(layout.wells, 120, 150, 0)).toBe(well)
  expect(wellAt(layout.wells, 120, 90, 0)).toBeUndefined()
  expect(wellAt(layout.wells, 120, 90, 20)).toBe(well)
  expect(wellAt(layout.wells, 120, 190, 20)).toBeUndefined()
  expect(wellAt(layout.wells, 99, 150, 0)).toBeUndefined()
})

describe('podAt', () => {
  it('finds the half under the point in each lane', () => {
    expect(pod(120, 175)).toBe(0)
    expect(pod(120, 155)).toBe(1)
    expect(pod(160, 165)).toBe(1)
    expect(pod(160, 175)).toBe(0)
  })

  it('finds nothing in the free part of a lane', () => {
    expect(pod(120, 145)).toBeUndefined()
    expect(pod(160, 125)).toBeUndefined()
  })

  it('follows the slope of a hinge', () => {
    // Half way over the hinge the border between the pods is at 1.5 cells.
    expect(pod(145, 180 - 14)).toBe(0)
    expect(pod(145, 180 - 16)).toBe(1)
  })
})

it('laneAt shares a hinge between its lanes', () => {
  expect(laneAt(well, layout, 115)).toEqual({ left: 0, right: 0, share: 0 })
  expect(laneAt(well, layout, 145)).toEqual({ left: 0, right: 1, share: 0.5 })
  expect(laneAt(well, layout, 170)).toEqual({ left: 1, right: 1, share: 0 })
})
