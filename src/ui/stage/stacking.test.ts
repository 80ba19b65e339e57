import * as fc from 'fast-check'
import { assert, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stack, stackOrder } from './stacking.ts'

describe('stackOrder', () => {
  const sorted = (orders: readonly number[], daemons: readonly number[]) =>
    orders
      .map((_, row) => row)
      .sort((a, b) => stackOrder(a, b, Uint32Array.from(orders), Uint8Array.from(daemons)))

  it('rule 3: the oldest pod lies at the bottom', () => {
    expect(sorted([7, 2, 5], [0, 0, 0])).toEqual([1, 2, 0])
  })

  it('DaemonSet pods are bedrock, whenever they came', () => {
    expect(sorted([1, 9], [0, 4])).toEqual([1, 0])
  })
})

describe('stack', () => {
  it('rule 2: keeps fractional heights exact', () => {
    const floors = new Float64Array(4)
    const tops = stack([0, 1], 2, Float64Array.of(0.5, 2, 1, 0.5), floors)
    expect([...floors]).toEqual([0, 0, 0.5, 2])
    expect([...tops]).toEqual([1.5, 2.5])
  })

  it('rule 7: a pod that asks for nothing of a resource leaves no gap there', () => {
    const floors = new Float64Array(6)
    stack([0, 1, 2], 2, Float64Array.of(1, 1, 2, 0, 1, 1), floors)
    expect([...floors]).toEqual([0, 0, 1, 1, 3, 1])
  })

  it('rule 6: every half begins where the one under it ends, lane by lane', () => {
    assert(
      property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 64 }), fc.integer({ min: 0, max: 64 }))),
        (pods) => {
          const heights = Float64Array.from(pods.flat(), (eighths) => eighths / 8)
          const floors = new Float64Array(heights.length)
          const rows = pods.map((_, row) => row)
          const tops = stack(rows, 2, heights, floors)
          for (const lane of [0, 1]) {
            let height = 0
            for (const row of rows) {
              expect(floors[row * 2 + lane]).toBe(height)
              height += heights[row * 2 + lane]!
            }
            expect(tops[lane]).toBe(height)
          }
        },
      ),
      { seed: 7, numRuns: 100 },
    )
  })
})
