import { expect, test } from 'vitest'
import { addressOf, roundOfAddress, seedOfDay } from './address.ts'

test.each([
  ['#play', undefined],
  ['#play=', undefined],
  ['#play=daily', { mode: 'daily', seed: 20_261_121 }],
  ['#play=daily-20260101', { mode: 'daily', seed: 20_260_101 }],
  ['#play=7', { mode: 'five', seed: 7 }],
  ['#play=night-99999999', { mode: 'pager', seed: 99_999_999 }],
  ['#play=123456789', 'damaged'],
  ['#play=-1', 'damaged'],
  ['#play=<b>', 'damaged'],
  ['#play=xyz', 'damaged'],
  ['#play=round&seed=__proto__', 'damaged'],
  ['#play=night-', 'damaged'],
  ['#s=zones', undefined],
])('Y8 %s', (address, round) => {
  expect(roundOfAddress(address, 20_261_121)).toEqual(round)
  if (typeof round === 'object') expect(roundOfAddress(addressOf(round as never), 0)).toEqual(round)
})

test('Y1 the seed of a day is its date', () => {
  expect(seedOfDay(new Date(2026, 10, 21))).toBe(20_261_121)
})
