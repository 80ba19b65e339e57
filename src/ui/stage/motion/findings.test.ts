import { expect, it } from 'vitest'
import type { Attempt, NodeVerdict } from '../../../engine/scheduler/attempt.ts'
import { clusterOf } from '../testing/cluster.ts'
import { findings } from './findings.ts'

const GIB = 1024 ** 3
const { lane, model } = clusterOf([
  [0, 7, 8],
  [0, 1, 4],
  [1, 2, 4],
])
const verdict = (node: string, over: Partial<NodeVerdict> = {}): NodeVerdict => ({
  node,
  passed: [],
  scores: [],
  ...over,
})
const attempt = (over: Partial<Attempt>): Attempt => ({
  id: 1,
  at: 0,
  namespace: 'default',
  pod: 'db',
  uid: 'db',
  verdicts: [],
  candidates: [],
  maxTotal: 300,
  ...over,
})
const find = (over: Partial<Attempt>, row = -1) =>
  findings(attempt(over), model, ['cpu', 'memory'], lane.nodes.names, lane.pods.names, {
    row,
    heights: Float64Array.of(2, 8),
  })

it('excess in cells is what is used plus what is asked for, over what there is', () => {
  const insufficient = [
    { resource: 'cpu', requested: 2000, used: 8000, capacity: 8000 },
    { resource: 'memory', requested: 32 * GIB, used: 12 * GIB, capacity: 32 * GIB },
  ]
  const refused = verdict('node-1', { rejectedBy: 'NodeResourcesFit', insufficient })
  expect(find({ verdicts: [refused] })[0]!.excess).toEqual([2, 3])
})

it('ghosts begin on the stacks; the pod itself, where it stands already, at its own place', () => {
  const verdicts = [verdict('node-1'), verdict('node-2')]
  expect(find({ verdicts }).map(({ lows }) => [...lows])).toEqual([
    [8, 3],
    [2, 1],
  ])
  expect([...find({ verdicts }, 1)[0]!.lows]).toEqual([7, 2])
})

it('machines that are gone are left out, machines that nobody looked at have no verdict', () => {
  const verdicts = [verdict('node-9'), verdict('node-2', { rejectedBy: 'Runbook' })]
  expect(find({ verdicts, selected: 'node-9' })).toMatchObject([
    { node: 0, verdict: undefined, winner: false },
    { node: 1, verdict: undefined, winner: false },
  ])
})

it('knows the winner and those that were as good', () => {
  const verdicts = [verdict('node-1'), verdict('node-2')]
  const candidates = ['node-1', 'node-2']
  expect(find({ verdicts, selected: 'node-2', candidates })).toMatchObject([
    { winner: false, tied: true },
    { winner: true, tied: false },
  ])
})

it('preemption: who leaves lies on top of who stays, and the pod stands on those', () => {
  const refused = verdict('node-1', { rejectedBy: 'NodeResourcesFit' })
  const preemption = { nominatedNode: 'node-1', victims: ['pod-0'] }
  const { room } = find({ verdicts: [refused], preemption })[0]!
  expect(room!.leaving).toEqual([0])
  expect([...room!.places.get(1)!]).toEqual([0, 0])
  expect([...room!.places.get(0)!]).toEqual([1, 1])
  expect([...room!.lows]).toEqual([1, 1])
})
