import { describe, expect, test } from 'vitest'
import type { Node, Pod } from '../api/types.gen.ts'
import { MINUTE } from '../api/units.ts'
import { kubernetesDefault } from './policies/kubernetesDefault.ts'
import { testCluster, testNode, testPod } from './testing/cluster.ts'

type Cluster = ReturnType<typeof testCluster>

const taint = { key: 'gpu', effect: 'NoSchedule' }
const port = (hostPort: number): Partial<NonNullable<Pod['spec']>> => ({
  containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort }] }],
})
const withLabel = (node: Node, value: string): Node => ({
  ...node,
  metadata: { ...node.metadata, labels: { disk: value } },
})

const zoned = (node: Node, zone: string): Node => ({
  ...node,
  metadata: { ...node.metadata, labels: { zone } },
})
const labelled = (pod: Pod, app: string): Pod => ({
  ...pod,
  metadata: { ...pod.metadata, labels: { app } },
})
/** Cannot go to zone x, which has a pod of the group, as long as there is only one zone. */
function spreadPod(name: string): Pod {
  const topologySpreadConstraints = [
    {
      topologyKey: 'zone',
      maxSkew: 1,
      minDomains: 2,
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    },
  ]
  return labelled(testPod(name, {}, { topologySpreadConstraints }), 'web')
}
const affinity = (kind: 'podAffinity' | 'podAntiAffinity', app: string) => ({
  affinity: {
    [kind]: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'zone', labelSelector: { matchLabels: { app } } },
      ],
    },
  },
})

interface Row {
  readonly name: string
  /** The only node, `a`, and the pod `held` on it, if any. */
  readonly node: Node
  readonly held?: Pod
  readonly pod: Pod
  readonly event: (cluster: Cluster) => void
  readonly triedAgain: boolean
}

const full = testPod('held', { cpu: '8' }, { nodeName: 'a' })

const rows: readonly Row[] = [
  {
    name: 'NodeResourcesFit: a pod on a node is gone',
    node: testNode('a'),
    held: full,
    pod: testPod('p', { cpu: '1' }),
    event: (cluster) => cluster.removePod('held'),
    triedAgain: true,
  },
  {
    name: 'NodeResourcesFit: a pod on a node has ended',
    node: testNode('a'),
    held: full,
    pod: testPod('p', { cpu: '1' }),
    event: (cluster) =>
      cluster.updatePod('held', (pod) => ({ ...pod, status: { phase: 'Succeeded' } })),
    triedAgain: true,
  },
  {
    name: 'NodeResourcesFit: a pod on a node starts to terminate',
    node: testNode('a'),
    held: full,
    pod: testPod('p', { cpu: '1' }),
    event: (cluster) =>
      cluster.updatePod('held', (pod) => ({
        ...pod,
        metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:30Z' },
      })),
    triedAgain: false,
  },
  {
    name: 'NodeResourcesFit: a waiting pod is gone',
    node: testNode('a'),
    pod: testPod('p', { cpu: '9' }),
    event(cluster) {
      cluster.addPod(testPod('other', { cpu: '9' }))
      cluster.run()
      cluster.removePod('other')
    },
    triedAgain: false,
  },
  {
    name: 'NodeResourcesFit: a node comes that would hold it',
    node: testNode('a'),
    held: full,
    pod: testPod('p', { cpu: '1' }),
    event: (cluster) => cluster.addNode(testNode('b')),
    triedAgain: true,
  },
  {
    name: 'NodeResourcesFit: a node comes that is too small even when empty',
    node: testNode('a'),
    held: full,
    pod: testPod('p', { cpu: '1' }),
    event: (cluster) => cluster.addNode(testNode('b', { cpu: '500m' })),
    triedAgain: false,
  },
  {
    name: 'NodeResourcesFit: a node grows in what the pod asks for',
    node: testNode('a'),
    held: full,
    pod: testPod('p', { cpu: '1' }),
    event: (cluster) => cluster.updateNode('a', () => testNode('a', { cpu: '9' })),
    triedAgain: true,
  },
  {
    name: 'NodeResourcesFit: a node grows in something else',
    node: testNode('a'),
    held: full,
    pod: testPod('p', { cpu: '1' }),
    event: (cluster) => cluster.updateNode('a', () => testNode('a', { memory: '64Gi' })),
    triedAgain: false,
  },
  {
    name: 'NodeResourcesFit: the pod itself asks for less',
    node: testNode('a'),
    pod: testPod('p', { cpu: '9' }),
    event: (cluster) =>
      cluster.updatePod('p', (pod) => ({ ...pod, spec: testPod('p', { cpu: '8' }).spec })),
    triedAgain: true,
  },
  {
    name: 'TaintToleration: the taint goes',
    node: testNode('a', { taints: [taint] }),
    pod: testPod('p'),
    event: (cluster) => cluster.updateNode('a', () => testNode('a')),
    triedAgain: true,
  },
  {
    name: 'TaintToleration: another taint takes its place',
    node: testNode('a', { taints: [taint] }),
    pod: testPod('p'),
    event: (cluster) =>
      cluster.updateNode('a', () => testNode('a', { taints: [{ ...taint, key: 'other' }] })),
    triedAgain: false,
  },
  {
    name: 'TaintToleration: the pod gets a toleration',
    node: testNode('a', { taints: [taint] }),
    pod: testPod('p'),
    event: (cluster) =>
      cluster.updatePod('p', (pod) => ({
        ...pod,
        spec: { ...pod.spec!, tolerations: [{ operator: 'Exists' }] },
      })),
    triedAgain: true,
  },
  {
    name: 'TaintToleration: a pod on the tainted node is gone',
    node: testNode('a', { taints: [taint] }),
    held: full,
    pod: testPod('p'),
    event: (cluster) => cluster.removePod('held'),
    triedAgain: false,
  },
  {
    name: 'NodeUnschedulable: uncordoned',
    node: testNode('a', { unschedulable: true }),
    pod: testPod('p'),
    event: (cluster) => cluster.updateNode('a', () => testNode('a')),
    triedAgain: true,
  },
  {
    name: 'NodeUnschedulable: a cordoned node comes',
    node: testNode('a', { unschedulable: true }),
    pod: testPod('p'),
    event: (cluster) => cluster.addNode(testNode('b', { unschedulable: true })),
    triedAgain: false,
  },
  {
    name: 'NodeAffinity: the label comes',
    node: testNode('a'),
    pod: testPod('p', {}, { nodeSelector: { disk: 'ssd' } }),
    event: (cluster) => cluster.updateNode('a', (node) => withLabel(node, 'ssd')),
    triedAgain: true,
  },
  {
    name: 'NodeAffinity: another label comes',
    node: testNode('a'),
    pod: testPod('p', {}, { nodeSelector: { disk: 'ssd' } }),
    event: (cluster) => cluster.updateNode('a', (node) => withLabel(node, 'hdd')),
    triedAgain: false,
  },
  {
    name: 'NodePorts: the pod with the port is gone',
    node: testNode('a'),
    held: testPod('held', {}, { nodeName: 'a', ...port(8080) }),
    pod: testPod('p', {}, port(8080)),
    event: (cluster) => cluster.removePod('held'),
    triedAgain: true,
  },
  {
    name: 'NodePorts: a pod with another port is gone',
    node: testNode('a'),
    held: testPod('held', {}, { nodeName: 'a', ...port(8080) }),
    pod: testPod('p', {}, port(8080)),
    event(cluster) {
      cluster.addPod(testPod('other', {}, { nodeName: 'a', ...port(9090) }))
      cluster.run()
      cluster.removePod('other')
    },
    triedAgain: false,
  },
  {
    name: 'PodTopologySpread: a pod of the group comes to the emptier zone',
    node: zoned(testNode('a'), 'x'),
    held: labelled(testPod('held', {}, { nodeName: 'a' }), 'web'),
    pod: spreadPod('p'),
    event: (cluster) => cluster.addPod(labelled(testPod('other', {}, { nodeName: 'b' }), 'web')),
    triedAgain: true,
  },
  {
    name: 'PodTopologySpread: a pod of another group comes to the emptier zone',
    node: zoned(testNode('a'), 'x'),
    held: labelled(testPod('held', {}, { nodeName: 'a' }), 'web'),
    pod: spreadPod('p'),
    event: (cluster) => cluster.addPod(labelled(testPod('other', {}, { nodeName: 'b' }), 'db')),
    triedAgain: false,
  },
  {
    name: 'PodTopologySpread: a node comes that has the key',
    node: zoned(testNode('a'), 'x'),
    held: labelled(testPod('held', {}, { nodeName: 'a' }), 'web'),
    pod: spreadPod('p'),
    event: (cluster) => cluster.addNode(zoned(testNode('c'), 'z')),
    triedAgain: true,
  },
  {
    name: 'PodTopologySpread: a node comes that lacks the key',
    node: zoned(testNode('a'), 'x'),
    held: labelled(testPod('held', {}, { nodeName: 'a' }), 'web'),
    pod: spreadPod('p'),
    event: (cluster) => cluster.addNode(testNode('c')),
    triedAgain: false,
  },
  {
    name: 'InterPodAffinity: a wanted pod comes',
    node: zoned(testNode('a'), 'x'),
    pod: testPod('p', {}, affinity('podAffinity', 'db')),
    event: (cluster) => cluster.addPod(labelled(testPod('db', {}, { nodeName: 'a' }), 'db')),
    triedAgain: true,
  },
  {
    name: 'InterPodAffinity: a pod comes that nobody wants',
    node: zoned(testNode('a'), 'x'),
    pod: testPod('p', {}, affinity('podAffinity', 'db')),
    event: (cluster) => cluster.addPod(labelled(testPod('web', {}, { nodeName: 'a' }), 'web')),
    triedAgain: false,
  },
  {
    name: 'InterPodAffinity: a pod that is not wanted goes',
    node: zoned(testNode('a'), 'x'),
    held: labelled(testPod('held', {}, { nodeName: 'a' }), 'db'),
    pod: testPod('p', {}, affinity('podAntiAffinity', 'db')),
    event: (cluster) => cluster.removePod('held'),
    triedAgain: true,
  },
  {
    name: 'InterPodAffinity: a pod that does not want it goes',
    node: zoned(testNode('a'), 'x'),
    held: testPod('held', {}, { nodeName: 'a', ...affinity('podAntiAffinity', 'web') }),
    pod: labelled(testPod('p'), 'web'),
    event: (cluster) => cluster.removePod('held'),
    triedAgain: true,
  },
  {
    name: 'InterPodAffinity: the node moves to another zone',
    node: zoned(testNode('a'), 'x'),
    held: labelled(testPod('held', {}, { nodeName: 'a' }), 'db'),
    pod: testPod('p', {}, affinity('podAntiAffinity', 'db')),
    event: (cluster) => cluster.updateNode('a', (node) => zoned(node, 'y')),
    triedAgain: true,
  },
  {
    name: 'InterPodAffinity: a node comes without the key',
    node: zoned(testNode('a'), 'x'),
    pod: testPod('p', {}, affinity('podAffinity', 'db')),
    event: (cluster) => cluster.addNode(testNode('b')),
    triedAgain: false,
  },
]

describe('K9 a refused pod is tried again', () => {
  test.each(rows)('$name: $triedAgain', ({ node, held, pod, event, triedAgain }) => {
    const cluster = testCluster(kubernetesDefault)
    cluster.addNode(node)
    if (held) cluster.addPod(held)
    const { uid = '' } = cluster.addPod(pod).metadata!
    cluster.run()
    expect(cluster.attemptsOf(uid)).toHaveLength(1)
    expect(cluster.nodeOf('p')).toBeUndefined()
    event(cluster)
    cluster.run(10_000)
    expect(cluster.attemptsOf(uid)).toHaveLength(triedAgain ? 2 : 1)
  })

  test('after 5 minutes in any case, at the next half minute', () => {
    const cluster = testCluster(kubernetesDefault)
    cluster.addNode(testNode('a'))
    const { uid = '' } = cluster.addPod(testPod('p', { cpu: '9' })).metadata!
    cluster.run(11 * MINUTE)
    const times = cluster.attemptsOf(uid).map(({ at }) => at)
    expect(times).toEqual([0, 5.5 * MINUTE, 11 * MINUTE])
  })
})

describe('timers', () => {
  test('there is none when every pod is placed', () => {
    const cluster = testCluster(kubernetesDefault)
    cluster.addNode(testNode('a'))
    for (let i = 0; i < 5; i++) cluster.addPod(testPod(`p${i}`))
    expect(cluster.run()).toBe(true)
    expect(cluster.placement()).toEqual(['a', 'a', 'a', 'a', 'a'])
  })

  test('there is none without nodes, since nothing could come of a retry', () => {
    const cluster = testCluster(kubernetesDefault)
    cluster.addPod(testPod('p'))
    expect(cluster.run()).toBe(true)
  })

  test('without nodes the retries go on unseen, so a new node is found at the next one', () => {
    const cluster = testCluster(kubernetesDefault)
    cluster.addPod(testPod('p'))
    cluster.run(20_000)
    cluster.addNode(testNode('a'))
    cluster.run()
    // Retries at 2, 5, 10, 19 and 30 s.
    expect(cluster.clock.nextAt).toBe(30_000)
    cluster.run(30_000)
    expect(cluster.nodeOf('p')).toBe('a')
  })

  test('there is none for a gated pod', () => {
    const cluster = testCluster(kubernetesDefault)
    cluster.addNode(testNode('a'))
    cluster.addPod(testPod('p', {}, { schedulingGates: [{ name: 'wait' }] }))
    expect(cluster.run()).toBe(true)
    expect(cluster.events).toEqual([])
    expect(cluster.store.get('Pod', 'default', 'p')?.status?.conditions?.[0]?.reason).toBe(
      'SchedulingGated',
    )
    cluster.updatePod('p', (pod) => ({ ...pod, spec: { ...pod.spec!, schedulingGates: [] } }))
    cluster.run()
    expect(cluster.nodeOf('p')).toBe('a')
  })
})
