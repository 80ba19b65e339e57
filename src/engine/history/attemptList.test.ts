import { expect, test } from 'vitest'
import type { Attempt } from '../scheduler/attempt.ts'
import { createAttemptList } from './attemptList.ts'

const placed = (id: number, more: Partial<Attempt> = {}): Attempt => ({
  id,
  at: 0,
  namespace: 'default',
  pod: `pod-${id}`,
  uid: `uid-${id}`,
  verdicts: [],
  selected: `node-${id}`,
  candidates: [`node-${id}`],
  examined: 500,
  nodes: 5_000,
  maxTotal: 700,
  ...more,
})

const LIST = [
  placed(1),
  placed(2),
  placed(3, { candidates: ['node-3', 'node-7'] }),
  placed(4, { candidates: [], equals: 40 }),
  placed(5, { selected: undefined, candidates: [], message: '0/5000 nodes are available.' }),
  placed(6, { namespace: 'other', examined: 17 }),
  placed(7, { at: 20, maxTotal: 600, strategy: 'MostAllocated' }),
  placed(8, { verdicts: [{ node: 'node-8', passed: [], scores: [] }] }),
  placed(9, { nominated: 'node-9', examined: 1 }),
  placed(10),
]

function listed() {
  const list = createAttemptList()
  for (const attempt of LIST) list.push(attempt)
  return list
}

test('what is put there is there, word by word', () => {
  const list = listed()
  expect(LIST.map((_, place) => list.at(place))).toEqual(LIST)
  expect(LIST.map((_, place) => list.uidAt(place))).toEqual(LIST.map(({ uid }) => uid))
  expect(LIST.map((_, place) => list.weightAt(place))).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
})

test('what is forgotten leaves its place, and others keep what they say', () => {
  const list = listed()
  for (const place of [0, 3, 4, 9]) list.forget(place)
  list.replace(7, placed(8, { examined: 1 }))
  expect([list.at(3), list.uidAt(3), list.length]).toEqual([undefined, undefined, 10])
  list.tidy()
  const left = [LIST[1], LIST[2], LIST[5], LIST[6], placed(8, { examined: 1 }), LIST[8]]
  expect(left.map((_, place) => list.at(place))).toEqual(left)
  expect(list.length).toBe(6)
})
