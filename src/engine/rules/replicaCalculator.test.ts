import { expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { replicasForPods, replicasForTotal, type Sample } from './replicaCalculator.ts'

const NOW = 1_000_000
const TOLERANCE = { up: 0.1, down: 0.1 }
const HALF = { type: 'utilization', percent: 50 } as const

function pod(
  ready: boolean,
  startedAgo = 900_000,
  changedAgo = startedAgo,
  phase = 'Running',
): Pod {
  const lastTransitionTime = toTimestamp(NOW - changedAgo)
  return {
    status: {
      phase,
      startTime: toTimestamp(NOW - startedAgo),
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime }],
    },
  }
}
const READY = pod(true)
const FRESH = pod(true, 60_000, 10_000)
const SETTLED = pod(true, 60_000, 20_000)
const UNREADY = pod(false, 60_000, 50_000)
const LONG_UNREADY = pod(false, 900_000, 200_000)
const NEVER_READY = pod(false, 900_000, 895_000)
const PENDING = pod(false, 900_000, 900_000, 'Pending')
const FAILED = pod(false, 900_000, 900_000, 'Failed')
const GOING: Pod = { ...READY, metadata: { deletionTimestamp: toTimestamp(NOW) } }

/** Each uses so much of its 1000. */
const using = (...list: [Pod, number | undefined][]): Sample[] =>
  list.map(([one, used]) => ({ pod: one, used, requested: 1_000 }))

test.each<[string, Sample[], number | undefined]>([
  ['twice the target: twice the pods', using([READY, 1_000], [READY, 1_000]), 4],
  ['half the target: half the pods', using([READY, 250], [READY, 250]), 1],
  ['rounded up', using([READY, 600], [READY, 600], [READY, 600]), 4],
  ['within 10 % of it: nothing', using([READY, 550], [READY, 550]), 2],
  ['just above: one more', using([READY, 560], [READY, 560]), 3],
  ['just below: no fewer than needed', using([READY, 440], [READY, 440]), 2],
  ['what is leaving does not count', using([READY, 1_000], [GOING, 1_000], [FAILED, 1_000]), 2],
  ['nobody to ask', using([PENDING, undefined]), undefined],
  // Corrected by pods that have just come: 1000 of 2 x 500 is on target.
  ['on the way up new pods count as idle', using([READY, 1_000], [FRESH, 900]), 2],
  ['on the way down they do not count', using([READY, 200], [FRESH, 900]), 1],
  ['after 15 s of being ready they do', using([READY, 1_000], [SETTLED, 1_000]), 4],
  ['those that are not ready do not', using([READY, 1_000], [UNREADY, 1_000]), 2],
  ['nor those that never were', using([READY, 1_000], [NEVER_READY, 1_000]), 2],
  ['but those that were', using([READY, 1_000], [LONG_UNREADY, 1_000]), 4],
  ['pending pods count as idle', using([READY, 2_000], [PENDING, undefined]), 4],
  ['no metric on the way down: busy', using([READY, 100], [READY, undefined]), 2],
  ['no metric on the way up: idle', using([READY, 1_500], [READY, undefined]), 3],
  ['no change of direction', using([READY, 600], [READY, undefined]), 2],
])('C17 C17.1 %s', (_name, samples, replicas) => {
  const found = replicasForPods(samples.length, samples, HALF, TOLERANCE, true, NOW)
  expect(found?.replicas).toBe(replicas)
})

test('C17.1 without a metric a pod is as busy as its target, where that is more than its request', () => {
  const target = { type: 'utilization', percent: 150 } as const
  // 3300 of the 4500 that are the target of three; taken for its request it would be 2800: two pods.
  const samples = using([READY, 800], [READY, undefined], [READY, 1_000])
  expect(replicasForPods(3, samples, target, TOLERANCE, true, NOW)?.replicas).toBe(3)
})

test('C17 an amount per pod is compared as it is', () => {
  const target = { type: 'average', value: 100 } as const
  const found = replicasForPods(2, using([READY, 300], [READY, 100]), target, TOLERANCE, false, NOW)
  expect(found).toMatchObject({ replicas: 4, current: 200, average: 200 })
})

test.each([
  [2, 1_000, 250, true, 4],
  [4, 1_000, 250, true, 4],
  [4, 1_050, 250, true, 4],
  [2, 1_000, 500, false, 4],
  [2, 510, 500, false, 2],
])('C17 %d pods, %d in all, target %d (per pod: %s): %d', (pods, total, target, perPod, wanted) => {
  const list = Array<Pod>(pods).fill(READY)
  const { replicas } = replicasForTotal(pods, total, target, perPod, list, TOLERANCE)
  expect(replicas).toBe(wanted)
})
