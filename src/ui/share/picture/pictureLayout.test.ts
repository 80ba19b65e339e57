import { describe, expect, test } from 'vitest'
import { pictureLayout } from './pictureLayout.ts'

const GIB = 2 ** 30
const machine = [8_000, 32 * GIB]
const fleet = (count: number) => Array.from({ length: count }, () => machine)
const layout = (...counts: number[]) =>
  pictureLayout(counts.map(fleet), ['cpu', 'memory'], 880, 796)

describe('the layout of a picture', () => {
  test.each([
    [3, 3],
    [9, 6],
    [60, 12],
    [240, 240],
  ])('%i and %i machines fit', (left, right) => {
    const { perRow, pitch, height } = layout(left, right)
    expect(perRow * pitch.x - 10).toBeLessThanOrEqual(880)
    expect(Math.ceil(Math.max(left, right) / perRow) * pitch.y).toBe(height)
    expect(height).toBeLessThanOrEqual(796)
  })

  test('few machines are as large as there is room, never larger than on a stage', () => {
    expect(layout(1, 1).cell).toBe(40)
    expect(layout(9, 6).cell).toBeGreaterThan(layout(60, 6).cell)
  })

  test('without machines there is still a picture', () => {
    expect(layout(0, 0).perRow).toBeGreaterThan(0)
  })
})
