import { expect, test } from 'vitest'
import { histogram } from './histogram.ts'

test('every arrival falls on one bar, stacked by app', () => {
  const arrivals = [0, 0, 1, 0, 2].map((app) => ({ app }))
  const bars = histogram(arrivals, [0.05, 0.1, 0.2, 0.8, 1], 4)
  expect(bars.map((bar) => bar.count)).toEqual([3, 0, 0, 2])
  expect(bars[0]!.apps).toEqual([
    [0, 2],
    [1, 1],
  ])
  expect(bars.map((bar) => bar.first)).toEqual([0, 3, 3, 3])
})

test('15,000 arrivals are all counted', () => {
  const arrivals = Array.from({ length: 15_000 }, (_, i) => ({ app: i % 7 }))
  const ticks = arrivals.map((_, i) => (i + 0.5) / 15_000)
  const bars = histogram(arrivals, ticks, 200)
  expect(bars).toHaveLength(200)
  expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(15_000)
})

test('no room is one bar', () => {
  expect(histogram([{ app: 0 }], [0.5], 0)).toHaveLength(1)
})
