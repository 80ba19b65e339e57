// The KubeSchedulerConfiguration document (kubescheduler.config.k8s.io/v1), which the official client
// does not have, in the form in which kubernetes-models.mjs describes Kubernetes' own kinds.

const type = (name, doc, fields) => ({
  name,
  doc,
  fields: Object.entries(fields).map(([key, [fieldType, fieldDoc]]) => ({
    name: key.replace('!', ''),
    required: key.endsWith('!'),
    type: fieldType,
    doc: fieldDoc,
  })),
})

const SET = 'SchedulerPluginSet'

export const SCHEDULER_MODELS = [
  type(
    'KubeSchedulerConfiguration',
    'How kube-scheduler decides: plugins, their weights and arguments. It configures every lane whose policy is kubernetes-default or kubernetes-bin-packing.',
    {
      'apiVersion!': ['string', 'Always kubescheduler.config.k8s.io/v1.'],
      'kind!': ['string', 'Always KubeSchedulerConfiguration.'],
      profiles: [
        'readonly KubeSchedulerProfile[]',
        'Schedulers; a pod chooses one with spec.schedulerName. One profile, default-scheduler, if absent.',
      ],
      percentageOfNodesToScore: [
        'number',
        'The search ends when this share of the nodes turned out feasible. No effect below 100 nodes. 0, if absent: 50 % less 1 % for every 125 nodes, at least 5 %.',
      ],
      podInitialBackoffSeconds: [
        'number',
        'How long a pod waits after its first failure. 1 if absent.',
      ],
      podMaxBackoffSeconds: ['number', 'The longest wait after a failure. 10 if absent.'],
      parallelism: ['number', 'Read and checked; the simulation does not depend on it.'],
      extenders: ['readonly unknown[]', 'Must be empty: Podfall calls nobody.'],
      leaderElection: ['unknown', 'Read; means nothing in a simulation.'],
      clientConnection: ['unknown', 'Read; means nothing in a simulation.'],
      enableProfiling: ['boolean', 'Read; means nothing in a simulation.'],
      enableContentionProfiling: ['boolean', 'Read; means nothing in a simulation.'],
      delayCacheUntilActive: ['boolean', 'Read; means nothing in a simulation.'],
    },
  ),
  type('KubeSchedulerProfile', 'One scheduler.', {
    schedulerName: ['string', 'What pods call it. default-scheduler if absent.'],
    percentageOfNodesToScore: ['number', 'The same as for all profiles, for this one.'],
    plugins: ['SchedulerPlugins', 'Plugins that are switched on or off at extension points.'],
    pluginConfig: ['readonly SchedulerPluginConfig[]', 'Arguments of plugins.'],
  }),
  type('SchedulerPlugins', 'Changes to the default plugins, by extension point.', {
    multiPoint: [SET, 'At every extension point that a plugin has.'],
    preEnqueue: [SET, 'Whether a pod may enter the queue.'],
    queueSort: [SET, 'Which pod goes first. The same in all profiles.'],
    preFilter: [SET, 'Looks at the pod before any node is looked at.'],
    filter: [SET, 'Refuses nodes.'],
    postFilter: [SET, 'What happens when no node is left: preemption.'],
    preScore: [SET, 'Looks at the nodes that are left.'],
    score: [SET, 'Scores the nodes that are left; weights are given here or at multiPoint.'],
    reserve: [SET, 'Read and checked.'],
    permit: [SET, 'Read and checked.'],
    preBind: [SET, 'Read and checked.'],
    bind: [SET, 'Read and checked.'],
    postBind: [SET, 'Read and checked.'],
  }),
  type(SET, 'Plugins of one extension point.', {
    enabled: ['readonly SchedulerPlugin[]', 'Plugins that are added, or given another weight.'],
    disabled: ['readonly SchedulerPlugin[]', 'Default plugins that are taken away; "*" = all.'],
  }),
  type('SchedulerPlugin', 'A plugin.', {
    'name!': ['string', 'Its name, such as NodeResourcesFit.'],
    weight: ['number', 'How much its score counts. 1 if absent.'],
  }),
  type('SchedulerPluginConfig', 'Arguments of a plugin.', {
    'name!': ['string', 'Name of the plugin.'],
    args: ['unknown', 'Its arguments, such as scoringStrategy for NodeResourcesFit.'],
  }),
  type('DefaultPreemptionArgs', 'Arguments of DefaultPreemption.', {
    apiVersion: ['string', ''],
    kind: ['string', ''],
    minCandidateNodesPercentage: ['number', ''],
    minCandidateNodesAbsolute: ['number', ''],
  }),
  type('InterPodAffinityArgs', 'Arguments of InterPodAffinity.', {
    apiVersion: ['string', ''],
    kind: ['string', ''],
    hardPodAffinityWeight: ['number', ''],
    ignorePreferredTermsOfExistingPods: ['boolean', ''],
  }),
  type('NodeAffinityArgs', 'Arguments of NodeAffinity.', {
    apiVersion: ['string', ''],
    kind: ['string', ''],
    addedAffinity: ['NodeAffinity', ''],
  }),
  type('NodeResourcesBalancedAllocationArgs', 'Arguments of NodeResourcesBalancedAllocation.', {
    apiVersion: ['string', ''],
    kind: ['string', ''],
    resources: ['readonly SchedulerResource[]', ''],
  }),
  type('NodeResourcesFitArgs', 'Arguments of NodeResourcesFit.', {
    apiVersion: ['string', ''],
    kind: ['string', ''],
    ignoredResources: ['readonly string[]', ''],
    ignoredResourceGroups: ['readonly string[]', ''],
    scoringStrategy: ['SchedulerScoringStrategy', ''],
  }),
  type('SchedulerScoringStrategy', 'How what is left on a node becomes a score.', {
    type: ['string', ''],
    resources: ['readonly SchedulerResource[]', ''],
    requestedToCapacityRatio: ['SchedulerCapacityRatio', ''],
  }),
  type('SchedulerCapacityRatio', 'A line through utilisation.', {
    shape: ['readonly SchedulerShapePoint[]', ''],
  }),
  type('SchedulerShapePoint', 'A point of that line.', {
    utilization: ['number', ''],
    score: ['number', ''],
  }),
  type('SchedulerResource', 'A resource and its weight.', {
    name: ['string', ''],
    weight: ['number', ''],
  }),
  type('PodTopologySpreadArgs', 'Arguments of PodTopologySpread.', {
    apiVersion: ['string', ''],
    kind: ['string', ''],
    defaultingType: ['string', ''],
    defaultConstraints: ['readonly SchedulerSpreadConstraint[]', ''],
  }),
  type('SchedulerSpreadConstraint', 'A constraint for pods that have none.', {
    maxSkew: ['number', ''],
    topologyKey: ['string', ''],
    whenUnsatisfiable: ['string', ''],
    labelSelector: ['LabelSelector', ''],
    minDomains: ['number', ''],
    nodeAffinityPolicy: ['string', ''],
    nodeTaintsPolicy: ['string', ''],
    matchLabelKeys: ['readonly string[]', ''],
  }),
  type('VolumeBindingArgs', 'Arguments of VolumeBinding.', {
    apiVersion: ['string', ''],
    kind: ['string', ''],
    bindTimeoutSeconds: ['number', ''],
    shape: ['readonly SchedulerShapePoint[]', ''],
  }),
  type('DynamicResourcesArgs', 'Arguments of DynamicResources.', {
    apiVersion: ['string', ''],
    kind: ['string', ''],
    filterTimeout: ['string', ''],
    bindingTimeout: ['string', ''],
  }),
]
