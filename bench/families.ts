import { admitPod } from '../src/engine/api/admission.ts'
import type { LabelSelector, Node, Pod } from '../src/engine/api/types.gen.ts'

/** A workload as upstream's scheduler_perf names and shapes it, or a worst case of our own. */
export interface Family {
  readonly name: string
  /** Pods per second that upstream asks of itself at 5,000 nodes; absent = not one of theirs. */
  readonly threshold?: number
  /** Absent = as many as were asked for. */
  readonly nodes?: (asked: number) => number
  readonly node: (index: number) => Node
  /** Scheduled before the clock starts. */
  readonly before: (nodes: number) => readonly Pod[]
  /** `count` pods that are measured. */
  readonly measured: (count: number) => readonly Pod[]
  /** Pods of lower priority leave for them, and they are tried once more, this many pods later. */
  readonly preempts?: number
  /** What happens before the pod of this index is tried; its time counts, its pods do not. */
  readonly churn?: (index: number) => Churn | undefined
  /** What the services select, by which pods without constraints are spread. */
  readonly group?: LabelSelector
}

/** Things that happen beside the pods that are measured. */
export interface Churn {
  readonly add?: Node
  readonly remove?: string
  /** A pod that is tried and that nobody waits for. */
  readonly tried?: Pod
  /** So many of the pods that have been placed leave, the oldest first. */
  readonly leave?: number
}

const ZONE = 'topology.kubernetes.io/zone'
const HOST = 'kubernetes.io/hostname'

const REQUESTS = { cpu: '100m', memory: '500Mi' }

type Spec = NonNullable<Pod['spec']>
interface PodShape {
  readonly labels?: Readonly<Record<string, string>>
  readonly namespace?: string
  readonly spec?: Partial<Spec>
  readonly requests?: Readonly<Record<string, string>>
}

/** scheduler_perf's default node, with as many zones as the workload asks for. */
function node(index: number, zones = 0, more: Readonly<Record<string, string>> = {}): Node {
  const name = `node-${index}`
  const zone: Record<string, string> = zones > 0 ? { [ZONE]: `zone${(index % zones) + 1}` } : {}
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}`, labels: { [HOST]: name, ...zone } },
    spec: {},
    status: {
      allocatable: { cpu: '4', memory: '32Gi', pods: '110', ...more },
      capacity: { cpu: '4', memory: '32Gi', pods: '110', ...more },
    },
  }
}

let serial = 0

/** Pods of one template, each as the API server stores it. */
function pods(count: number, shape: PodShape = {}): Pod[] {
  const { labels, namespace = 'default', spec, requests = REQUESTS } = shape
  const template: Spec = {
    containers: [{ name: 'pause', image: 'registry.k8s.io/pause:3.10', resources: { requests } }],
    ...spec,
  }
  return Array.from({ length: count }, () => {
    const name = `pod-${serial++}`
    const metadata = { name, namespace, uid: `uid-${name}`, labels }
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: template, status: {} } as Pod
    return admitPod(pod, [])
  })
}

const term = (color: string, topologyKey: string) => ({
  topologyKey,
  labelSelector: { matchLabels: { color } },
  namespaces: ['default', 'sched-0', 'sched-1'],
})

const antiAffinity: PodShape = {
  labels: { color: 'green' },
  spec: {
    affinity: {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term('green', HOST)] },
    },
  },
}
const podAffinity: PodShape = {
  labels: { color: 'blue' },
  spec: {
    affinity: {
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term('blue', ZONE)] },
    },
  },
}
const preferredAffinity: PodShape = {
  labels: { color: 'red' },
  spec: {
    affinity: {
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: term('red', HOST) },
        ],
      },
    },
  },
}
const preferredAntiAffinity: PodShape = {
  labels: { color: 'yellow' },
  spec: {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: term('yellow', HOST) },
        ],
      },
    },
  },
}
const nodeAffinity: PodShape = {
  spec: {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: ZONE, operator: 'In', values: ['zone1', 'zone2'] }] },
          ],
        },
      },
    },
  },
}
const spread = (whenUnsatisfiable: string): PodShape => ({
  labels: { color: 'blue' },
  spec: {
    topologySpreadConstraints: [
      {
        maxSkew: 5,
        topologyKey: ZONE,
        whenUnsatisfiable,
        labelSelector: { matchLabels: { color: 'blue' } },
      },
    ],
  },
})

const lowPriority: PodShape = { requests: { cpu: '900m', memory: '500Mi' } }
const highPriority: PodShape = { requests: { cpu: '3', memory: '500Mi' }, spec: { priority: 10 } }
/** More than any node has. */
const tooLarge: PodShape = { requests: { cpu: '9', memory: '500Mi' }, spec: { priority: 10 } }

/** The one node of a workload that takes everything. */
function largeNode(): Node {
  return node(0, 0, { cpu: '90000', memory: '100Ti', pods: '90000' })
}

/** What the DaemonSet controller writes into its pods: the one node that each is for. */
const onNamedNode: PodShape = {
  requests: {},
  spec: {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-0'] }] },
          ],
        },
      },
    },
  },
}

/** Numbers that do not repeat, and no two neighbours alike. */
const scattered = (index: number, range: number) => 1 + ((index * 7919) % range)

export const FAMILIES: readonly Family[] = [
  {
    name: 'SchedulingBasic',
    threshold: 680,
    node,
    before: () => pods(1000),
    measured: (count) => pods(count),
  },
  {
    name: 'SchedulingPodAntiAffinity',
    threshold: 60,
    node,
    before: () => pods(1000, { ...antiAffinity, namespace: 'sched-0' }),
    measured: (count) => pods(count, { ...antiAffinity, namespace: 'sched-1' }),
  },
  {
    name: 'SchedulingPodAffinity',
    threshold: 35,
    node: (index) => node(index, 1),
    before: () => pods(5000, { ...podAffinity, namespace: 'sched-0' }),
    measured: (count) => pods(count, { ...podAffinity, namespace: 'sched-1' }),
  },
  {
    name: 'SchedulingPreferredPodAffinity',
    threshold: 90,
    node,
    before: () => pods(5000, { ...preferredAffinity, namespace: 'sched-0' }),
    measured: (count) => pods(count, { ...preferredAffinity, namespace: 'sched-1' }),
  },
  {
    name: 'SchedulingPreferredPodAntiAffinity',
    threshold: 90,
    node,
    before: () => pods(5000, { ...preferredAntiAffinity, namespace: 'sched-0' }),
    measured: (count) => pods(count, { ...preferredAntiAffinity, namespace: 'sched-1' }),
  },
  {
    name: 'SchedulingNodeAffinity',
    threshold: 220,
    node: (index) => node(index, 1),
    before: () => pods(5000, nodeAffinity),
    measured: (count) => pods(count, nodeAffinity),
  },
  {
    name: 'TopologySpreading',
    threshold: 460,
    node: (index) => node(index, 3),
    before: () => pods(5000),
    measured: (count) => pods(count, spread('DoNotSchedule')),
  },
  {
    name: 'PreferredTopologySpreading',
    threshold: 340,
    node: (index) => node(index, 3),
    before: () => pods(5000),
    measured: (count) => pods(count, spread('ScheduleAnyway')),
  },
  {
    name: 'MixedSchedulingBasePod',
    threshold: 140,
    node: (index) => node(index, 1),
    before: () => [
      ...pods(2000, { namespace: 'sched-0' }),
      ...pods(2000, { ...podAffinity, namespace: 'sched-0' }),
      ...pods(2000, { ...antiAffinity, namespace: 'sched-0' }),
      ...pods(2000, { ...preferredAffinity, namespace: 'sched-0' }),
      ...pods(2000, { ...preferredAntiAffinity, namespace: 'sched-0' }),
    ],
    measured: (count) => pods(count),
  },
  {
    name: 'Unschedulable',
    threshold: 590,
    node,
    before: () => pods(1000),
    measured: (count) => pods(count),
    churn: (index) => (index % 25 === 0 ? { tried: pods(1, tooLarge)[0]! } : undefined),
  },
  {
    name: 'Unschedulable20kInit',
    threshold: 600,
    node,
    before: () => pods(20_000),
    measured: (count) => pods(count),
    churn: (index) => (index % 25 === 0 ? { tried: pods(1, tooLarge)[0]! } : undefined),
  },
  {
    name: 'SchedulingWithMixedChurn',
    threshold: 710,
    node,
    before: () => [],
    measured: (count) => pods(count),
    churn(index) {
      if (index % 100 === 0) return { add: node(1_000_000), tried: pods(1, tooLarge)[0]! }
      return index % 100 === 50 ? { remove: 'node-1000000' } : undefined
    },
  },
  {
    name: 'PreemptionAsync',
    threshold: 570,
    node,
    before: (nodes) => pods(4 * nodes, lowPriority),
    measured: (count) => pods(count),
    churn: (index) => (index % 25 === 0 ? { tried: pods(1, highPriority)[0]! } : undefined),
    preempts: 20,
  },
  {
    name: 'PreemptionBasic',
    node,
    before: (nodes) => pods(4 * nodes, lowPriority),
    measured: (count) => pods(Math.min(count, 1_000), highPriority),
    preempts: 20,
  },
  {
    name: 'SchedulingDaemonset',
    threshold: 1_100,
    nodes: () => 15_001,
    node: (index) => (index === 0 ? largeNode() : node(index)),
    before: () => [],
    measured: (count) => pods(count, onNamedNode),
  },
  {
    name: 'SchedulingWhileGated',
    threshold: 910,
    nodes: () => 1,
    node: largeNode,
    before: () => pods(20_000, { requests: {} }),
    measured: (count) => pods(count, { requests: {} }),
    churn: (index) => (index % 18 === 0 ? { leave: 1 } : undefined),
  },
  {
    name: 'SchedulingWithExtendedResource',
    threshold: 180,
    node: (index) => node(index, 0, { 'foo.com/bar': '4' }),
    before: () => [],
    measured: (count) => pods(count, { requests: { ...REQUESTS, 'foo.com/bar': '1' } }),
  },
  {
    name: 'DefaultTopologySpreading',
    threshold: 160,
    node: (index) => node(index, 3),
    before: () => pods(5000, { labels: { app: 'b' } }),
    measured: (count) => pods(count, { labels: { app: 'a' } }),
    group: { matchLabels: { app: 'a' } },
  },
  {
    name: 'FiveTemplatesInTurn',
    node: (index) => node(index, 3),
    before: () => [],
    measured: (count) => {
      const shapes = [{}, nodeAffinity, spread('ScheduleAnyway'), { labels: { app: 'a' } }, {}]
      return Array.from({ length: count }, (_, i) => {
        const requests = { cpu: `${50 * (1 + (i % 5))}m`, memory: '500Mi' }
        return pods(1, { ...shapes[i % 5], requests })[0]!
      })
    },
  },
  {
    name: 'TenReplicasEach',
    node: (index) => node(index, 3),
    before: () => [],
    measured: (count) =>
      Array.from({ length: Math.ceil(count / 10) }, (_, i) =>
        pods(10, {
          labels: { app: `app-${i}` },
          requests: { cpu: `${scattered(i, 97)}m`, memory: `${100 + scattered(i, 401)}Mi` },
        }),
      )
        .flat()
        .slice(0, count),
  },
  {
    name: 'AllUnique',
    node: (index) => node(index, 3),
    before: () => [],
    measured: (count) =>
      Array.from(
        { length: count },
        (_, i) =>
          pods(1, {
            labels: { app: `app-${i}` },
            requests: { cpu: `${scattered(i, 97)}m`, memory: `${100 + scattered(i, 401)}Mi` },
          })[0]!,
      ),
  },
]
