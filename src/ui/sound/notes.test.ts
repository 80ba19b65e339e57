import { describe, expect, it, test } from 'vitest'
import { notesOf, type Tone } from './notes.ts'

const TONES: readonly Tone[] = ['lands', 'dies', 'pager', 'done', 'healed']
const endOf = (tone: Tone, speed: number) =>
  Math.max(...notesOf(tone, speed).map(({ at, length }) => at + length))

test.each(TONES)('P24 %s is short, soft, and in what loudspeakers can play', (tone) => {
  expect(endOf(tone, 1)).toBeLessThanOrEqual(1)
  for (const { from, to, peak } of notesOf(tone, 1)) {
    expect(Math.min(from, to)).toBeGreaterThanOrEqual(30)
    expect(Math.max(from, to)).toBeLessThan(2_000)
    expect(peak).toBeGreaterThan(0)
    expect(peak).toBeLessThanOrEqual(0.5)
  }
})

describe('P24 tones go as fast as the run', () => {
  test.each([
    [0.5, 1.25],
    [1, 1],
    [2, 0.5],
    [8, 1 / 3],
  ])('at %d x they take %d of their time', (speed, share) => {
    for (const tone of TONES) expect(endOf(tone, speed)).toBeCloseTo(endOf(tone, 1) * share)
  })
})

it('P24 what is larger lands lower, however large', () => {
  const pitches = [0, 1, 2, 4, 12].map((cells) => notesOf('lands', 1, cells)[0]!.from)
  expect(pitches).toEqual([...pitches].sort((a, b) => b - a))
  expect(new Set(pitches).size).toBe(5)
  expect(notesOf('lands', 1, 500)).toEqual(notesOf('lands', 1, 12))
})
