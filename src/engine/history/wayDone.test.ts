import { describe, expect, it } from 'vitest'
import { wayDone } from './wayDone.ts'

const RUN: Parameters<typeof wayDone>[0] = {
  now: 0,
  given: { arrivals: 0, actions: 0 },
  arrivals: Array.from({ length: 10_000 }, (_, index) => ({ at: index, app: 'web' })),
  scenario: {
    maxMachines: 100,
    actions: Array.from({ length: 10 }, (_, index) => ({
      at: 20_000,
      command: { type: 'pullPlug', machine: index + 1 },
    })),
  } as unknown as Parameters<typeof wayDone>[0]['scenario'],
}

/** Where the run stands, and how much of the way to 40 s that is. */
const share = (now: number, arrivals: number, actions: number, start = RUN) => {
  const run = { ...start }
  const done = wayDone(run, 40_000)!
  Object.assign(run, { now, given: { arrivals, actions } })
  return Math.round(done() * 100)
}

describe('how much of a way is done', () => {
  it.each([
    ['at its start', 0, 0, 0, 0],
    // 5,000 of 10,000 pods, and of ten machines with a hundred each; the time counts little.
    ['half of the pods', 5_000, 5_000, 0, 44],
    ['all of them', 10_000, 10_000, 0, 87],
    ['in the middle of a moment', 20_000, 10_000, 5, 93],
    ['what follows', 20_000, 10_000, 10, 97],
    ['at its end', 40_000, 10_000, 10, 100],
  ])('%s', (_, now, arrivals, actions, expected) => {
    expect(share(now, arrivals, actions)).toBe(expected)
  })

  it('begins where the run stands', () => {
    const half = { ...RUN, now: 5_000, given: { arrivals: 5_000, actions: 0 } }
    expect(share(5_000, 5_000, 0, half)).toBe(0)
    expect(share(40_000, 10_000, 10, half)).toBe(100)
  })

  it('is the time where nothing is known of what comes', () => {
    const quiet = { ...RUN, arrivals: [], scenario: { ...RUN.scenario, actions: [] } }
    expect(share(10_000, 0, 0, quiet)).toBe(25)
  })

  it('has no answer where there is no way', () => {
    expect(wayDone(RUN, 0)).toBeUndefined()
  })
})
