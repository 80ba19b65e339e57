import { kubernetesDefault } from '../policies/kubernetesDefault.ts'
import { POLICIES } from '../policies/menu.ts'
import type { SchedulerPolicy } from '../policy.ts'
import { DEFAULT_FILTERS, DEFAULT_POST_FILTERS, DEFAULT_SCORES } from '../profile.ts'
import type { PluginArgs } from '../registry.ts'
import { type Dice, ZONE } from './randomPods.ts'

const SCHEDULERS = POLICIES.filter((policy) => policy.world === 'kubernetes')

/** One of the policies on the menu, or one that nobody would put there. */
export function randomPolicy(d: Dice): SchedulerPolicy {
  const policy = d.one(SCHEDULERS)
  if (d.maybe(50)) return policy
  const extra = d.some(['Fullest', 'Emptiest'] as const, 15)
  return {
    ...policy,
    profile: {
      filters: d.some(DEFAULT_FILTERS, 85).sort(() => (d.maybe(10) ? 1 : 0)),
      scores: [
        ...d.some(DEFAULT_SCORES, 80).map(({ plugin, weight }) => ({
          plugin,
          weight: d.maybe(50) ? weight : 1 + d.below(9),
        })),
        ...extra.map((plugin) => ({ plugin, weight: 2 })),
      ],
      postFilters: d.some(DEFAULT_POST_FILTERS, 90),
      args: randomArgs(d),
      percentageOfNodesToScore: d.one([0, 0, 5, 40, 100]),
    },
    pick: d.one([
      { by: 'score', ties: 'random' },
      { by: 'score', ties: 'first' },
      { by: 'order', from: 'top' },
      { by: 'order', from: 'last' },
      { by: 'random' },
    ] as const),
  }
}

/** kube-scheduler's default profile with another share of nodes to look for. */
export function plainPolicy(d: Dice): SchedulerPolicy {
  const percentageOfNodesToScore = d.one([0, 5, 5, 40, 100])
  const { profile } = kubernetesDefault
  return {
    ...kubernetesDefault,
    profile: { ...profile, percentageOfNodesToScore },
    pick: { by: 'score', ties: d.maybe(80) ? 'random' : 'first' },
  }
}

function randomArgs(d: Dice): PluginArgs {
  const gpu = { name: 'example.com/gpu', weight: 1 }
  const resources = [
    { name: 'cpu', weight: d.one([1, 3]) },
    { name: 'memory', weight: 1 },
    ...(d.maybe(30) ? [gpu] : []),
  ]
  const shape = [
    { utilization: 0, score: d.below(11) },
    { utilization: 60, score: d.below(11) },
    { utilization: 100, score: d.below(11) },
  ]
  return {
    NodeResourcesFit: {
      ...(d.maybe(10) && { ignoredResources: ['example.com/gpu'] }),
      scoringStrategy: d.one([
        { type: 'LeastAllocated', resources: d.maybe(4) ? [] : resources },
        { type: 'MostAllocated', resources },
        { type: 'RequestedToCapacityRatio', resources, requestedToCapacityRatio: { shape } },
      ] as const),
    },
    ...(d.maybe(20) && {
      NodeResourcesBalancedAllocation: { resources: [{ name: 'cpu', weight: 1 }, gpu] },
    }),
    ...(d.maybe(30) && {
      InterPodAffinity: {
        hardPodAffinityWeight: d.one([0, 1, 50]),
        ignorePreferredTermsOfExistingPods: d.maybe(50),
      },
    }),
    ...(d.maybe(30) && {
      PodTopologySpread: {
        defaultingType: 'List',
        defaultConstraints: [
          { maxSkew: 2, topologyKey: ZONE, whenUnsatisfiable: 'ScheduleAnyway' },
          ...(d.maybe(40)
            ? [{ maxSkew: 3, topologyKey: 'disk', whenUnsatisfiable: 'DoNotSchedule' }]
            : []),
        ],
      },
    }),
    ...(d.maybe(15) && {
      NodeAffinity: {
        addedAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }],
          },
        },
      },
    }),
  }
}
