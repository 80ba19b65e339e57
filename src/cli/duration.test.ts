import { expect, it } from 'vitest'
import { parseDuration } from './duration.ts'

it.each([
  ['10m', 600_000],
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['2.5s', 2_500],
  ['35.5', 35_500],
  ['0', 0],
  ['', undefined],
  ['m', undefined],
  ['10 m', undefined],
  ['-5s', undefined],
  ['5x', undefined],
  ['1e3', undefined],
])('a duration %j is %j ms', (text, expected) => {
  expect(parseDuration(text)).toBe(expected)
})
