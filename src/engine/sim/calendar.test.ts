import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromTimestamp, toTimestamp } from './calendar.ts'

test.each([
  [0, '2026-01-01T00:00:00Z'],
  [999, '2026-01-01T00:00:00Z'],
  [1_000, '2026-01-01T00:00:01Z'],
  [86_399_000, '2026-01-01T23:59:59Z'],
  [59 * 86_400_000, '2026-03-01T00:00:00Z'],
  [(2 * 365 + 59) * 86_400_000, '2028-02-29T00:00:00Z'],
  [-1_000, '2025-12-31T23:59:59Z'],
])('%d ms is %s', (time, text) => {
  expect(toTimestamp(time)).toBe(text)
  expect(fromTimestamp(text)).toBe(Math.floor(time / 1_000) * 1_000)
})

test.each([
  ['2026-01-01T01:00:00.25+01:00', 250],
  ['2025-12-31T23:00:00-01:00', 0],
  ['1970-01-01T00:00:00Z', -1_767_225_600_000],
  ['yesterday', undefined],
  ['2026-01-01', undefined],
])('%s reads as %s', (text, time) => {
  expect(fromTimestamp(text)).toBe(time)
})

test('it agrees with the platform calendar', () => {
  const start = Date.UTC(2026, 0, 1)
  fc.assert(
    fc.property(fc.integer({ min: -5_000_000_000, max: 20_000_000_000 }), (second) => {
      const platform = new Date(start + second * 1_000).toISOString().replace('.000Z', 'Z')
      expect(toTimestamp(second * 1_000)).toBe(platform)
      expect(fromTimestamp(platform)).toBe(second * 1_000)
    }),
    { seed: 2, numRuns: 500 },
  )
})
