import { expect, test } from 'vitest'
import type { Attempt } from './attempt.ts'
import { createAttemptLog } from './attemptLog.ts'

function attempt(id: number, uid: string, nodes: number): Attempt {
  const verdicts = Array.from({ length: nodes }, (_, i) => ({
    node: `n${i}`,
    passed: [],
    scores: [],
  }))
  const names = { namespace: 'default', pod: uid, uid }
  return { id, at: 0, ...names, verdicts, candidates: [], maxTotal: 0 }
}
const ids = (attempts: readonly Attempt[]) => attempts.map(({ id }) => id)

test('attempts are kept per pod, oldest first', () => {
  const log = createAttemptLog()
  for (const [id, uid] of [
    [1, 'a'],
    [2, 'b'],
    [3, 'a'],
  ] as const) {
    log.add(attempt(id, uid, 1))
  }
  expect(ids(log.of('a'))).toEqual([1, 3])
  expect(log.of('nobody')).toEqual([])
})

test('too many of one pod: its oldest are forgotten', () => {
  const log = createAttemptLog(2)
  for (let id = 1; id <= 4; id++) log.add(attempt(id, 'a', 1))
  log.add(attempt(5, 'b', 1))
  expect(ids(log.of('a'))).toEqual([3, 4])
  expect(ids(log.of('b'))).toEqual([5])
})

test('too many verdicts in all: the oldest attempts are forgotten, the newest never', () => {
  const log = createAttemptLog(10, 100)
  log.add(attempt(1, 'a', 60))
  log.add(attempt(2, 'b', 40))
  expect(ids(log.of('a'))).toEqual([1])
  log.add(attempt(3, 'c', 10))
  expect(log.of('a')).toEqual([])
  expect(ids(log.of('b'))).toEqual([2])
  log.add(attempt(4, 'd', 500))
  expect([log.of('b'), log.of('c')]).toEqual([[], []])
  expect(ids(log.of('d'))).toEqual([4])
})
