import { describe, expect, test } from 'vitest'
import type { Attempt, NodeVerdict } from '../../engine/scheduler/attempt.ts'
import { whyTable } from './whyTable.ts'

const GIB = 1024 ** 3
const BOTH = ['cpu', 'memory']
const passedAll = ['NodeUnschedulable', 'TaintToleration', 'NodeResourcesFit']

const scored = (node: string, fit: number, balanced: number): NodeVerdict => ({
  node,
  passed: passedAll,
  scores: [
    { plugin: 'NodeResourcesFit', raw: fit, normalized: fit, weight: 1 },
    { plugin: 'NodeResourcesBalancedAllocation', raw: balanced, normalized: balanced, weight: 2 },
  ],
  total: fit + 2 * balanced,
})

const attempt = (verdicts: readonly NodeVerdict[], selected?: string): Attempt => ({
  id: 1,
  at: 0,
  namespace: 'default',
  pod: 'db-1',
  uid: 'u',
  verdicts,
  selected,
  candidates: selected === undefined ? [] : [selected],
  maxTotal: 300,
})

const lacks = (node: string, resource: string, over: number): NodeVerdict => ({
  node,
  rejectedBy: 'NodeResourcesFit',
  code: 'Unschedulable',
  reasons: [`Insufficient ${resource}`],
  insufficient: [{ resource, requested: over, used: 100, capacity: 100 }],
  passed: ['NodeUnschedulable', 'TaintToleration'],
  scores: [],
})

describe('why table', () => {
  test('totals are weighted sums, the winner is marked', () => {
    const table = whyTable(
      attempt([scored('node-1', 63, 75), scored('node-2', 75, 69)], 'node-2'),
      BOTH,
    )
    expect(table.rows.map((row) => [row.node, row.winner, row.total])).toEqual([
      ['node-1', false, 213],
      ['node-2', true, 213],
    ])
    expect(table.scores.map((column) => [column.plugin, column.weight])).toEqual([
      ['NodeResourcesFit', 1],
      ['NodeResourcesBalancedAllocation', 2],
    ])
  })

  test('what every machine got alike is folded, and the row still adds up to its total', () => {
    const withTaints = ({ scores, total = 0, ...rest }: NodeVerdict): NodeVerdict => ({
      ...rest,
      scores: [{ plugin: 'TaintToleration', raw: 0, normalized: 100, weight: 3 }, ...scores],
      total: total + 300,
    })
    const { scores, shared, rows } = whyTable(
      attempt([withTaints(scored('node-1', 63, 75)), withTaints(scored('node-2', 63, 69))]),
      BOTH,
    )
    expect(scores.map(({ plugin }) => plugin)).toEqual([
      'NodeResourcesFit',
      'NodeResourcesBalancedAllocation',
    ])
    expect(shared).toEqual({
      plugins: [{ plugin: 'TaintToleration', points: 300 }],
      points: 300,
    })
    const sums = rows.map((_, row) =>
      scores.reduce((sum, column) => sum + column.weight * column.scores[row]!.normalized, 300),
    )
    expect(sums).toEqual(rows.map(({ total }) => total))
  })

  test('a misfit says by how much, in the lane that is too full', () => {
    const table = whyTable(
      attempt([lacks('node-1', 'cpu', 500), lacks('node-2', 'memory', 8 * GIB)]),
      BOTH,
    )
    const [cpu, memory] = table.filters
    expect(cpu!.answers[0]).toEqual({ type: 'no', text: '+0.5 over', reason: 'Insufficient cpu' })
    expect(memory!.answers[0]).toEqual({ type: 'yes' })
    expect(cpu!.answers[1]).toEqual({ type: 'yes' })
    expect(memory!.answers[1]).toMatchObject({ type: 'no', text: '+8 GiB over' })
  })

  test('a tainted machine was not asked whether the pod fits', () => {
    const tainted: NodeVerdict = {
      node: 'node-5',
      rejectedBy: 'TaintToleration',
      reasons: ['node(s) had untolerated taint {nvidia.com/gpu: present}'],
      passed: ['NodeUnschedulable'],
      scores: [],
    }
    const [cpu, memory, taints] = whyTable(attempt([tainted]), BOTH).filters
    expect(cpu!.answers[0]).toEqual({ type: 'notAsked' })
    expect(memory!.answers[0]).toEqual({ type: 'notAsked' })
    expect(taints!.answers[0]).toMatchObject({ type: 'no', text: 'nvidia.com/gpu' })
  })

  test('a taint that the reason leaves out is named all the same', () => {
    const reason = 'node(s) had untolerated taint(s)'
    const key = 'node.kubernetes.io/memory-pressure'
    const tainted: NodeVerdict = {
      node: 'node-1',
      rejectedBy: 'TaintToleration',
      reasons: [reason],
      taint: key,
      passed: [],
      scores: [],
    }
    expect(whyTable(attempt([tainted]), BOTH).filters[2]!.answers[0]).toEqual({
      type: 'no',
      text: 'memory-pressure',
      reason: `${reason}: ${key}`,
    })
  })

  test('a taint without a key is just a taint', () => {
    const tainted: NodeVerdict = {
      node: 'node-5',
      rejectedBy: 'TaintToleration',
      reasons: ['node(s) had untolerated taint(s)'],
      passed: [],
      scores: [],
    }
    expect(whyTable(attempt([tainted]), BOTH).filters[2]!.answers[0]).toMatchObject({
      text: 'taint',
    })
  })

  test('another filter gets its column where it said no', () => {
    const cordoned: NodeVerdict = {
      node: 'node-1',
      rejectedBy: 'NodeUnschedulable',
      reasons: ['node(s) were unschedulable'],
      passed: [],
      scores: [],
    }
    const table = whyTable(attempt([cordoned, scored('node-2', 1, 1)], 'node-2'), BOTH)
    expect(table.filters.map((column) => column.label)).toEqual([
      'CPU fits',
      'MEM fits',
      'Taints',
      'Cordon',
    ])
    expect(table.filters[3]!.answers).toEqual([
      { type: 'no', text: 'were unschedulable', reason: 'node(s) were unschedulable' },
      { type: 'yes' },
    ])
  })

  test('an extended resource has its column when it was short', () => {
    const table = whyTable(attempt([lacks('node-1', 'nvidia.com/gpu', 1)]), [
      ...BOTH,
      'nvidia.com/gpu',
    ])
    expect(table.filters.map((column) => column.key)).toContain('nvidia.com/gpu')
    const without = whyTable(attempt([scored('node-1', 1, 1)]), [...BOTH, 'nvidia.com/gpu'])
    expect(without.filters.map((column) => column.key)).not.toContain('nvidia.com/gpu')
  })

  test('a filter that the profile leaves out has no tick', () => {
    const passed = ['NodeUnschedulable', 'NodeName']
    const full: NodeVerdict = { ...scored('node-1', 0, 50), passed }
    const { filters } = whyTable(attempt([full], 'node-1'), BOTH)
    expect(filters.map(({ key, answers }) => [key, ...answers])).toEqual([
      ['cpu', { type: 'notAsked' }],
      ['memory', { type: 'notAsked' }],
    ])
  })

  test('the only one that fits is not scored', () => {
    const only: NodeVerdict = { node: 'node-2', passed: passedAll, scores: [] }
    const table = whyTable(attempt([lacks('node-1', 'cpu', 500), only], 'node-2'), BOTH)
    expect(table.rows.map((row) => row.onlyFit)).toEqual([false, true])
  })

  test('who takes the next that fits does not know whether it is the only one', () => {
    const taken: NodeVerdict = { node: 'vm-2', passed: passedAll, scores: [] }
    const rule = 'next machine in the list'
    const looked = { ...attempt([lacks('vm-1', 'cpu', 500), taken], 'vm-2'), rule }
    expect(whyTable(looked, BOTH).rows.map((row) => row.onlyFit)).toEqual([false, false])
  })

  test('node-10 stands after node-9', () => {
    const table = whyTable(attempt([scored('node-10', 1, 1), scored('node-9', 1, 1)]), BOTH)
    expect(table.rows.map((row) => row.node)).toEqual(['node-9', 'node-10'])
  })
})
