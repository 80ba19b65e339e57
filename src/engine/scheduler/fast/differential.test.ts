import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareEngines } from '../testing/differential.ts'

describe('the fast engine against the readable one, decision by decision', () => {
  it('agrees on random clusters under every policy', () => {
    let decisions = 0
    let fast = 0
    let byBlocks = 0
    let byValue = 0
    let patched = 0
    let fused = 0
    let late = 0
    fc.assert(
      fc.property(fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 })), (seed) => {
        const found = compareEngines(seed, 100)
        decisions += found.decisions
        fast += found.fast
        byBlocks += found.byBlocks
        byValue += found.byValue
        patched += found.patched
        fused += found.fused
        late += found.late
        expect(found.mismatch).toBeUndefined()
      }),
      { seed: 20261121, numRuns: 60 },
    )
    // A comparison of the readable engine with itself would prove nothing.
    expect(fast / decisions).toBeGreaterThan(0.6)
    expect(byBlocks / decisions).toBeGreaterThan(0.2)
    expect(byValue / decisions).toBeGreaterThan(0.05)
    expect(patched / decisions).toBeGreaterThan(0.02)
    expect(fused / decisions).toBeGreaterThan(0.02)
    expect(late / decisions).toBeGreaterThan(0.2)
  })
})
