import { expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { emptyRecord, recordPod } from './jobRecord.ts'

const pod = (phase: string, { uid = 'u', deleted = false, index = '' } = {}): Pod => ({
  metadata: {
    uid,
    ...(deleted ? { deletionTimestamp: 'soon' } : {}),
    ...(index ? { annotations: { 'batch.kubernetes.io/job-completion-index': index } } : {}),
  },
  status: { phase },
})

/** What a record says after one pod went through these states; undefined = not there. */
function after(states: readonly (Pod | undefined)[], givenUp: readonly string[] = []) {
  const record = emptyRecord()
  for (const uid of givenUp) record.givenUp.add(uid)
  states.forEach((state, n) => {
    if (n > 0) recordPod(record, states[n - 1], state, n * 1_000)
  })
  const { active, terminating, succeeded, failed } = record
  return { counts: { active, terminating, succeeded, failed }, record }
}

const none = { active: 0, terminating: 0, succeeded: 0, failed: 0 }

test.each([
  ['a pod at work is active', [undefined, pod('Pending'), pod('Running')], { active: 1 }],
  [
    'success counts once',
    [undefined, pod('Running'), pod('Succeeded'), undefined],
    { succeeded: 1 },
  ],
  ['failure counts once', [undefined, pod('Running'), pod('Failed'), undefined], { failed: 1 }],
  [
    'deletion counts as failure',
    [undefined, pod('Running'), pod('Running', { deleted: true })],
    { terminating: 1, failed: 1 },
  ],
  [
    'and not again when the pod is gone',
    [undefined, pod('Running'), pod('Running', { deleted: true }), undefined],
    { failed: 1 },
  ],
  [
    'nor when it fails on its way out',
    [
      undefined,
      pod('Running'),
      pod('Running', { deleted: true }),
      pod('Failed', { deleted: true }),
    ],
    { failed: 1 },
  ],
  ['a pod that vanishes has failed', [undefined, pod('Running'), undefined], { failed: 1 }],
])('C3 %s', (_name, states, counts) => {
  expect(after(states).counts).toEqual({ ...none, ...counts })
})

test('C3 a pod that the Job gave up is no failure, and forgotten when it is gone', () => {
  const states = [undefined, pod('Running'), pod('Running', { deleted: true }), undefined]
  const { counts, record } = after(states, ['u'])
  expect(counts).toEqual(none)
  expect(record.givenUp.size).toBe(0)
})

test('C3 failures in a row are counted until a success, with the time of the last', () => {
  const record = emptyRecord()
  const end = (uid: string, phase: string, at: number) =>
    recordPod(record, pod('Running', { uid }), pod(phase, { uid, index: '4' }), at)
  end('a', 'Failed', 10)
  end('b', 'Failed', 20)
  expect(record).toMatchObject({ failuresSinceSuccess: 2, lastFailureAt: 20, failed: 2 })
  end('c', 'Succeeded', 30)
  expect(record).toMatchObject({ failuresSinceSuccess: 0, failed: 2 })
  expect([...record.doneIndexes]).toEqual([4])
})
