import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStorm } from './storm.ts'

test('P24 the first is as loud as it is, those that follow at once are softer, then none', () => {
  const storm = createStorm(3, 2)
  const loud = [0, 0, 0, 0, 0.1].map((at) => storm.admit(at))
  expect(loud[0]).toBe(1)
  expect(loud[1]).toBeLessThan(1)
  expect(loud[2]).toBeLessThan(loud[1]!)
  expect(loud[2]).toBeGreaterThan(0.3)
  expect(loud.slice(3)).toEqual([0, 0])
  expect(storm.admit(0.7)).toBeGreaterThan(0)
  expect(storm.admit(60)).toBe(1)
})

test('P24 however many pieces land, no second has more than its number of tones', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { maxLength: 400 }),
      (gaps) => {
        const storm = createStorm(6, 8)
        let at = 0
        const heard: number[] = []
        for (const gap of gaps) {
          at += gap
          if (storm.admit(at) > 0) heard.push(at)
        }
        for (const from of heard) {
          const within = heard.filter((one) => one >= from && one < from + 1).length
          expect(within).toBeLessThanOrEqual(14)
        }
      },
    ),
    { seed: 8, numRuns: 200 },
  )
})
