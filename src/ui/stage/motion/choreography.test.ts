import { describe, expect, it } from 'vitest'
import type { LaneDelta } from '../model.ts'
import { Choreography, dropAt, type Entry, fallStart, landedAt } from './choreography.ts'
import { arcBetween, arcDots, flightAt, onArc } from './flight.ts'
import { TIMES } from './timings.ts'

const nothing: LaneDelta = {
  arrived: [],
  left: [],
  moved: [],
  shifted: new Map(),
  heightened: new Map(),
  resized: false,
  bought: [],
  gone: [],
  died: [],
  revived: [],
}
const entry = (over: Partial<Entry> = {}): Entry => ({
  kind: 'fall',
  start: 1000,
  rate: 1,
  from: -1,
  edge: 4,
  edgeTime: 700,
  aim: true,
  ...over,
})
const copy = () => ({ heights: Float64Array.of(2, 2), lows: Float64Array.of(0, 0) })
const perform = (delta: Partial<LaneDelta>, rate: number | 'cut' = 1, reduced = false) => {
  const moves = new Choreography()
  const settings = { rate: rate === 'cut' ? undefined : rate, reduced }
  moves.perform({ ...nothing, ...delta }, 1000, settings, () => entry(), copy)
  return moves
}

describe('Choreography', () => {
  it('line clear: what lies above waits for sweep and thinning, then drops', () => {
    const moves = perform({
      left: [{ row: 0, node: 0, cause: 'completed' }],
      shifted: new Map([[1, Float64Array.of(2, 2)]]),
    })
    const drop = moves.pieces.get(1)!.drops[0]!
    expect(drop.start).toBe(1000 + TIMES.sweep + TIMES.thin)
    expect(dropAt(drop, 1000, (t) => t).left).toBe(1)
    expect(dropAt(drop, drop.start + TIMES.drop, (t) => t).left).toBe(0)
    expect(moves.gains).toHaveLength(1)
  })

  it('a line clear takes 560 ms and the gain 1,040 more', () => {
    expect(TIMES.sweep + TIMES.thin + TIMES.drop + TIMES.squash).toBe(560)
    expect(TIMES.gain).toBe(1040)
  })

  it('a pulled plug takes 420 ms: one flash, then the drain', () => {
    const moves = perform({ died: [3] })
    moves.prune(1000 + 419)
    expect(moves.active).toBe(true)
    moves.prune(1000 + 420)
    expect(moves.active).toBe(false)
  })

  it('runs twice as fast at double speed and not at all when cut', () => {
    const fast = perform({ died: [3] }, 2)
    fast.prune(1000 + 210)
    expect(fast.active).toBe(false)
    expect(perform({ died: [3], bought: [4] }, 'cut').active).toBe(false)
  })

  it('reduced motion: nothing rises, flashes or drops, what leaves fades', () => {
    const moves = perform(
      {
        bought: [1],
        died: [2],
        left: [{ row: 0, node: 0, cause: 'completed' }],
        shifted: new Map([[1, Float64Array.of(2, 2)]]),
      },
      1,
      true,
    )
    expect(moves.wells.size).toBe(0)
    expect(moves.pieces.size).toBe(0)
    expect(moves.leavers[0]!.cause).toBe('lost')
  })

  it('forgets a piece when its edge has thinned', () => {
    const moves = perform({ arrived: [{ row: 5, node: 0 }] })
    moves.prune(landedAt(entry()) + 699)
    expect(moves.pieces.has(5)).toBe(true)
    moves.prune(landedAt(entry()) + 700)
    expect(moves.active).toBe(false)
  })
})

it('reduced motion: the arc of a re-created pod stands for 1.6 s after it has faded in', () => {
  const moves = new Choreography()
  const fade = entry({ kind: 'fade', from: 2, edge: 0, edgeTime: 0 })
  const delta = { ...nothing, arrived: [{ row: 5, node: 0 }] }
  moves.perform(delta, 1000, { rate: 1, reduced: true }, () => fade, copy)
  moves.prune(1000 + TIMES.fade + TIMES.staticArc - 1)
  expect(moves.pieces.has(5)).toBe(true)
  moves.prune(1000 + TIMES.fade + TIMES.staticArc)
  expect(moves.active).toBe(false)
})

it('a flight takes 640 ms before the piece falls', () => {
  expect(fallStart(entry({ kind: 'flight' }))).toBe(1640)
  expect(fallStart(entry({ kind: 'flight', rate: 2 }))).toBe(1320)
})

describe('arc', () => {
  const arc = arcBetween({ x: 100, y: 400 }, { x: 500, y: 200 }, 50)

  it('leads from the dead machine over the rims to the target, no higher than allowed', () => {
    expect(onArc(arc, 0)).toEqual({ x: 100, y: 400 })
    expect(onArc(arc, 1)).toEqual({ x: 500, y: 200 })
    for (let t = 0; t <= 1; t += 0.05) expect(onArc(arc, t).y).toBeGreaterThanOrEqual(49)
  })

  it('tilts by at most 8 degrees and arrives upright', () => {
    for (let t = 0; t <= 1; t += 0.05) {
      expect(Math.abs(flightAt(arc, t).angle)).toBeLessThanOrEqual((8 * Math.PI) / 180 + 1e-9)
    }
    expect(flightAt(arc, 1).angle).toBeCloseTo(0)
  })

  it('has dots at even distances', () => {
    const dots = arcDots(arc, 10)
    for (let i = 1; i < dots.length; i++) {
      const a = dots[i - 1]!
      const b = dots[i]!
      expect(Math.hypot(b.x - a.x, b.y - a.y)).toBeGreaterThan(9)
      expect(Math.hypot(b.x - a.x, b.y - a.y)).toBeLessThanOrEqual(10.01)
    }
  })
})
