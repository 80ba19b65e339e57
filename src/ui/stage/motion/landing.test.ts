import { describe, expect, it } from 'vitest'
import { landing, newLanding } from './landing.ts'
import { evaluateTime, LANDING, motionRate, TIMES } from './timings.ts'

const rest = Float64Array.of(3, 1)
const heights = Float64Array.of(1, 3)
const at = (elapsed: number) => {
  const { lows, tall, wide, done } = landing(elapsed, 12, rest, 0, heights, 0, newLanding(2))
  return { lows: [...lows], tall, wide, done }
}

describe('landing', () => {
  it('falls as one rigid piece until the first half touches', () => {
    for (const elapsed of [0, 60, 130, 259]) {
      const { lows } = at(elapsed)
      expect(lows[0]).toBe(lows[1])
      expect(lows[0]).toBeGreaterThanOrEqual(3)
    }
    expect(at(0).lows).toEqual([12, 12])
    expect(at(TIMES.fall).lows).toEqual([3, 3])
  })

  it('then lets the other half fall on: the hinge bends', () => {
    const { lows } = at(TIMES.fall + TIMES.shear / 2)
    expect(lows).toEqual([3, 2])
  })

  it('squashes by at most 4 % on touch and 3 % while it settles', () => {
    for (let elapsed = 0; elapsed <= LANDING; elapsed += 5) {
      const { tall, wide } = at(elapsed)
      expect(tall).toBeGreaterThanOrEqual(0.94)
      expect(tall).toBeLessThanOrEqual(1)
      expect(wide).toBeLessThanOrEqual(1.02)
    }
  })

  it('rests exactly after 460 ms', () => {
    expect(LANDING).toBe(460)
    expect(at(LANDING)).toEqual({ lows: [3, 1], tall: 1, wide: 1, done: true })
  })

  it('touches with halves that exist only', () => {
    const out = landing(
      TIMES.fall,
      12,
      Float64Array.of(5, 2),
      0,
      Float64Array.of(0, 1),
      0,
      newLanding(2),
    )
    expect(out.lows[1]).toBe(2)
  })
})

it('an evaluation takes about 900 ms at six machines and never more than 1,200', () => {
  expect(evaluateTime(6)).toBeGreaterThan(800)
  expect(evaluateTime(6)).toBeLessThan(950)
  for (const wells of [12, 40, 120, 5000]) expect(evaluateTime(wells)).toBeLessThanOrEqual(1200)
})

it('everything is cut at 8x', () => {
  expect(motionRate(8)).toBeUndefined()
  expect(motionRate(2)).toBe(2)
})
