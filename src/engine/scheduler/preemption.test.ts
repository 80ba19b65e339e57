import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { kubernetesDefault } from './policies/kubernetesDefault.ts'
import { testCluster, testNode, testPod } from './testing/cluster.ts'

type Cluster = ReturnType<typeof testCluster>

function started(pod: Pod, seconds: number): Pod {
  const startTime = `2026-01-01T00:00:${String(seconds).padStart(2, '0')}Z`
  return { ...pod, status: { ...pod.status, phase: 'Running', startTime } }
}
const victim = (name: string, cpu: string, nodeName: string, priority = 0) =>
  testPod(name, { cpu }, { nodeName, priority, terminationGracePeriodSeconds: 5 })
const urgent = (name: string, cpu: string, priority = 100) => testPod(name, { cpu }, { priority })

/** What kubelets do: a pod whose grace period is over is removed. */
function finishTerminating(cluster: Cluster): void {
  for (const pod of cluster.store.list('Pod')) {
    if (pod.metadata?.deletionTimestamp) cluster.removePod(pod.metadata.name!)
  }
}
const terminating = (cluster: Cluster) =>
  cluster.store
    .list('Pod')
    .filter((pod) => pod.metadata?.deletionTimestamp)
    .map((pod) => pod.metadata?.name)

describe('preemption', () => {
  function fullNode(): Cluster {
    const cluster = testCluster(kubernetesDefault)
    cluster.addNode(testNode('a'))
    cluster.addPod(started(victim('old', '4', 'a'), 1))
    cluster.addPod(started(victim('new', '4', 'a'), 2))
    cluster.run()
    return cluster
  }

  test('evicts as few as possible, and of equals the one that started last', () => {
    const cluster = fullNode()
    const { uid = '' } = cluster.addPod(urgent('p', '3')).metadata!
    cluster.run()
    expect(terminating(cluster)).toEqual(['new'])
    expect(cluster.messages('Preempted')).toEqual([`Preempted by pod ${uid} on node a`])
    expect(cluster.store.get('Pod', 'default', 'new')?.status?.conditions).toEqual([
      {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'PreemptionByScheduler',
        message: 'default-scheduler: preempting to accommodate a higher priority pod',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      },
    ])
    expect(cluster.store.get('Pod', 'default', 'p')?.status?.nominatedNodeName).toBe('a')
    expect(cluster.messages('FailedScheduling')).toEqual([
      '0/1 nodes are available: 1 Insufficient cpu.',
    ])
    expect(cluster.attemptsOf(uid)[0]?.preemption).toEqual({
      nominatedNode: 'a',
      victims: ['new'],
      reasons: {
        priority: 100,
        options: [{ node: 'a', victims: ['new'], priority: 0, violations: 0 }],
      },
    })
  })

  test('the pod is placed when its victim is gone, and the nomination ends', () => {
    const cluster = fullNode()
    cluster.addPod(urgent('p', '3'))
    cluster.run()
    expect(cluster.nodeOf('p')).toBeUndefined()
    finishTerminating(cluster)
    cluster.run(5_000)
    expect(cluster.nodeOf('p')).toBe('a')
    expect(cluster.store.get('Pod', 'default', 'p')?.status?.nominatedNodeName).toBeUndefined()
  })

  test('a pod that waits for its victim does not preempt again', () => {
    const cluster = fullNode()
    const { uid = '' } = cluster.addPod(urgent('p', '3')).metadata!
    cluster.run()
    // Something else leaves: the pod is tried again while its victim still terminates.
    cluster.addPod(testPod('other', {}, { nodeName: 'a' }))
    cluster.run()
    cluster.removePod('other')
    cluster.run()
    expect(terminating(cluster)).toEqual(['new'])
    expect(cluster.attemptsOf(uid).at(-1)?.message).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: ' +
        'not eligible due to a terminating pod on the nominated node.',
    )
    expect(cluster.store.get('Pod', 'default', 'p')?.status?.nominatedNodeName).toBe('a')
  })

  test('a promised place is kept from pods of lower priority', () => {
    const cluster = fullNode()
    cluster.addPod(urgent('p', '3'))
    cluster.run()
    const { uid = '' } = cluster.addPod(testPod('late', { cpu: '2' }, { priority: 1 })).metadata!
    finishTerminating(cluster)
    // Both are in the queue now; 4 vCPU are free, and 3 of them are promised.
    cluster.run(5_000)
    expect(cluster.nodeOf('p')).toBe('a')
    expect(cluster.nodeOf('late')).toBeUndefined()
    expect(cluster.attemptsOf(uid).at(-1)?.verdicts[0]?.reasons).toEqual(['Insufficient cpu'])
  })

  test('a more important pod takes a promised place over', () => {
    const cluster = testCluster(kubernetesDefault)
    cluster.addNode(testNode('a'))
    cluster.addPod(started(victim('low', '8', 'a'), 1))
    cluster.addPod(urgent('p', '8', 10))
    cluster.run()
    expect(cluster.store.get('Pod', 'default', 'p')?.status?.nominatedNodeName).toBe('a')
    cluster.addPod(urgent('q', '8', 20))
    cluster.run()
    expect(cluster.store.get('Pod', 'default', 'q')?.status?.nominatedNodeName).toBe('a')
    expect(cluster.store.get('Pod', 'default', 'p')?.status?.nominatedNodeName).toBeUndefined()
    finishTerminating(cluster)
    cluster.run(20_000)
    expect([cluster.nodeOf('p'), cluster.nodeOf('q')]).toEqual([undefined, 'a'])
  })

  test('the node whose victims matter least is chosen', () => {
    const cluster = testCluster(kubernetesDefault)
    for (const name of ['a', 'b', 'c']) cluster.addNode(testNode(name))
    cluster.addPod(victim('on-a', '8', 'a', 5))
    cluster.addPod(victim('on-b', '8', 'b', 3))
    cluster.addPod(victim('on-c', '8', 'c', 4))
    cluster.addPod(urgent('p', '1'))
    cluster.run()
    expect(terminating(cluster)).toEqual(['on-b'])
  })

  test('never evicts pods of the same or a higher priority', () => {
    const cluster = testCluster(kubernetesDefault)
    cluster.addNode(testNode('a'))
    cluster.addPod(victim('same', '4', 'a', 100))
    cluster.addPod(victim('higher', '4', 'a', 101))
    cluster.addPod(urgent('p', '1'))
    cluster.run()
    expect(terminating(cluster)).toEqual([])
  })

  test('does nothing where it could not help', () => {
    const cluster = testCluster(kubernetesDefault)
    cluster.addNode(testNode('a', { taints: [{ key: 'x', effect: 'NoSchedule' }] }))
    cluster.addPod(victim('low', '8', 'a'))
    cluster.addPod(urgent('p', '1'))
    cluster.run()
    expect(terminating(cluster)).toEqual([])
  })

  test('whatever the cluster, victims have a lower priority than the pod they make room for', () => {
    const pods = fc.array(
      fc.record({
        cpu: fc.integer({ min: 1, max: 8 }),
        priority: fc.integer({ min: -2, max: 3 }),
      }),
      { minLength: 2, maxLength: 20 },
    )
    let seen = 0
    fc.assert(
      fc.property(pods, fc.integer({ min: 1, max: 4 }), (waiting, nodes) => {
        const cluster = testCluster(kubernetesDefault)
        for (let i = 0; i < nodes; i++) cluster.addNode(testNode(`n${i}`))
        const priorities = new Map(waiting.map(({ priority }, i) => [`p${i}`, priority]))
        waiting.forEach(({ cpu, priority }, i) => {
          cluster.addPod(testPod(`p${i}`, { cpu: String(cpu) }, { priority }))
          cluster.run()
        })
        for (const { pod, preemption } of cluster.attempts) {
          for (const victim of preemption?.victims ?? []) {
            seen += 1
            expect(priorities.get(victim)!).toBeLessThan(priorities.get(pod)!)
          }
        }
      }),
      { seed: 20_260_101, numRuns: 100 },
    )
    expect(seen).toBeGreaterThan(100)
  })

  test('an end of a nomination lets others try', () => {
    const cluster = fullNode()
    cluster.addPod(urgent('p', '3'))
    cluster.run()
    const { uid = '' } = cluster.addPod(testPod('late', { cpu: '2' }, { priority: 1 })).metadata!
    finishTerminating(cluster)
    cluster.store.drain()
    cluster.removePod('p')
    cluster.run(5_000)
    expect(cluster.nodeOf('late')).toBe('a')
    expect(cluster.attemptsOf(uid).length).toBeGreaterThan(0)
  })
})
