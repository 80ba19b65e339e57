import { expect, test } from 'vitest'
import type { Job, JobSpec, Pod } from '../api/types.gen.ts'
import { SECOND } from '../api/units.ts'
import {
  formatIndexes,
  isAccomplished,
  isJobFinished,
  outcomeOf,
  retryDelay,
  wantedActive,
} from './jobProgress.ts'

const job = (spec: Partial<JobSpec>): Job => ({ spec: { template: {}, ...spec } })

test.each([
  [1, 10],
  [2, 20],
  [3, 40],
  [6, 320],
  [7, 600],
  [50, 600],
])('C3 after %d failures in a row a Job waits %d s', (failures, seconds) => {
  expect(retryDelay(failures)).toBe(seconds * SECOND)
})

test.each<[string, Partial<JobSpec>, succeeded: number, active: number, wanted: number]>([
  ['one pod is the default', {}, 0, 0, 1],
  ['none when it is done', {}, 1, 0, 0],
  ['as many as may run', { parallelism: 3, completions: 10 }, 2, 1, 3],
  ['no more than are missing', { parallelism: 3, completions: 4 }, 2, 3, 2],
  ['a work queue keeps all workers', { parallelism: 3 }, 0, 1, 3],
  ['until one of them is done', { parallelism: 3 }, 1, 2, 2],
])('C3 pods at work: %s', (_name, spec, succeeded, active, wanted) => {
  expect(wantedActive(job(spec), succeeded, active)).toBe(wanted)
})

test.each<[Partial<JobSpec>, succeeded: number, active: number, done: boolean]>([
  [{}, 1, 0, true],
  [{ completions: 2 }, 1, 0, false],
  [{ completions: 2 }, 2, 1, true],
  [{ completions: 0 }, 0, 0, true],
  [{ parallelism: 3 }, 1, 1, false],
  [{ parallelism: 3 }, 1, 0, true],
  [{ parallelism: 3 }, 0, 0, false],
])('C3 %j with %d succeeded and %d active is done: %s', (spec, succeeded, active, done) => {
  expect(isAccomplished(job(spec), succeeded, active)).toBe(done)
})

test.each<[string | undefined, deleted: boolean, 'succeeded' | 'failed' | undefined]>([
  ['Running', false, undefined],
  [undefined, false, undefined],
  ['Succeeded', false, 'succeeded'],
  ['Succeeded', true, 'succeeded'],
  ['Failed', false, 'failed'],
  ['Running', true, 'failed'],
])('C3 a pod in phase %s, being deleted %s, has %s', (phase, deleted, outcome) => {
  const pod: Pod = { metadata: deleted ? { deletionTimestamp: 'x' } : {}, status: { phase } }
  expect(outcomeOf(pod)).toBe(outcome)
})

test.each([
  [[], ''],
  [[3], '3'],
  [[1, 0], '0,1'],
  [[5, 0, 2, 1], '0-2,5'],
  [[10, 9, 2], '2,9,10'],
])('indexes %j are written %s', (indexes, text) => {
  expect(formatIndexes(indexes)).toBe(text)
})

test('C3 Complete and Failed end a Job, Suspended does not', () => {
  const withCondition = (type: string, status: string): Job => ({
    status: { conditions: [{ type, status }] },
  })
  expect(isJobFinished(withCondition('Complete', 'True'))).toBe(true)
  expect(isJobFinished(withCondition('Failed', 'True'))).toBe(true)
  expect(isJobFinished(withCondition('Failed', 'False'))).toBe(false)
  expect(isJobFinished(withCondition('Suspended', 'True'))).toBe(false)
})
