import { describe, expect, test } from 'vitest'
import { gameLayout } from './gameLayout.ts'

describe('places on the canvas', () => {
  test.each([
    [1180, 870],
    [1180, 500],
    [390, 640],
    [320, 480],
    [740, 300],
  ])('%d x %d: nothing overlaps and everything is inside', (width, height) => {
    const layout = gameLayout(width, height, 8, 14, 24)
    const { wells, measure, queue, hover, rim } = layout
    expect(measure.cell).toBeGreaterThanOrEqual(8)
    for (const [index, well] of wells.entries()) {
      expect(well.x).toBeGreaterThanOrEqual(0)
      expect(well.x + well.width).toBeLessThanOrEqual(width)
      const next = wells[index + 1]
      if (next) expect(next.x).toBeGreaterThanOrEqual(well.x + well.width)
      const { x, width: column } = layout.columns[index]!
      expect(well.x).toBeGreaterThanOrEqual(x)
      expect(well.x + well.width).toBeLessThanOrEqual(x + column)
    }
    for (const [index, x] of queue.x.entries()) {
      const next = queue.x[index + 1]
      if (next !== undefined) expect(next).toBeGreaterThanOrEqual(x + queue.width)
    }
    // The highest pod hovers between the queue and the wells.
    expect(hover - 4 * measure.cell).toBeGreaterThan(queue.floor)
    expect(rim).toBeGreaterThan(hover)
    expect(wells[0]!.floor).toBeLessThan(height)
  })
})
