import { describe, expect, it } from 'vitest'
import { FPS, filmFrames } from './filmPace.ts'

const still = Math.round(0.7 * FPS)
const film = (from: number, to: number, speed: 0.5 | 1 | 2 | 8, events: readonly number[]) => {
  const frames = []
  let at = from
  for (const frame of filmFrames(from, to, speed, () => events.find((one) => one > at))) {
    at = frame.at
    frames.push(frame)
  }
  return frames
}
const every = (ms: number, to: number) =>
  Array.from({ length: Math.floor(to / ms) }, (_, i) => (i + 1) * ms)

describe('the frames of a film', () => {
  it.each([
    [1, 10],
    [2, 5],
    [0.5, 20],
    [8, 1.25],
  ] as const)('at %d× ten seconds take %d', (speed, seconds) => {
    const frames = film(0, 10_000, speed, every(500, 10_000))
    expect(frames.length - 2 * still).toBeCloseTo(seconds * FPS, -1)
    expect(frames[0]).toEqual({ at: 0 })
    expect(frames.at(-1)).toEqual({ at: 10_000 })
    expect(frames.every(({ at }, i) => i === 0 || at >= frames[i - 1]!.at)).toBe(true)
    expect(frames.some(({ wait }) => wait !== undefined)).toBe(false)
  })

  it('passes a wait quickly, says how long it is, and misses no event', () => {
    const frames = film(0, 400_000, 1, [1_000, 351_000, 352_000, 399_000])
    const waits = frames.filter(({ wait }) => wait !== undefined)
    expect(waits.length).toBeGreaterThan(20)
    expect(waits[0]!.wait).toBe(350_000)
    expect(frames.length).toBeLessThan(20 * FPS)
    for (const event of [1_000, 351_000, 352_000, 399_000]) {
      expect(frames.some(({ at }) => at >= event && at < event + 1_000 / FPS + 1)).toBe(true)
    }
  })

  it('of one moment is that moment at rest', () => {
    expect(new Set(film(5_000, 5_000, 1, []).map(({ at }) => at))).toEqual(new Set([5_000]))
  })
})
