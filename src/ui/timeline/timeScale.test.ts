import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTimeScale } from './timeScale.ts'

const seconds = (...list: number[]) => list.map((s) => s * 1_000)

describe('time scale', () => {
  test('arrivals stand evenly and the knob stands after its tick', () => {
    const scale = createTimeScale(seconds(1, 2, 3, 4), [], 4_000)
    expect(scale.ticks).toEqual([0.125, 0.375, 0.625, 0.875])
    expect(scale.toFraction(2_000)).toBe(0.5)
    expect(scale.toFraction(4_000)).toBe(1)
  })

  test('a burst gets one tick per arrival', () => {
    const scale = createTimeScale(seconds(1, 1, 1, 2), [], 2_000)
    expect(scale.ticks).toEqual([0.125, 0.375, 0.625, 0.875])
    expect(scale.toFraction(1_000)).toBe(0.75)
  })

  test('arrivals at 0 are a burst, too', () => {
    const scale = createTimeScale(seconds(0, 0, 1), [], 1_000)
    expect(scale.ticks[0]).toBeCloseTo(1 / 6)
    expect(scale.toFraction(1_000)).toBe(1)
  })

  test('six minutes of waiting cost a few ticks', () => {
    const arrivals = seconds(...Array.from({ length: 41 }, (_, i) => i + 1))
    const scale = createTimeScale(arrivals, [41_000], 391_000)
    const pitch = scale.ticks[1]! - scale.ticks[0]!
    const wait = 1 - scale.toFraction(41_000)
    expect(wait / pitch).toBeGreaterThan(2)
    expect(wait / pitch).toBeLessThan(6)
  })

  test('no arrivals: linear', () => {
    const scale = createTimeScale([], [], 10_000)
    expect(scale.toFraction(5_000)).toBeCloseTo(0.5)
    expect(scale.toTime(0.25)).toBe(2_500)
  })

  test('nothing at all does not divide by zero', () => {
    const scale = createTimeScale([], [], 0)
    expect(scale.toFraction(0)).toBe(0)
    expect(scale.toTime(0.7)).toBe(0)
  })

  test('grows with time and comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 2_000_000 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.array(fc.integer({ min: 0, max: 2_000_000 }), { minLength: 2, maxLength: 2 }),
        (list, marks, end, pair) => {
          const arrivals = [...list].sort((a, b) => a - b)
          const scale = createTimeScale(arrivals, marks, end)
          const last = Math.max(end, ...arrivals, ...marks)
          const [a, b] = pair.map((t) => Math.min(t, last)).sort((x, y) => x - y) as [
            number,
            number,
          ]
          const [fa, fb] = [scale.toFraction(a), scale.toFraction(b)]
          expect(fa).toBeGreaterThanOrEqual(0)
          expect(fb).toBeLessThanOrEqual(1 + 1e-9)
          if (a < b && a > (arrivals[0] === 0 ? 0 : -1)) expect(fa).toBeLessThan(fb)
          if (a > 0) expect(Math.abs(scale.toTime(fa) - a)).toBeLessThanOrEqual(1)
        },
      ),
      { seed: 7, numRuns: 300 },
    )
  })
})
