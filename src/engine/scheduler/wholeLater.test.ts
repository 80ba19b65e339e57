import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRun, type Run } from '../lanes.ts'
import type { Command } from '../protocol.ts'
import { END, script } from '../testing/scripts.ts'
import { OPENING_ORDER, testSettings } from '../testing/settings.ts'

/** Two profiles, spreading, promised places: whatever a small cluster's decisions depend on. */
const LANES = [
  { id: 'default', title: 'D', policy: 'kubernetes-default' as const, nodePrefix: 'node-' },
  { id: 'packing', title: 'P', policy: 'kubernetes-bin-packing' as const, nodePrefix: 'node-' },
  { id: 'first', title: 'F', policy: 'first-fit' as const, nodePrefix: 'node-' },
]

/** @param explain 'all' = the readable engine decides, and its verdicts are recorded as they come */
function played(steps: readonly (readonly [number, Command])[], explain?: 'all'): Run {
  const lanes = LANES.map((lane) => ({ ...lane }))
  const run = createRun({ ...testSettings(OPENING_ORDER, { lanes }), explain })
  for (const [at, command] of steps) {
    run.runUntil(at)
    run.perform(command)
  }
  run.runUntil(END)
  return run
}

/** Every attempt that is known of, by lane and pod. */
const attemptsOf = ({ clusters }: Run) =>
  clusters.map(({ ledger, attempts }) =>
    Array.from(ledger.pods.values(), ({ uid }) => JSON.stringify(attempts.of(uid))),
  )

it('K18: verdicts made of what an attempt saw are those that the readable engine gave at once', () => {
  let verdicts = 0
  fc.assert(
    fc.property(script, (steps) => {
      const later = attemptsOf(played(steps))
      expect(later).toEqual(attemptsOf(played(steps, 'all')))
      for (const text of later.flat()) verdicts += text.split('"passed"').length - 1
    }),
    { seed: 20_261_122, numRuns: 12 },
  )
  expect(verdicts).toBeGreaterThan(2_000)
})

it('what is told of an attempt without asking for verdicts is what the readable engine tells', () => {
  const later = played([])
  const [lane] = later.clusters
  const { attempts } = lane!
  const [bare] = attempts.outcomesAfter(attempts.count - 1)
  const [whole] = attempts.after(attempts.count - 1)
  expect(bare).toMatchObject({ verdicts: [], examined: whole!.verdicts.length })
  const { verdicts, candidates, counted } = whole!
  expect(whole).toEqual({ ...bare, verdicts, candidates, counted, examined: undefined })
  // Asked again, it is the same value.
  expect(attempts.after(attempts.count - 1)[0]).toBe(whole)
})
