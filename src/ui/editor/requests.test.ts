import { describe, expect, test } from 'vitest'
import { cellsOf, draggedAmount, steppedAmount } from './requests.ts'

const GIB = 1024 ** 3

describe('dragging a half', () => {
  test.each([
    // resource, from, px up, px per cell, to
    ['cpu', 1000, 24, 24, 2000],
    ['cpu', 1000, 6, 24, 1250],
    ['cpu', 1000, 2, 24, 1000],
    ['cpu', 1000, -12, 24, 500],
    ['cpu', 1000, -500, 24, 250],
    ['cpu', 1000, 1e6, 24, 128_000],
    ['cpu', 100, 1, 24, 100],
    ['cpu', 100, 10, 24, 500],
    ['memory', 2 * GIB, 24, 24, 6 * GIB],
    ['memory', 2 * GIB, 3, 24, 2.5 * GIB],
    ['memory', 2 * GIB, -100, 24, 0.5 * GIB],
    ['nvidia.com/gpu', 1, 96, 24, 2],
    ['nvidia.com/gpu', 1, -96, 24, 0],
  ])('%s %d, %d px at %d px a cell: %d', (resource, start, pixels, cell, expected) => {
    expect(draggedAmount(resource, start, pixels, cell)).toBe(expected)
  })
})

describe('arrow keys on a half', () => {
  test.each([
    ['cpu', 1000, 1, 1250],
    ['cpu', 1000, -1, 750],
    ['cpu', 100, 1, 250],
    ['cpu', 600, -1, 500],
    ['cpu', 250, -1, 250],
    ['memory', GIB, 4, 3 * GIB],
    ['memory', 0.7 * GIB, -1, 0.5 * GIB],
    ['nvidia.com/gpu', 0, 1, 1],
  ])('%s %d, %d steps: %d', (resource, start, steps, expected) => {
    expect(steppedAmount(resource, start, steps)).toBe(expected)
  })
})

test('one cell is 1 vCPU, 4 GiB or a quarter of a GPU', () => {
  expect(cellsOf('cpu', 1000)).toBe(1)
  expect(cellsOf('memory', 4 * GIB)).toBe(1)
  expect(cellsOf('nvidia.com/gpu', 1)).toBe(4)
})
