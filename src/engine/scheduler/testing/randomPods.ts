import { admitPod } from '../../api/admission.ts'
import type {
  Container,
  LabelSelector,
  Node,
  Pod,
  PodAffinityTerm,
  Taint,
  Toleration,
  TopologySpreadConstraint,
} from '../../api/types.gen.ts'
import type { Random } from '../../sim/random.ts'

/* Random nodes and pods that use whatever a scheduler looks at, from few enough values that rules meet. */

export const ZONE = 'topology.kubernetes.io/zone'
export const HOST = 'kubernetes.io/hostname'
export const NAMESPACES = ['default', 'team-a', 'team-b']

export type Dice = ReturnType<typeof dice>

/** Questions to a random stream. */
export function dice(random: Random) {
  const below = (bound: number) => random.below(bound)
  const one = <T>(items: readonly T[]): T => items[random.below(items.length)]!
  const maybe = (percent: number) => random.below(100) < percent
  const some = <T>(items: readonly T[], percent: number): T[] => items.filter(() => maybe(percent))
  return { below, one, maybe, some }
}

export function randomNode({ below, one, maybe, some }: Dice, name: string): Node {
  const taints: Taint[] = some(
    [
      { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
      { key: 'slow', effect: 'PreferNoSchedule' },
      { key: 'old', value: 'yes', effect: 'PreferNoSchedule' },
      { key: 'broken', effect: 'NoExecute' },
    ],
    8,
  )
  const images = some(['web:1', 'db:latest', 'batch:2'], 15).map((image) => ({
    names: [image, `mirror/${image}`],
    sizeBytes: (1 + below(900)) * 2 ** 20,
  }))
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        ...(maybe(90) && { [HOST]: name }),
        ...(maybe(85) && { [ZONE]: maybe(3) ? '' : `zone-${below(3)}` }),
        ...(maybe(60) && { disk: one(['ssd', 'hdd']) }),
      },
    },
    spec: { ...(taints.length > 0 && { taints }), ...(maybe(5) && { unschedulable: true }) },
    status: {
      allocatable: {
        cpu: one(['2', '4', '8']),
        memory: one(['4Gi', '16Gi', '32Gi']),
        pods: one(['3', '10', '110']),
        ...(maybe(20) && { 'example.com/gpu': one(['1', '4']) }),
        ...(maybe(50) && { 'ephemeral-storage': '20Gi' }),
      },
      ...(images.length > 0 && { images }),
    },
  }
}

/** A node as most clusters have them: only its size and its zone tell it from others. */
export function plainNode(d: Dice, name: string): Node {
  // Once in a while one that is peculiar, so that ways of deciding are left and come back to.
  if (d.maybe(1) && d.maybe(15)) return randomNode(d, name)
  const pods = d.one(['4', '110', '110'])
  const [cpu, memory] = d.one([
    ['4', '16Gi'],
    ['4', '16Gi'],
    ['8', '32Gi'],
  ] as const)
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { [HOST]: name, [ZONE]: `zone-${d.below(3)}` } },
    spec: {},
    status: { allocatable: { cpu, memory, pods } },
  }
}

function selector({ one, maybe }: Dice): LabelSelector {
  if (maybe(8)) return {}
  if (maybe(25)) {
    const operator = one(['In', 'NotIn', 'Exists'])
    const values = operator === 'Exists' ? undefined : [one(['web', 'db'])]
    return { matchExpressions: [{ key: 'app', operator, values }] }
  }
  return { matchLabels: { [one(['app', 'tier'])]: one(['web', 'db', 'front']) } }
}

function term(d: Dice): PodAffinityTerm {
  return {
    topologyKey: d.one([ZONE, HOST, 'disk']),
    labelSelector: selector(d),
    ...(d.maybe(20) && { namespaces: [d.one(NAMESPACES)] }),
    ...(d.maybe(20) && {
      namespaceSelector: d.maybe(30) ? {} : { matchLabels: { tier: d.one(['gold', 'tin']) } },
    }),
  }
}

function terms(d: Dice, required: number, preferred: number) {
  return {
    ...(d.maybe(required) && {
      requiredDuringSchedulingIgnoredDuringExecution: d.maybe(25) ? [term(d), term(d)] : [term(d)],
    }),
    ...(d.maybe(preferred) && {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1 + d.below(100), podAffinityTerm: term(d) },
        ...(d.maybe(30) ? [{ weight: 1 + d.below(10), podAffinityTerm: term(d) }] : []),
      ],
    }),
  }
}

const diskIs = (value: string) => ({
  matchExpressions: [{ key: 'disk', operator: 'In', values: [value] }],
})

function nodeAffinity(d: Dice) {
  const values = d.some(['n0', 'n1', 'n2', 'n3', 'n77', 'nowhere'], 30)
  const named = { matchFields: [{ key: 'metadata.name', operator: 'In', values }] }
  return {
    ...(d.maybe(50) && {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [d.maybe(25) ? named : diskIs(d.one(['ssd', 'hdd']))],
      },
    }),
    ...(d.maybe(50) && {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1 + d.below(100), preference: diskIs(d.one(['ssd', 'hdd'])) },
      ],
    }),
  }
}

function spread(d: Dice): TopologySpreadConstraint {
  const whenUnsatisfiable = d.one(['DoNotSchedule', 'ScheduleAnyway'])
  return {
    maxSkew: 1 + d.below(4),
    topologyKey: d.one([ZONE, HOST, 'disk']),
    whenUnsatisfiable,
    labelSelector: selector(d),
    ...(d.maybe(20) && whenUnsatisfiable === 'DoNotSchedule' && { minDomains: 1 + d.below(4) }),
    ...(d.maybe(20) && { nodeAffinityPolicy: d.one(['Honor', 'Ignore']) }),
    ...(d.maybe(20) && { nodeTaintsPolicy: d.one(['Honor', 'Ignore']) }),
    ...(d.maybe(20) && { matchLabelKeys: ['tier'] }),
  }
}

const TOLERATIONS: readonly Toleration[] = [
  { key: 'dedicated', operator: 'Exists' },
  { key: 'slow', operator: 'Exists', effect: 'PreferNoSchedule' },
  { key: 'old', operator: 'Equal', value: 'yes' },
  { key: 'broken', operator: 'Exists' },
  { operator: 'Exists' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists' },
]

function container(d: Dice): Container {
  const { one, maybe, below } = d
  return {
    name: 'main',
    image: one(['web:1', 'db', 'batch:2', 'other']),
    resources: {
      requests: {
        ...(maybe(85) && { cpu: one(['0', '100m', '250m', '1', '3', '9']) }),
        ...(maybe(80) && { memory: one(['128Mi', '1Gi', '6Gi']) }),
        ...(maybe(8) && { 'example.com/gpu': one(['1', '2']) }),
        ...(maybe(8) && { 'ephemeral-storage': '3Gi' }),
      },
    },
    ...(maybe(6) && { ports: [{ containerPort: 80, hostPort: 8000 + below(2) }] }),
  }
}

/** What pods of one template have in common that wish for nothing but room, and perhaps to be spread. */
export function plainTemplate(d: Dice): Pod {
  const { one, maybe } = d
  const requests = { cpu: one(['100m', '250m', '1', '9']), memory: one(['128Mi', '1Gi', '6Gi']) }
  return admitPod(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: one(NAMESPACES), labels: { app: one(['web', 'db', 'job']) } },
      spec: {
        containers: [{ name: 'main', image: 'other', resources: { requests } }],
        priority: one([0, 0, 0, 0, 5]),
        ...(maybe(30) && {
          topologySpreadConstraints: [ZONE, HOST]
            .filter(() => maybe(60))
            .map((topologyKey) => ({
              maxSkew: 1 + d.below(4),
              topologyKey,
              whenUnsatisfiable: maybe(70) ? 'ScheduleAnyway' : 'DoNotSchedule',
              labelSelector: { matchLabels: { app: one(['web', 'db', 'job']) } },
            })),
        }),
      },
      status: { phase: 'Pending' },
    },
    [],
  )
}

/** Names of claims, not all of which are there; see randomStorage.ts. */
const CLAIMS = ['bound', 'far', 'waiting', 'made', 'alone', 'stuck', 'none']

/** What pods of one template have in common, as the API server completes it. */
export function randomTemplate(d: Dice): Pod {
  const { one, maybe, some, below } = d
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: one(NAMESPACES),
      ...(maybe(85) && {
        labels: {
          app: one(['web', 'db', 'job']),
          ...(maybe(50) && { tier: one(['front', 'back']) }),
        },
      }),
    },
    spec: {
      containers: maybe(15) ? [container(d), container(d)] : [container(d)],
      priority: one([0, 0, 0, 5, 10]),
      ...(maybe(10) && { preemptionPolicy: 'Never' }),
      ...(maybe(30) && { tolerations: some(TOLERATIONS, 30) }),
      ...(maybe(10) && { nodeSelector: { disk: one(['ssd', 'hdd']) } }),
      ...(maybe(35) && {
        affinity: {
          ...(maybe(35) && { nodeAffinity: nodeAffinity(d) }),
          ...(maybe(40) && { podAffinity: terms(d, 35, 60) }),
          ...(maybe(40) && { podAntiAffinity: terms(d, 45, 60) }),
        },
      }),
      ...(maybe(30) && {
        topologySpreadConstraints: maybe(40) ? [spread(d), spread(d)] : [spread(d)],
      }),
      ...(maybe(5) && {
        volumes: [{ name: 'v', gcePersistentDisk: { pdName: `disk-${below(2)}` } }],
      }),
      ...(maybe(10) && {
        volumes: some(CLAIMS, 20).map((claimName) => ({
          name: claimName,
          persistentVolumeClaim: { claimName },
        })),
      }),
    },
    status: { phase: 'Pending' },
  }
  return admitPod(pod, [])
}
