import { describe, expect, it } from 'vitest'
import { DEFAULT_FILTERS, DEFAULT_POST_FILTERS, DEFAULT_SCORES } from '../profile.ts'
import { ConfigurationError } from './problems.ts'
import { parseConfiguration, readConfiguration } from './readConfiguration.ts'

const HEAD = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration' }

const read = (more: object) => readConfiguration({ ...HEAD, ...more })
const profile = (more: object) => read({ profiles: [more] }).profiles[0]!
const plugins = (more: object) => profile({ plugins: more })
const scoresOf = (more: object) =>
  Object.fromEntries(plugins(more).scores.map(({ plugin, weight }) => [plugin, weight]))

function refusal(value: unknown): string {
  try {
    readConfiguration(value)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return (error as Error).message
  }
  return 'accepted'
}

describe('K12 a KubeSchedulerConfiguration', () => {
  it('without a profile is the default profile', () => {
    const { profiles, initialBackoff, maxBackoff } = read({})
    expect(profiles).toHaveLength(1)
    expect(profiles[0]).toMatchObject({
      schedulerName: 'default-scheduler',
      gates: ['SchedulingGates'],
      filters: DEFAULT_FILTERS,
      postFilters: DEFAULT_POST_FILTERS,
      scores: DEFAULT_SCORES,
      percentageOfNodesToScore: 0,
    })
    expect([initialBackoff, maxBackoff]).toEqual([1_000, 10_000])
  })

  it('has several profiles by schedulerName, each with its share of nodes', () => {
    const { profiles } = read({
      percentageOfNodesToScore: 40,
      profiles: [{}, { schedulerName: 'packer', percentageOfNodesToScore: 100 }],
    })
    expect(profiles.map((each) => [each.schedulerName, each.percentageOfNodesToScore])).toEqual([
      ['default-scheduler', 40],
      ['packer', 100],
    ])
  })

  it('sets the back-off', () => {
    expect(read({ podInitialBackoffSeconds: 2, podMaxBackoffSeconds: 3 })).toMatchObject({
      initialBackoff: 2_000,
      maxBackoff: 3_000,
    })
  })

  it('reads JSON and YAML text alike', () => {
    const yaml =
      'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nparallelism: 4\n'
    expect(parseConfiguration(yaml)).toEqual(parseConfiguration(JSON.stringify(HEAD)))
  })
})

describe('K12 plugins', () => {
  it.each<[string, object, object]>([
    [
      'a weight at score counts',
      { score: { enabled: [{ name: 'ImageLocality', weight: 7 }] } },
      { ImageLocality: 7, TaintToleration: 3, NodeAffinity: 2 },
    ],
    [
      'a weight at multiPoint counts',
      { multiPoint: { enabled: [{ name: 'ImageLocality', weight: 7 }] } },
      { ImageLocality: 7, TaintToleration: 3 },
    ],
    [
      'a weight at score counts more than one at multiPoint',
      {
        multiPoint: { enabled: [{ name: 'ImageLocality', weight: 7 }] },
        score: { enabled: [{ name: 'ImageLocality', weight: 5 }] },
      },
      { ImageLocality: 5 },
    ],
    [
      'a weight that is not written is 1',
      { score: { enabled: [{ name: 'TaintToleration' }] } },
      { TaintToleration: 1 },
    ],
  ])('%s', (_, given, expected) => {
    expect(scoresOf(given)).toMatchObject(expected)
  })

  it('one taken away from score still filters', () => {
    const { filters, scores } = plugins({ score: { disabled: [{ name: 'NodeResourcesFit' }] } })
    expect(scores.map(({ plugin }) => plugin)).not.toContain('NodeResourcesFit')
    expect(filters).toEqual(DEFAULT_FILTERS)
  })

  it('one taken away from multiPoint is gone everywhere', () => {
    const { filters, scores } = plugins({
      multiPoint: { disabled: [{ name: 'TaintToleration' }] },
    })
    expect(filters).toEqual(DEFAULT_FILTERS.filter((name) => name !== 'TaintToleration'))
    expect(scores.map(({ plugin }) => plugin)).not.toContain('TaintToleration')
  })

  it('"*" takes all away, and what is enabled beside it stays', () => {
    const { filters, scores } = plugins({
      filter: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeName' }] },
      score: { disabled: [{ name: '*' }], enabled: [{ name: 'ImageLocality', weight: 3 }] },
    })
    expect(filters).toEqual(['NodeName'])
    expect(scores).toEqual([{ plugin: 'ImageLocality', weight: 3 }])
  })

  it('a plugin that its point enables again comes before the others', () => {
    const { filters } = plugins({ filter: { enabled: [{ name: 'NodeResourcesFit' }] } })
    expect(filters.slice(0, 2)).toEqual(['NodeResourcesFit', 'NodeUnschedulable'])
    expect(filters).toHaveLength(DEFAULT_FILTERS.length)
  })

  it('preemption can be taken away', () => {
    expect(
      plugins({ postFilter: { disabled: [{ name: 'DefaultPreemption' }] } }).postFilters,
    ).toEqual(['DynamicResources'])
  })

  it('arguments are completed', () => {
    const { args } = profile({
      pluginConfig: [
        { name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated' } } },
        {
          name: 'NodeResourcesBalancedAllocation',
          args: { resources: [{ name: 'nvidia.com/gpu' }] },
        },
        { name: 'NodeResourcesBalancedAllocation2' },
        { name: 'DefaultPreemption', args: { minCandidateNodesAbsolute: 5 } },
      ],
    })
    const cpuAndMemory = [
      { name: 'cpu', weight: 1 },
      { name: 'memory', weight: 1 },
    ]
    expect(args).toEqual({
      NodeResourcesFit: { scoringStrategy: { type: 'MostAllocated', resources: cpuAndMemory } },
      NodeResourcesBalancedAllocation: { resources: [{ name: 'nvidia.com/gpu', weight: 1 }] },
      DefaultPreemption: { minCandidateNodesAbsolute: 5, minCandidateNodesPercentage: 10 },
    })
  })
})

describe('K13 what kube-scheduler refuses is refused in its words', () => {
  const strategy = (more: object) => ({ scoringStrategy: { type: 'LeastAllocated', ...more } })
  const args = (name: string, value: object) => ({
    profiles: [{ pluginConfig: [{ name, args: value }] }],
  })
  const AT = 'profiles[0].pluginConfig[0].args'
  const creating = 'creating profile for scheduler name default-scheduler:'

  it.each<[object, string]>([
    [
      { parallelism: 0 },
      'parallelism: Invalid value: 0: should be an integer value greater than zero',
    ],
    [
      { percentageOfNodesToScore: 101 },
      'percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]',
    ],
    [
      { profiles: [{ percentageOfNodesToScore: -1 }] },
      'profiles[0].percentageOfNodesToScore: Invalid value: -1: not in valid range [0-100]',
    ],
    [
      { podInitialBackoffSeconds: 0 },
      'podInitialBackoffSeconds: Invalid value: 0: must be greater than 0',
    ],
    [
      { podInitialBackoffSeconds: 5, podMaxBackoffSeconds: 4 },
      'podMaxBackoffSeconds: Invalid value: 4: must be greater than or equal to PodInitialBackoffSeconds',
    ],
    [{ profiles: [{ schedulerName: '' }] }, 'profiles[0].schedulerName: Required value'],
    [
      { profiles: [{ schedulerName: 'a' }, { schedulerName: 'a' }] },
      'profiles[1].schedulerName: Duplicate value: "profiles[0].schedulerName"',
    ],
    [
      { profiles: [{ pluginConfig: [{ name: 'NodeName' }, { name: 'NodeName' }] }] },
      'profiles[0].pluginConfig[1]: Duplicate value: "NodeName"',
    ],
    [{ extenders: [{}] }, 'extenders: Forbidden: Podfall calls no extenders'],
    [{ profile: [] }, 'strict decoding error: unknown field "profile"'],
    [{ profiles: [{ plugin: {} }] }, 'strict decoding error: unknown field "profiles[0].plugin"'],
    [{ profiles: {} }, 'profiles: Invalid value: must be a list, not a map'],
    [
      args('NodeResourcesFit', strategy({ resources: [{ name: 'cpu', weight: 101 }] })),
      `${AT}.scoringStrategy.resources[0].weight: Invalid value: 101: resource weight of cpu not in valid range (0, 100]`,
    ],
    [
      args('NodeResourcesFit', strategy({ type: 'Most' })),
      `${AT}.scoringStrategy.type: Unsupported value: "Most": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"`,
    ],
    [
      args('NodeResourcesFit', strategy({ type: 'RequestedToCapacityRatio' })),
      `${AT}.scoringStrategy.requestedToCapacityRatio: Required value: must be specified when type is RequestedToCapacityRatio`,
    ],
    [
      args('NodeResourcesFit', strategy({ requestedToCapacityRatio: { shape: [] } })),
      `${AT}.scoringStrategy.requestedToCapacityRatio: Forbidden: must be nil when type is not RequestedToCapacityRatio`,
    ],
    [
      args(
        'NodeResourcesFit',
        strategy({ type: 'RequestedToCapacityRatio', requestedToCapacityRatio: {} }),
      ),
      `${AT}.scoringStrategy.requestedToCapacityRatio.shape: Required value: at least one point must be specified`,
    ],
    [
      args(
        'NodeResourcesFit',
        strategy({
          type: 'RequestedToCapacityRatio',
          requestedToCapacityRatio: {
            shape: [
              { utilization: 50, score: 11 },
              { utilization: 50, score: 0 },
            ],
          },
        }),
      ),
      `[${AT}.scoringStrategy.requestedToCapacityRatio.shape[1].utilization: Invalid value: 50: values must be sorted in increasing order, ${AT}.scoringStrategy.requestedToCapacityRatio.shape[0].score: Invalid value: 11: not in valid range [0, 10]]`,
    ],
    [
      args('NodeResourcesFit', { ignoredResourceGroups: ['a.com/b'] }),
      `${AT}.ignoredResourceGroups[0]: Invalid value: "a.com/b": resource group name can't contain '/'`,
    ],
    [
      args('NodeResourcesFit', { strategy: {} }),
      'decoding args for plugin "NodeResourcesFit": strict decoding error: unknown field "strategy"',
    ],
    [
      args('NodeResourcesBalancedAllocation', {
        resources: [
          { name: 'cpu', weight: 2 },
          { name: 'cpu', weight: 1 },
        ],
      }),
      `[${AT}.resources[0].weight: Invalid value: 2: must be 1, ${AT}.resources[1].name: Duplicate value: "cpu"]`,
    ],
    [
      args('InterPodAffinity', { hardPodAffinityWeight: 101 }),
      `${AT}.hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]`,
    ],
    [
      args('DefaultPreemption', { minCandidateNodesPercentage: 101 }),
      `${AT}.minCandidateNodesPercentage: Invalid value: 101: not in valid range [0, 100]`,
    ],
    [
      args('DefaultPreemption', { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0 }),
      `[${AT}.minCandidateNodesPercentage: Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute, ${AT}.minCandidateNodesAbsolute: Invalid value: 0: cannot be zero at the same time as minCandidateNodesPercentage]`,
    ],
    [
      args('PodTopologySpread', { defaultingType: 'Lists' }),
      `${AT}.defaultingType: Unsupported value: "Lists": supported values: "System", "List"`,
    ],
    [
      args('PodTopologySpread', {
        defaultConstraints: [
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
        ],
      }),
      `${AT}.defaultingType: Invalid value: "System": when .defaultConstraints are not empty`,
    ],
    [
      args('PodTopologySpread', {
        defaultingType: 'List',
        defaultConstraints: [{ maxSkew: 0, whenUnsatisfiable: 'Never', labelSelector: {} }],
      }),
      `[${AT}.defaultConstraints[0].maxSkew: Invalid value: 0: not in valid range (0, inf), ${AT}.defaultConstraints[0].topologyKey: Required value: can not be empty, ${AT}.defaultConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway", ${AT}.defaultConstraints[0].labelSelector: Forbidden: constraint must not define a selector, as they deduced for each pod]`,
    ],
    [
      args('PodTopologySpread', {
        defaultingType: 'List',
        defaultConstraints: [
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
          { maxSkew: 2, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
        ],
      }),
      `${AT}.defaultConstraints[1]: Duplicate value: "{zone, ScheduleAnyway}"`,
    ],
    [
      args('NodeAffinity', {
        addedAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In' }] }],
          },
        },
      }),
      `${AT}.addedAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty or hold illegal values`,
    ],
    [
      args('VolumeBinding', { bindTimeoutSeconds: -1 }),
      `${AT}.bindTimeoutSeconds: Invalid value: -1: invalid BindTimeoutSeconds, should not be a negative value`,
    ],
    [
      { profiles: [{ plugins: { filter: { enabled: [{ name: 'Toaster' }] } } }] },
      `${creating} FilterPlugin "Toaster" does not exist`,
    ],
    [
      { profiles: [{ plugins: { score: { enabled: [{ name: 'NodeName' }] } } }] },
      `${creating} plugin "NodeName" does not extend ScorePlugin plugin`,
    ],
    [
      {
        profiles: [
          {
            plugins: { score: { enabled: [{ name: 'ImageLocality' }, { name: 'ImageLocality' }] } },
          },
        ],
      },
      `${creating} plugin "ImageLocality" already registered as "ScorePlugin"`,
    ],
    [
      { profiles: [{ plugins: { queueSort: { disabled: [{ name: '*' }] } } }] },
      `${creating} no queue sort plugin for profile with scheduler name "default-scheduler"`,
    ],
    [
      { profiles: [{ plugins: { bind: { disabled: [{ name: 'DefaultBinder' }] } } }] },
      `${creating} at least one bind plugin is needed`,
    ],
  ])('%j', (more, message) => {
    expect(refusal({ ...HEAD, ...more })).toBe(message)
  })

  it.each<[unknown, string]>([
    [{}, 'no kind "" is registered for version ""'],
    [
      { ...HEAD, apiVersion: 'kubescheduler.config.k8s.io/v1beta3' },
      'no kind "KubeSchedulerConfiguration" is registered for version "kubescheduler.config.k8s.io/v1beta3"',
    ],
    ['text', 'KubeSchedulerConfiguration: Invalid value: "text": must be a map, not text'],
    [[], 'KubeSchedulerConfiguration: Invalid value: must be a map, not a list'],
  ])('%j as a whole', (value, message) => {
    expect(refusal(value)).toBe(message)
  })

  it('text that is no YAML', () => {
    expect(() => parseConfiguration('a: [')).toThrow(ConfigurationError)
  })
})
