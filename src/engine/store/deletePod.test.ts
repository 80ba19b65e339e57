import { expect, test } from 'vitest'
import type { PodSpec } from '../api/types.gen.ts'
import { createClock } from '../sim/eventQueue.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { deletePod } from './deletePod.ts'
import { createStore } from './memoryStore.ts'

const removed = 'removed'

/** Deletes a pod at 10 s, once per given period, a second apart, and says what is left. */
function deleted(spec: Partial<PodSpec>, phase: string, periods: readonly (number | undefined)[]) {
  const clock = createClock()
  const store = createStore({ clock, random: createRandom(1) })
  store.create('Pod', {
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [], ...spec },
    status: { phase },
  })
  periods.forEach((gracePeriodSeconds, index) => {
    clock.step(10_000 + 1_000 * index)
    deletePod(store, clock, 'default', 'p', { gracePeriodSeconds })
  })
  const meta = store.get('Pod', 'default', 'p')?.metadata
  if (!meta) return removed
  return `${meta.deletionGracePeriodSeconds} s, until ${meta.deletionTimestamp?.slice(14, 19)}`
}

const bound = { nodeName: 'n' }

test.each([
  ['a bound pod gets 30 s', bound, 'Running', [undefined], '30 s, until 00:40'],
  [
    'its own period',
    { ...bound, terminationGracePeriodSeconds: 5 },
    'Running',
    [undefined],
    '5 s, until 00:15',
  ],
  ['the period asked for', bound, 'Running', [7], '7 s, until 00:17'],
  ['a negative period is 1 s', bound, 'Running', [-1], '1 s, until 00:11'],
  ['0 removes at once', bound, 'Running', [0], removed],
  [
    'an own period of 0 too',
    { ...bound, terminationGracePeriodSeconds: 0 },
    'Running',
    [undefined],
    removed,
  ],
  ['a pod nobody runs goes at once', {}, 'Pending', [undefined], removed],
  ['a finished pod goes at once', bound, 'Succeeded', [undefined], removed],
  ['a failed pod goes at once', bound, 'Failed', [20], removed],
  ['asking again does not prolong', bound, 'Running', [5, 30], '5 s, until 00:15'],
  [
    'asking again shortens, counted from the first time',
    bound,
    'Running',
    [30, 5],
    '5 s, until 00:15',
  ],
  ['asking again with 0 removes', bound, 'Running', [30, 0], removed],
] as const)('C5 %s', (_name, spec, phase, periods, left) => {
  expect(deleted(spec, phase, periods)).toBe(left)
})

test('an unknown pod is no error', () => {
  const clock = createClock()
  const store = createStore({ clock, random: createRandom(1) })
  deletePod(store, clock, 'default', 'nobody')
  expect(store.pending).toBe(false)
})
