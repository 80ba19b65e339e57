import { describe, expect, it } from 'vitest'
import { createRun } from './lanes.ts'
import { OPENING_ORDER, testSettings } from './testScenario.ts'

describe('the opening story (LOOK.md section 7)', () => {
  it('buys 9 against 6 machines after 35 arrivals, 11 against 7 after 41', () => {
    const run = createRun(testSettings(OPENING_ORDER))
    const machines = () => run.clusters.map(({ cloud }) => cloud.machines().length)
    expect(machines()).toEqual([3, 3])
    run.runUntil(35_500)
    expect(machines()).toEqual([9, 6])
    run.runUntil(60_000)
    expect(machines()).toEqual([11, 7])
    for (const { ledger } of run.clusters) {
      expect(ledger.pods.size).toBe(41)
      expect(ledger.pending).toBe(0)
    }
  })
})
