import { describe, expect, test } from 'vitest'
import { filterNodes } from './filterNodes.ts'
import type { ClusterView, PluginRun } from './framework.ts'
import { nodeView } from './nodeView.ts'
import { testNode } from './testing/cluster.ts'

function clusterOf(count: number): ClusterView {
  return { nodes: Array.from({ length: count }, (_, i) => nodeView(testNode(`n${i}`), [])) }
}
const refuse = (...names: string[]): PluginRun => ({
  filter: ({ name }) =>
    names.includes(name) ? { code: 'Unschedulable', reasons: [`no ${name}`] } : undefined,
})
const U = { code: 'Unschedulable', reasons: ['u'] } as const
const UAU = { code: 'UnschedulableAndUnresolvable', reasons: ['uau'] } as const

describe('K3 filters', () => {
  test('the first that refuses decides, and what passed before it is recorded', () => {
    const filters = [
      { name: 'A', run: refuse() },
      { name: 'Skipped', run: {} },
      { name: 'B', run: refuse('n0') },
      { name: 'C', run: refuse('n0', 'n1') },
    ]
    const { verdicts, feasible, rejectedBy } = filterNodes(clusterOf(3), filters, 0, 100)
    expect(verdicts).toEqual([
      expect.objectContaining({ node: 'n0', rejectedBy: 'B', reasons: ['no n0'], passed: ['A'] }),
      expect.objectContaining({ node: 'n1', rejectedBy: 'C', passed: ['A', 'B'] }),
      { node: 'n2', passed: ['A', 'B', 'C'], scores: [] },
    ])
    expect(feasible.map(({ name }) => name)).toEqual(['n2'])
    expect([...rejectedBy]).toEqual(['B', 'C'])
  })

  test('PreFilter: unresolvable ends it at once, otherwise every plugin is heard', () => {
    const result = (...runs: PluginRun[]) =>
      filterNodes(
        clusterOf(2),
        runs.map((run, i) => ({ name: `P${i}`, run })),
        0,
        100,
      )
    const both = result({ preFilter: U }, { preFilter: { ...U, reasons: ['v'] } })
    expect(both.absent).toEqual({ code: 'Unschedulable', reasons: ['u', 'v'] })
    expect([...both.rejectedBy]).toEqual(['P0', 'P1'])
    const ended = result({ preFilter: U }, { preFilter: UAU }, { preFilter: U })
    expect(ended.absent).toEqual(UAU)
    expect([...ended.rejectedBy]).toEqual(['P1'])
    expect(ended.examined).toBe(0)
  })

  test.each([
    {
      names: [['n1', 'n2'], ['n2']],
      feasible: ['n2'],
      reason: "node(s) didn't satisfy plugin(s) [P0 P1]",
    },
    {
      names: [['n1'], ['n2']],
      feasible: [],
      reason: "node(s) didn't satisfy plugin(s) [P0 P1] simultaneously",
    },
    { names: [[]], feasible: [], reason: "node(s) didn't satisfy plugin P0" },
  ])('restrictions to $names leave $feasible', ({ names, feasible, reason }) => {
    const filters = names.map((only, i) => ({ name: `P${i}`, run: { onlyNodes: new Set(only) } }))
    const result = filterNodes(clusterOf(3), filters, 0, 100)
    expect(result.feasible.map(({ name }) => name)).toEqual(feasible)
    expect(result.absent).toEqual({ code: 'UnschedulableAndUnresolvable', reasons: [reason] })
    expect(result.verdicts).toHaveLength(3)
  })
})

describe('sampling', () => {
  const none = [{ name: 'A', run: {} }]
  test.each([
    { nodes: 99, percentage: 0, feasible: 99 },
    { nodes: 100, percentage: 0, feasible: 100 },
    // 50 % - 200/125 = 49 %, but never under 100 nodes
    { nodes: 200, percentage: 0, feasible: 100 },
    { nodes: 500, percentage: 0, feasible: 230 },
    { nodes: 6_000, percentage: 0, feasible: 300 },
    { nodes: 500, percentage: 60, feasible: 300 },
    { nodes: 500, percentage: 100, feasible: 500 },
  ])('of $nodes nodes at $percentage % the search stops at $feasible', (row) => {
    const result = filterNodes(clusterOf(row.nodes), none, 0, row.percentage)
    expect(result.feasible).toHaveLength(row.feasible)
    expect(result.examined).toBe(row.feasible)
  })

  test('the search begins where the last one stopped, and goes round', () => {
    const result = filterNodes(clusterOf(200), none, 150, 0)
    expect(result.feasible[0]?.name).toBe('n150')
    expect(result.feasible.at(-1)?.name).toBe('n49')
  })

  test('refused nodes do not count towards the number', () => {
    const filters = [{ name: 'A', run: refuse('n0', 'n1', 'n2') }]
    const result = filterNodes(clusterOf(200), filters, 0, 0)
    expect(result.examined).toBe(103)
  })
})
