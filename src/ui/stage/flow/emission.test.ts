import { describe, expect, it } from 'vitest'
import { Emission, requestsPerDot } from './emission.ts'

const flow = (row: number, answered: number, failed = 0) => ({ row, answered, failed, version: '' })

/** Dots of so many seconds, by row; those that are lost apart. */
function sent(emission: Emission, seconds: number) {
  const answered = new Map<number, number>()
  const lost = new Map<number, number>()
  for (let frame = 0; frame < seconds * 60; frame++) {
    for (const dot of emission.next(1 / 60)) {
      const counts = dot.lost ? lost : answered
      counts.set(dot.row, (counts.get(dot.row) ?? 0) + 1)
    }
  }
  return { answered: Object.fromEntries(answered), lost: Object.fromEntries(lost) }
}

describe('dots that set out', () => {
  it.each([
    [0, 1],
    [10, 1],
    [12, 1],
    [13, 2],
    [50, 5],
    [100, 10],
    [900, 100],
    [10_000, 1_000],
  ])('%i requests a second: one stands for %i', (perSecond, requests) => {
    expect(requestsPerDot(perSecond)).toBe(requests)
  })

  it('are shared as the answers are', () => {
    const emission = new Emission()
    emission.take([flow(4, 25), flow(5, 25), flow(7, 50)])
    expect(emission.perDot).toBe(10)
    expect(sent(emission, 8.01)).toEqual({ answered: { 4: 20, 5: 20, 7: 40 }, lost: {} })
  })

  it('keep their turns when the shares change a little', () => {
    const emission = new Emission()
    for (let second = 0; second < 10; second++) {
      emission.take([flow(1, 5 + (second % 2)), flow(2, 5 - (second % 2))])
      sent(emission, 1)
    }
    emission.take([flow(1, 5), flow(2, 5)])
    const { answered } = sent(emission, 2)
    expect(Math.abs(answered[1]! - answered[2]!)).toBeLessThanOrEqual(2)
  })

  it('show at least one loss of every second that had any, at the pod that lost it', () => {
    const emission = new Emission()
    emission.take([flow(1, 999), flow(2, 0, 1)])
    expect(sent(emission, 1).lost).toEqual({ 2: 1 })
    emission.take([flow(1, 1_000)])
    expect(sent(emission, 5).lost).toEqual({})
  })

  it('do not pile up losses when many seconds come at once', () => {
    const emission = new Emission()
    for (let second = 0; second < 500; second++) emission.take([flow(-1, 0, 10)])
    expect(sent(emission, 5)).toEqual({ answered: {}, lost: { '-1': 12 } })
  })

  it('end with the requests', () => {
    const emission = new Emission()
    emission.take([flow(1, 10)])
    emission.take([])
    expect(sent(emission, 3)).toEqual({ answered: {}, lost: {} })
  })
})
