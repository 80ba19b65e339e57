import { describe, expect, test } from 'vitest'
import type { LabelSelector, Node, Pod } from '../../api/types.gen.ts'
import type { ClusterView } from '../framework.ts'
import { nodeView, podInfo } from '../nodeView.ts'
import { type PluginName, REGISTRY } from '../registry.ts'
import { scoreNodes } from '../scoreNodes.ts'
import { testNode, testPod } from '../testing/cluster.ts'

/** A cluster of nodes, each with the pods that name it. */
function clusterOf(nodes: readonly Node[], pods: readonly Pod[] = []): ClusterView {
  return {
    nodes: nodes.map((node) =>
      nodeView(
        node,
        pods.filter(({ spec }) => spec?.nodeName === node.metadata?.name).map(podInfo),
      ),
    ),
    groupSelectors: (pod) => {
      const app = pod.metadata?.labels?.app
      return app ? [{ matchLabels: { app } } satisfies LabelSelector] : []
    },
  }
}

interface FilterRow {
  readonly rule: string
  readonly plugin: PluginName
  readonly node: Node
  readonly held?: Pod
  readonly pod: Pod
  /** Reasons; none = fits. */
  readonly reasons: readonly string[]
}

const port = (hostPort: number, protocol?: string, hostIP?: string) => ({
  containers: [{ name: 'c', ports: [{ containerPort: 1, hostPort, protocol, hostIP }] }],
})
const taint = (effect: string, value = 'yes') => ({ key: 'gpu', value, effect })
const tolerations = [{ key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }]
const UNTOLERATED = ['node(s) had untolerated taint(s)']
const PORTS = ["node(s) didn't have free ports for the requested pod ports"]
const CORDONED = ['node(s) were unschedulable']

const filterRows: readonly FilterRow[] = [
  {
    rule: 'K3.1 a cordoned node refuses',
    plugin: 'NodeUnschedulable',
    node: testNode('n', { unschedulable: true }),
    pod: testPod('p'),
    reasons: CORDONED,
  },
  {
    rule: 'K3.1 not a pod that tolerates it',
    plugin: 'NodeUnschedulable',
    node: testNode('n', { unschedulable: true }),
    pod: testPod('p', {}, { tolerations: [{ operator: 'Exists' }] }),
    reasons: [],
  },
  {
    rule: 'K3.2 a pod that names another node',
    plugin: 'NodeName',
    node: testNode('n'),
    pod: testPod('p', {}, { nodeName: 'other' }),
    reasons: ["node(s) didn't match the requested node name"],
  },
  {
    rule: 'K3.3 NoExecute refuses like NoSchedule',
    plugin: 'TaintToleration',
    node: testNode('n', { taints: [taint('NoExecute')] }),
    pod: testPod('p'),
    reasons: UNTOLERATED,
  },
  {
    rule: 'K3.3 PreferNoSchedule refuses nobody',
    plugin: 'TaintToleration',
    node: testNode('n', { taints: [taint('PreferNoSchedule')] }),
    pod: testPod('p'),
    reasons: [],
  },
  {
    rule: 'K3.3 a toleration is for one effect',
    plugin: 'TaintToleration',
    node: testNode('n', { taints: [taint('NoSchedule'), taint('NoExecute')] }),
    pod: testPod('p', {}, { tolerations }),
    reasons: UNTOLERATED,
  },
  {
    rule: 'K3.3 a toleration is for one value',
    plugin: 'TaintToleration',
    node: testNode('n', { taints: [taint('NoSchedule', 'no')] }),
    pod: testPod('p', {}, { tolerations }),
    reasons: UNTOLERATED,
  },
  {
    rule: 'K3.4 every label of the selector must be there',
    plugin: 'NodeAffinity',
    node: testNode('n', { labels: { disk: 'ssd' } }),
    pod: testPod('p', {}, { nodeSelector: { disk: 'ssd', zone: 'a' } }),
    reasons: ["node(s) didn't match Pod's node affinity/selector"],
  },
  {
    rule: 'K3.5 no address means every address',
    plugin: 'NodePorts',
    node: testNode('n'),
    held: testPod('held', {}, { nodeName: 'n', ...port(80, 'TCP', '10.0.0.1') }),
    pod: testPod('p', {}, port(80)),
    reasons: PORTS,
  },
  {
    rule: 'K3.5 another protocol is another port',
    plugin: 'NodePorts',
    node: testNode('n'),
    held: testPod('held', {}, { nodeName: 'n', ...port(80, 'UDP') }),
    pod: testPod('p', {}, port(80)),
    reasons: [],
  },
  {
    rule: 'K3.6 all shortages are named, in a fixed order',
    plugin: 'NodeResourcesFit',
    node: testNode('n', { pods: '0' }),
    pod: testPod('p', { 'x.io/a': '1', 'ephemeral-storage': '1', memory: '33Gi', cpu: '9' }),
    reasons: [
      'Too many pods',
      'Insufficient cpu',
      'Insufficient memory',
      'Insufficient ephemeral-storage',
      'Insufficient x.io/a',
    ],
  },
  {
    rule: 'K3.6 exactly full is not too full',
    plugin: 'NodeResourcesFit',
    node: testNode('n', { pods: '2' }),
    held: testPod('held', { cpu: '7999m', memory: '32767Mi' }, { nodeName: 'n' }),
    pod: testPod('p', { cpu: '1m', memory: '1Mi' }),
    reasons: [],
  },
]

describe('filters', () => {
  test.each(filterRows)('$rule', ({ plugin, node, held, pod, reasons }) => {
    const cluster = clusterOf([node], held ? [held] : [])
    const run = REGISTRY[plugin].configure(undefined).begin(podInfo(pod), cluster)
    expect(run.filter?.(cluster.nodes[0]!)?.reasons ?? []).toEqual(reasons)
  })
})

interface ScoreRow {
  readonly rule: string
  readonly plugin: PluginName
  readonly args?: object
  readonly nodes: readonly Node[]
  readonly held?: readonly Pod[]
  readonly pod: Pod
  /** Normalised, per node. */
  readonly scores: readonly number[]
}

const twoNodes = [testNode('a'), testNode('b', { cpu: '4', memory: '32Gi' })]
const byHost = (name: string, zone?: string) =>
  testNode(name, {
    labels: {
      'kubernetes.io/hostname': name,
      ...(zone ? { 'topology.kubernetes.io/zone': zone } : {}),
    },
  })
const web = (name: string, nodeName?: string): Pod =>
  testPod(name, {}, nodeName ? { nodeName } : {}, { app: 'web' })
const mostAllocated = {
  scoringStrategy: {
    type: 'MostAllocated',
    resources: [
      { name: 'cpu', weight: 1 },
      { name: 'memory', weight: 1 },
    ],
  },
}
const near = (kind: 'podAffinity' | 'podAntiAffinity', weight: number) => ({
  affinity: {
    [kind]: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight,
          podAffinityTerm: {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: { matchLabels: { app: 'web' } },
          },
        },
      ],
    },
  },
})

const scoreRows: readonly ScoreRow[] = [
  {
    rule: 'K4.1 LeastAllocated: what stays free, each resource rounded down, then the mean',
    plugin: 'NodeResourcesFit',
    nodes: twoNodes,
    pod: testPod('p', { cpu: '1', memory: '5Gi' }),
    // 87 and 84; 75 and 84
    scores: [85, 79],
  },
  {
    rule: 'K4.1 a container without requests counts 100m and 200Mi',
    plugin: 'NodeResourcesFit',
    nodes: [testNode('a', { cpu: '1', memory: '1000Mi' })],
    pod: testPod('p'),
    scores: [85],
  },
  {
    rule: 'K4.2 MostAllocated: what is used',
    plugin: 'NodeResourcesFit',
    args: mostAllocated,
    nodes: twoNodes,
    pod: testPod('p', { cpu: '1', memory: '5Gi' }),
    // 12 and 15; 25 and 15
    scores: [13, 20],
  },
  {
    rule: 'K4.4 evenly used is best',
    plugin: 'NodeResourcesBalancedAllocation',
    nodes: twoNodes,
    pod: testPod('p', { cpu: '2', memory: '8Gi' }),
    // 1/4 and 1/4; 1/2 and 1/4
    scores: [100, 87],
  },
  {
    rule: 'K4.5 fewer untolerated PreferNoSchedule taints are better',
    plugin: 'TaintToleration',
    nodes: [
      testNode('a', {
        taints: [taint('PreferNoSchedule'), { ...taint('PreferNoSchedule'), key: 'x' }],
      }),
      testNode('b', { taints: [taint('PreferNoSchedule')] }),
      testNode('c'),
    ],
    pod: testPod('p'),
    scores: [0, 50, 100],
  },
  {
    rule: 'PodTopologySpread: the group is spread over hosts, three may be together',
    plugin: 'PodTopologySpread',
    nodes: [byHost('a'), byHost('b'), byHost('c')],
    held: [web('1', 'a'), web('2', 'a'), web('3', 'b')],
    pod: web('p'),
    // ln(3 hosts + 2) = 1.609 per pod, plus maxSkew - 1 = 2: raw 5, 4, 2
    scores: [40, 60, 100],
  },
  {
    rule: 'PodTopologySpread: other groups do not count, nor do terminating pods',
    plugin: 'PodTopologySpread',
    nodes: [byHost('a'), byHost('b')],
    held: [
      testPod('1', {}, { nodeName: 'a' }, { app: 'db' }),
      {
        ...web('2', 'b'),
        metadata: {
          name: '2',
          namespace: 'default',
          labels: { app: 'web' },
          deletionTimestamp: '2026-01-01T00:00:00Z',
        },
      },
    ],
    pod: web('p'),
    scores: [100, 100],
  },
  {
    rule: 'InterPodAffinity: preferred nearness is stretched over 0..100',
    plugin: 'InterPodAffinity',
    nodes: [byHost('a'), byHost('b'), byHost('c')],
    held: [web('1', 'a'), web('2', 'a'), web('3', 'b')],
    pod: testPod('p', {}, near('podAffinity', 10)),
    scores: [100, 50, 0],
  },
  {
    rule: 'InterPodAffinity: preferred distance is the reverse',
    plugin: 'InterPodAffinity',
    nodes: [byHost('a'), byHost('b'), byHost('c')],
    held: [web('1', 'a'), web('2', 'a'), web('3', 'b')],
    pod: testPod('p', {}, near('podAntiAffinity', 10)),
    scores: [0, 50, 100],
  },
  {
    rule: 'O3 Fullest: whole percent, extended resources of the node included',
    plugin: 'Fullest',
    nodes: [testNode('a'), testNode('b', { more: { 'nvidia.com/gpu': '4' } })],
    pod: testPod('p', { cpu: '4', memory: '16Gi' }),
    // (50 + 50) / 2; (50 + 50 + 0) / 3
    scores: [50, 33],
  },
  {
    rule: 'O3 Emptiest: the rest of it',
    plugin: 'Emptiest',
    nodes: [testNode('a'), testNode('b', { more: { 'nvidia.com/gpu': '4' } })],
    pod: testPod('p', { cpu: '4', memory: '16Gi' }),
    scores: [50, 66],
  },
]

describe('scores', () => {
  test.each(scoreRows)('$rule', ({ plugin, args, nodes, held = [], pod, scores }) => {
    const cluster = clusterOf(nodes, held)
    const run = REGISTRY[plugin].configure(args).begin(podInfo(pod), cluster)
    const scored = scoreNodes(cluster.nodes, [{ name: plugin, weight: 1, run }])
    expect(scored.nodes.map(({ total }) => total)).toEqual(scores)
  })
})
