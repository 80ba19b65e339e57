import { describe, expect, test } from 'vitest'
import type { Node, Pod } from '../api/types.gen.ts'
import { truncateEventMessage } from './fitError.ts'
import { kubernetesDefault } from './policies/kubernetesDefault.ts'
import { testCluster, testNode, testPod } from './testing/cluster.ts'

const taint = { key: 'gpu', effect: 'NoSchedule' }
const ownTolerations = { tolerations: [{ key: 'gpu', operator: 'Exists' }] }
const named = (name: string) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchFields: [{ key: 'metadata.name', operator: 'In', values: name.split(',') }] },
        ],
      },
    },
  },
})
const twoNames = {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchFields: [
              { key: 'metadata.name', operator: 'In', values: ['a'] },
              { key: 'metadata.name', operator: 'In', values: ['b'] },
            ],
          },
        ],
      },
    },
  },
}

interface Row {
  readonly name: string
  readonly nodes: readonly Node[]
  readonly bound?: readonly Pod[]
  readonly pod: Pod
  readonly message: string
}

const rows: readonly Row[] = [
  {
    name: 'no nodes at all',
    nodes: [],
    pod: testPod('p'),
    message: 'no nodes available to schedule pods',
  },
  {
    name: 'taints and full nodes, counted and sorted as strings',
    nodes: [testNode('a', { taints: [taint] }), testNode('b'), testNode('c')],
    bound: [
      testPod('on-b', { cpu: '8' }, { nodeName: 'b' }),
      testPod('on-c', { cpu: '8' }, { nodeName: 'c' }),
    ],
    pod: testPod('p', { cpu: '1' }),
    message:
      '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. ' +
      'no new claims to deallocate, preemption: 0/3 nodes are available: ' +
      '1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
  },
  {
    name: 'preemption that will help says nothing',
    nodes: [testNode('a'), testNode('b', { cpu: '16' })],
    bound: [testPod('on-b', { cpu: '16' }, { nodeName: 'b' })],
    pod: testPod('p', { cpu: '10' }, { priority: 5 }),
    message: '0/2 nodes are available: 2 Insufficient cpu.',
  },
  {
    name: 'a node that lacks two things counts for both',
    nodes: [testNode('a', { cpu: '1', memory: '1Gi' })],
    pod: testPod('p', { cpu: '2', memory: '2Gi', 'nvidia.com/gpu': '1' }),
    message:
      '0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 Insufficient nvidia.com/gpu. ' +
      'no new claims to deallocate, preemption: 0/1 nodes are available: ' +
      '1 Preemption is not helpful for scheduling.',
  },
  {
    name: 'pod slots',
    nodes: [testNode('a', { pods: '1' })],
    bound: [testPod('on-a', {}, { nodeName: 'a' })],
    pod: testPod('p'),
    message:
      '0/1 nodes are available: 1 Too many pods. no new claims to deallocate, preemption: ' +
      '0/1 nodes are available: 1 No preemption victims found for incoming pod.',
  },
  {
    name: 'cordoned before tainted: the first plugin gives the reason',
    nodes: [testNode('a', { unschedulable: true, taints: [taint] })],
    pod: testPod('p'),
    message:
      '0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, ' +
      'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
  },
  {
    name: 'the nodes that a name term leaves out are counted too',
    nodes: [testNode('a'), testNode('b'), testNode('c')],
    bound: [testPod('on-a', { cpu: '8' }, { nodeName: 'a' })],
    pod: testPod('p', { cpu: '1' }, named('a')),
    message:
      "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. " +
      'no new claims to deallocate, preemption: 0/3 nodes are available: ' +
      '1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.',
  },
  {
    name: 'PreFilter speaks for all nodes and leaves PostFilter without its state',
    nodes: [testNode('a'), testNode('b')],
    pod: testPod('p', {}, twoNames),
    message: '0/2 nodes are available: pod affinity terms conflict. not found',
  },
  {
    name: 'preemptionPolicy Never',
    nodes: [testNode('a')],
    bound: [testPod('on-a', { cpu: '8' }, { nodeName: 'a' })],
    pod: testPod('p', { cpu: '1' }, { priority: 9, preemptionPolicy: 'Never' }),
    message:
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, ' +
      'preemption: not eligible due to preemptionPolicy=Never.',
  },
  {
    name: 'lower priority pods whose eviction would not be enough',
    nodes: [testNode('a', { taints: [taint] })],
    bound: [
      testPod('low', { cpu: '1' }, { nodeName: 'a', priority: 1 }),
      testPod('same', { cpu: '6' }, { nodeName: 'a', priority: 5 }),
    ],
    pod: testPod('p', { cpu: '4' }, { priority: 5, ...ownTolerations }),
    message:
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, ' +
      'preemption: 0/1 nodes are available: 1 Insufficient cpu.',
  },
]

describe('K7 FailedScheduling', () => {
  test.each(rows)('$name', ({ nodes, bound = [], pod, message }) => {
    const cluster = testCluster(kubernetesDefault)
    for (const node of nodes) cluster.addNode(node)
    for (const other of bound) cluster.addPod(other)
    cluster.addPod(pod)
    cluster.run()
    expect(cluster.messages('FailedScheduling')).toEqual([message])
    const stored = cluster.store.get('Pod', 'default', 'p')
    expect(stored?.status?.conditions).toEqual([
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message,
        lastTransitionTime: '2026-01-01T00:00:00Z',
      },
    ])
  })

  test('an event is cut to 1024 characters, the condition is not', () => {
    const cluster = testCluster(kubernetesDefault)
    const gpus = Array.from({ length: 60 }, (_, i) => [`example.com/device-${i}`, '1'])
    cluster.addNode(testNode('a'))
    cluster.addPod(testPod('p', Object.fromEntries(gpus)))
    cluster.run()
    const [event = ''] = cluster.messages('FailedScheduling')
    const condition = cluster.store.get('Pod', 'default', 'p')?.status?.conditions?.[0]
    expect(event).toHaveLength(1024)
    expect(event.endsWith(' ...')).toBe(true)
    expect(condition?.message?.length).toBeGreaterThan(1024)
    expect(condition?.message?.startsWith(event.slice(0, -4))).toBe(true)
  })

  test('a text that fits is not cut', () => {
    expect(truncateEventMessage('x'.repeat(1024))).toBe('x'.repeat(1024))
  })
})

test('K7 a pod that is scheduled gets the event and the condition of success', () => {
  const cluster = testCluster(kubernetesDefault)
  cluster.addPod(testPod('p', { cpu: '1' }))
  cluster.run()
  cluster.addNode(testNode('a'))
  cluster.run(5_000)
  expect(cluster.messages('Scheduled')).toEqual(['Successfully assigned default/p to a'])
  expect(cluster.store.get('Pod', 'default', 'p')?.status?.conditions).toEqual([
    { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-01-01T00:00:02Z' },
  ])
})

test('a pod that is deleted while it waits its turn is skipped', () => {
  const cluster = testCluster(kubernetesDefault)
  cluster.addNode(testNode('a'))
  const pod = testPod('p')
  const deletionTimestamp = '2026-01-01T00:00:30Z'
  cluster.addPod({ ...pod, metadata: { ...pod.metadata, deletionTimestamp } })
  cluster.run()
  expect(cluster.messages('FailedScheduling')).toEqual(['skip schedule deleting pod: default/p'])
  expect(cluster.nodeOf('p')).toBeUndefined()
  expect(cluster.clock.nextAt).toBeUndefined()
})

test('pods of other schedulers and pods that ended are left alone', () => {
  const cluster = testCluster(kubernetesDefault)
  cluster.addNode(testNode('a'))
  cluster.addPod(testPod('other', {}, { schedulerName: 'my-scheduler' }))
  cluster.addPod({ ...testPod('ended'), status: { phase: 'Failed' } })
  cluster.run()
  expect(cluster.events).toEqual([])
  expect(cluster.placement()).toEqual(['', ''])
})
