import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Node, Pod, Taint, Toleration } from '../api/types.gen.ts'
import { POLICIES } from './policies/menu.ts'
import type { SchedulerPolicy } from './policy.ts'
import { type NodeOptions, testCluster, testNode, testPod } from './testing/cluster.ts'

const SCHEDULERS = POLICIES.filter((policy): policy is SchedulerPolicy => {
  return policy.world === 'kubernetes'
})
const parameters = { seed: 20_260_101, numRuns: 60 }

const taints = fc.constantFrom<Taint[]>(
  [],
  [],
  [{ key: 'gpu', effect: 'NoSchedule' }],
  [{ key: 'slow', effect: 'PreferNoSchedule' }],
)
const disks = fc.constantFrom<Record<string, string>>({ disk: 'ssd' }, { disk: 'hdd' }, {})
const nodeOptions: fc.Arbitrary<NodeOptions> = fc.record({
  cpu: fc.integer({ min: 0, max: 16_000 }).map((milli) => `${milli}m`),
  memory: fc.integer({ min: 0, max: 64 }).map((gi) => `${gi}Gi`),
  pods: fc.integer({ min: 0, max: 12 }).map(String),
  more: fc.constantFrom<Record<string, string>>({}, {}, { 'nvidia.com/gpu': '4' }),
  labels: disks,
  taints,
})
const nodes = fc
  .array(nodeOptions, { maxLength: 7 })
  .map((list) => list.map((options, i) => testNode(`n${i}`, options)))

const podOptions = fc.record({
  requests: fc.record(
    {
      cpu: fc.integer({ min: 0, max: 6_000 }).map((milli) => `${milli}m`),
      memory: fc.integer({ min: 0, max: 20 }).map((gi) => `${gi}Gi`),
      'nvidia.com/gpu': fc.integer({ min: 0, max: 3 }).map(String),
    },
    { requiredKeys: [] },
  ),
  spec: fc.record(
    {
      priority: fc.integer({ min: -2, max: 2 }),
      nodeSelector: disks,
      tolerations: fc.constantFrom<Toleration[]>([{ key: 'gpu', operator: 'Exists' }]),
    },
    { requiredKeys: [] },
  ),
})
const pods = fc
  .array(podOptions, { minLength: 1, maxLength: 15 })
  .map((list) => list.map(({ requests, spec }, i) => testPod(`p${i}`, requests, spec)))

function runCluster(
  policy: SchedulerPolicy,
  given: readonly Node[],
  waiting: readonly Pod[],
  seed = 1,
) {
  const cluster = testCluster(policy, seed)
  for (const node of given) cluster.addNode(node)
  for (const pod of waiting) cluster.addPod(pod)
  cluster.run()
  return cluster
}

describe.each(SCHEDULERS)('$id', (policy) => {
  test('accepted placements never exceed what a node has', () => {
    fc.assert(
      fc.property(nodes, pods, (given, waiting) => {
        const cluster = runCluster(policy, given, waiting)
        for (const node of cluster.scheduler.cluster().nodes) {
          expect(node.pods.length).toBeLessThanOrEqual(node.allocatable.pods ?? 0)
          if (node.pods.length === 0) continue
          for (const [resource, requested] of Object.entries(node.requested)) {
            expect(requested).toBeLessThanOrEqual(node.allocatable[resource] ?? 0)
          }
        }
      }),
      parameters,
    )
  })

  test('normalised scores are whole numbers from 0 to 100, and totals their weighted sum', () => {
    fc.assert(
      fc.property(nodes, pods, (given, waiting) => {
        const cluster = runCluster(policy, given, waiting)
        const firstOfEquals = policy.pick.by === 'score' && policy.pick.ties === 'first'
        for (const attempt of cluster.attempts) {
          const best = Math.max(...attempt.verdicts.map(({ total = -1 }) => total))
          for (const { scores, total, node } of attempt.verdicts) {
            for (const { normalized } of scores) {
              expect(Number.isInteger(normalized)).toBe(true)
              expect(normalized).toBeGreaterThanOrEqual(0)
              expect(normalized).toBeLessThanOrEqual(100)
            }
            if (total === undefined) continue
            expect(total).toBe(scores.reduce((sum, s) => sum + s.normalized * s.weight, 0))
            expect(total).toBeLessThanOrEqual(attempt.maxTotal)
            if (attempt.candidates.includes(node)) expect(total).toBe(best)
            else expect(total < best || firstOfEquals).toBe(true)
          }
          if (attempt.selected) expect(attempt.candidates).toContain(attempt.selected)
        }
      }),
      parameters,
    )
  })

  test('the same seed gives the same run', () => {
    fc.assert(
      fc.property(nodes, pods, fc.integer(), (given, waiting, seed) => {
        const first = runCluster(policy, given, waiting, seed)
        const second = runCluster(policy, given, waiting, seed)
        expect(second.events).toEqual(first.events)
        expect(second.placement()).toEqual(first.placement())
      }),
      parameters,
    )
  })

  test('one more node never makes a schedulable pod unschedulable', () => {
    fc.assert(
      fc.property(nodes, nodeOptions, podOptions, (given, added, { requests, spec }) => {
        const pod = testPod('p', requests, spec)
        const before = runCluster(policy, given, [pod]).nodeOf('p')
        const after = runCluster(policy, [...given, testNode('new', added)], [pod]).nodeOf('p')
        if (before !== undefined) expect(after).toBeDefined()
      }),
      parameters,
    )
  })
})
