// The `kind: Scenario` document, in the form in which kubernetes-models.mjs describes Kubernetes'
// own kinds: types, field checks and the editor's schema are generated from this as well.

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

const LANE = ['string', 'ID of the lane that this is for. All lanes if absent.']
const machineAction = (name, doc) =>
  type(name, doc, {
    'machine!': ['number', "The machine's number, from 1: node-2 and vm-2 are both machine 2."],
    to: [
      'number',
      'The last of several in a row, of which machine is the first: a whole zone, say.',
    ],
    lane: LANE,
  })

export const SCENARIO_MODELS = [
  type(
    'Scenario',
    'What happens in a run: which apps arrive in which order, on which machines, under which policies. The apps themselves are ordinary Kubernetes manifests in the same file.',
    {
      'apiVersion!': ['string', 'Always podfall.dev/v1.'],
      'kind!': ['string', 'Always Scenario.'],
      'metadata!': ['ObjectMeta', 'The name of the scenario.'],
      'spec!': ['ScenarioSpec', 'The scenario itself.'],
    },
  ),
  type('ScenarioSpec', 'Everything that a run needs besides the manifests.', {
    title: ['string', 'Name of the scenario as people read it. The name in metadata if absent.'],
    summary: ['string', 'One sentence for the list of scenarios.'],
    seed: ['number', 'Where chance begins: the same seed gives the same run. 1 if absent.'],
    kubernetesVersion: [
      'string',
      'The release that Kubernetes lanes behave like: "1.33", "1.34" or "1.35". 1.35 if absent.',
    ],
    lanes: [
      'readonly (ScenarioLane | string)[]',
      'The clusters that are compared, left to right: IDs of policies, or objects. One-click and kubernetes-bin-packing if absent.',
    ],
    machineTypes: ['readonly ScenarioMachineType[]', 'Machines that can be given or bought.'],
    machines: [
      'readonly ScenarioMachines[]',
      'Machines that every lane has at the start, in this order.',
    ],
    nodeGroups: [
      'readonly ScenarioNodeGroup[]',
      'Groups of machines that the cluster autoscaler of Kubernetes lanes makes larger and smaller. With them, nothing else is bought there.',
    ],
    clusterAutoscaler: ['ScenarioClusterAutoscaler', 'How that cluster autoscaler works.'],
    groupBy: [
      'string',
      'By what machines stand together in the picture: nodeGroup or zone. By nothing if absent.',
    ],
    maxMachines: [
      'number',
      'Most machines that a lane may have, given and bought together. Unlimited (1000) if absent.',
    ],
    arrivals: [
      'ScenarioArrivals | readonly ScenarioArrivals[]',
      'Which app arrives when. An arrival scales the Deployment of that name by one, or makes a Job from the suspended Job of that name.',
    ],
    onCall: [
      'ScenarioOnCall',
      'Assumptions about the person who repairs a one-click lane by hand. The app shows them.',
    ],
    actions: ['readonly ScenarioAction[]', 'What is done to the machines and apps, and when.'],
    until: [
      'Duration',
      'End of the timeline, such as 10m. If absent: a little after the last arrival and action.',
    ],
  }),
  type('Run', 'What was chosen and done in a run of the scenario in the same file.', {
    'apiVersion!': ['string', 'Always podfall.dev/v1.'],
    'kind!': ['string', 'Always Run.'],
    metadata: ['ObjectMeta', 'A name for people.'],
    'spec!': ['ScenarioRun', 'The record itself.'],
  }),
  type('ScenarioRun', 'All that brings a run back: it is played again with it.', {
    seed: ['number', "The scenario's if absent."],
    shuffle: ['number', 'Which other order of the arrivals. The order of the file if absent.'],
    policies: ['Readonly<Record<string, string>>', 'Policies by lane, where they were changed.'],
    commands: ['readonly ScenarioAction[]', 'What was done, and when.'],
    at: ['Duration', 'The moment that is shown. The beginning if absent.'],
    bookmarks: ['readonly ScenarioBookmark[]', 'Moments that somebody has marked.'],
    branch: ['ScenarioBranchName', 'Which branch of the run this is, where there are several.'],
    branches: ['readonly ScenarioBranch[]', 'What was done in the other branches.'],
  }),
  type('ScenarioBookmark', 'A moment that somebody has marked.', {
    'at!': ['Duration', 'When.'],
    name: ['string', 'Its name.'],
  }),
  type('ScenarioBranchName', 'Which branch this is.', {
    'id!': ['string', 'A capital letter or more: A.'],
    name: ['string', 'Its name.'],
  }),
  type('ScenarioBranch', 'Another way that the run has gone.', {
    'id!': ['string', 'A capital letter or more: A.'],
    name: ['string', 'Its name.'],
    policies: ['Readonly<Record<string, string>>', 'Policies by lane, where they were changed.'],
    commands: ['readonly ScenarioAction[]', 'What was done in it, and when.'],
    seen: ['Duration', 'How far it was seen.'],
  }),
  type('ScenarioLane', 'One cluster under one policy.', {
    id: ['string', "Unique name of the lane. The policy's ID if absent."],
    title: ['string', "What the page calls it. The policy's title if absent."],
    'policy!': ['string', 'ID of the policy, such as one-click or kubernetes-default.'],
    nodePrefix: ['string', 'Machine names are this and a number: vm- or node-.'],
  }),
  type('ScenarioMachineType', 'A kind of machine.', {
    'name!': ['string', 'Name of the machine type.'],
    'allocatable!': [
      'Readonly<Record<string, Quantity>>',
      'What pods can ask for on it: cpu, memory, nvidia.com/gpu; room for 110 pods if absent.',
    ],
    price: ['Fraction', 'US dollars an hour. 0 if absent.'],
    bootTime: ['Duration', 'From buying until it is ready. 0s if absent.'],
    buyable: ['boolean', 'False: given at the start or added by hand, never bought on demand.'],
    labels: ['Readonly<Record<string, string>>', 'Labels of its Node.'],
    taints: ['readonly Taint[]', 'Taints of its Node.'],
  }),
  type('ScenarioNodeGroup', 'Machines of one kind that the cloud gives and takes back on demand.', {
    'name!': [
      'string',
      'Name of the group; its machines carry it as the label podfall.dev/node-group.',
    ],
    'type!': ['string', 'Name of the machine type that its machines are of.'],
    min: ['number', 'Fewest machines, however little they are used. 0 if absent.'],
    'max!': ['number', 'Most machines.'],
    count: ['number', 'Machines at the start. As many as min if absent.'],
    price: ['Fraction', "US dollars an hour. The machine type's if absent."],
    bootTime: ['Duration', "From the order until it is ready. The machine type's if absent."],
    labels: ['Readonly<Record<string, string>>', "Labels of its Nodes beside the machine type's."],
    taints: ['readonly Taint[]', "Taints of its Nodes beside the machine type's."],
    zone: ['string', 'The label topology.kubernetes.io/zone of its Nodes.'],
    tier: ['string', 'What the group is for, as people call it: normal, warm backup, reserved.'],
    priority: ['number', 'For the expander priority: the highest is asked first. 0 if absent.'],
    spot: ['boolean', 'The cloud may take its machines back. false if absent.'],
    notice: ['Duration', 'How long before the cloud says so. 2m if absent.'],
    lifetime: [
      'Duration',
      'How long a spot machine lives on average, drawn by the seed. If absent only reclaim takes any.',
    ],
    shortage: [
      'Duration',
      'How long after that there are no spot machines to be had. 5m if absent.',
    ],
  }),
  type('ScenarioClusterAutoscaler', "The cluster autoscaler's flags, by their names.", {
    expander: [
      'string',
      'Which group grows: random, most-pods, least-waste, least-nodes, price or priority; several with commas. least-waste if absent.',
    ],
    scanInterval: ['Duration', 'Time between two looks. 10s if absent.'],
    balanceSimilarNodeGroups: ['boolean', 'Groups alike grow alike. false if absent.'],
    scaleDownEnabled: ['boolean', 'Whether machines are given back at all. true if absent.'],
    scaleDownUtilizationThreshold: [
      'Fraction',
      'A machine that is requested less than this (of cpu and of memory) may go. 0.5 if absent.',
    ],
    scaleDownUnneededTime: ['Duration', 'For how long it has to be so before. 10m if absent.'],
    scaleDownDelayAfterAdd: [
      'Duration',
      'For how long after machines were added none is given back. 10m if absent.',
    ],
  }),
  type('ScenarioMachines', 'Some machines of one type.', {
    'type!': ['string', 'Name of a machine type.'],
    count: ['number', 'How many. 1 if absent.'],
  }),
  type(
    'ScenarioArrivals',
    'A stream (start, every, order), a wave (at, app, count, over), or a trace (every line one arrival).',
    {
      start: ['Duration', 'When the first one arrives, or when the trace begins. 1s if absent.'],
      every: [
        'Duration',
        'Time between two arrivals, 1s if absent; of waves that come several times, between two waves.',
      ],
      order: [
        'string',
        'Names of apps in order, `*` for repetition: `api*2 queue db*3`. May go over several lines.',
      ],
      at: ['Duration', 'When a wave begins.'],
      app: ['string', 'The app that arrives then.'],
      count: ['number', 'How many of it arrive. 1 if absent.'],
      over: ['Duration', 'From the first of a wave to the last, evenly. All at once if absent.'],
      times: ['number', 'How often the wave comes, one every `every`. Once if absent.'],
      trace: [
        'string',
        'A line for each arrival: seconds from the start, the app, and for how many seconds a Job works: `90.5 train 3600`.',
      ],
    },
  ),
  type('ScenarioOnCall', 'Assumptions about the person who is on call in a one-click lane.', {
    detection: ['Duration', 'From power loss until the pager rings. 1m if absent.'],
    wakeUp: ['Duration', 'From the ring until the person starts working. 5m if absent.'],
    perApp: ['Duration', 'Work per app that is put back. 1m if absent.'],
    clock: ['string', 'Time of day when the run starts, such as "03:00".'],
  }),
  type(
    'ScenarioAction',
    'Something that is done at a moment: `at` and exactly one of the others.',
    {
      'at!': ['Duration', 'When it is done.'],
      apply: ['string', 'Manifests to apply, as kubectl apply does.'],
      delete: ['ScenarioDelete', 'Deletes an object.'],
      scale: ['ScenarioScale', 'Sets the number of replicas.'],
      annotate: ['ScenarioAnnotate', 'Sets annotations: the load of a workload, say.'],
      rollout: ['ScenarioRollout', 'Undoes, pauses, resumes or restarts a rollout.'],
      setTraffic: ['ScenarioSetTraffic', 'How many requests a Traffic sends from now on.'],
      pullPlug: ['ScenarioMachineTarget', 'The machine loses power.'],
      plugIn: ['ScenarioMachineTarget', 'The machine gets power again.'],
      terminate: ['ScenarioMachineTarget', 'The cloud deletes the machine, and its Node with it.'],
      cordon: ['ScenarioMachineTarget', 'No new pods on the machine.'],
      uncordon: ['ScenarioMachineTarget', 'New pods are welcome again.'],
      drain: ['ScenarioMachineTarget', 'Cordons the machine and evicts its pods.'],
      reclaim: ['ScenarioMachineTarget', 'The cloud wants a spot machine back.'],
      controlPlane: ['ScenarioControlPlane', 'Stops the control plane or brings it back.'],
      killRandom: ['ScenarioKillRandom', 'A machine that is drawn by the seed loses power.'],
      addMachine: ['ScenarioAddMachine', 'One more machine.'],
      setPolicy: ['ScenarioSetPolicy', "Changes a lane's policy."],
      acknowledgePager: ['ScenarioLaneTarget', 'Silences the pager; the apps stay down.'],
    },
  ),
  machineAction('ScenarioMachineTarget', 'A machine of one lane, or of all.'),
  type('ScenarioLaneTarget', 'A lane.', { 'lane!': ['string', 'ID of the lane.'] }),
  type('ScenarioControlPlane', 'The control plane of one lane, or of all.', {
    'up!': ['boolean', 'false: it goes down; true: it is back.'],
    lane: LANE,
  }),
  type('ScenarioKillRandom', 'Nothing more to say: write {}.', {}),
  type('ScenarioDelete', 'An object to delete.', {
    'kind!': ['string', 'Pod, Deployment, Job ...'],
    'name!': ['string', 'Name of the object.'],
    namespace: ['string', 'Namespace of the object. default if absent.'],
    lane: LANE,
  }),
  type('ScenarioScale', 'A workload and its new size.', {
    'kind!': ['string', 'Deployment, ReplicaSet or StatefulSet.'],
    'name!': ['string', 'Name of the workload.'],
    namespace: ['string', 'Namespace of the workload. default if absent.'],
    'replicas!': ['number', 'How many pods it should have.'],
  }),
  type('ScenarioAnnotate', 'An object and annotations that it gets.', {
    'kind!': ['string', 'Deployment, Pod ...'],
    'name!': ['string', 'Name of the object.'],
    namespace: ['string', 'Namespace of the object. default if absent.'],
    'annotations!': ['Readonly<Record<string, string>>', 'Names and values; others stay.'],
    lane: LANE,
  }),
  type('ScenarioRollout', 'What kubectl rollout does to a workload.', {
    'action!': ['string', 'undo, pause, resume or restart.'],
    kind: ['string', 'Deployment, DaemonSet or StatefulSet. Deployment if absent.'],
    'name!': ['string', 'Name of the workload.'],
    namespace: ['string', 'Namespace of the workload. default if absent.'],
    toRevision: ['number', 'Of undo: the revision to go back to. The one before if absent.'],
  }),
  type('ScenarioAddMachine', 'A machine that is given.', {
    type: ['string', 'Name of a machine type. The first one if absent.'],
    lane: LANE,
  }),
  type('ScenarioSetPolicy', 'A lane and its new policy.', {
    'lane!': ['string', 'ID of the lane.'],
    'policy!': ['string', 'ID of the policy.'],
  }),
  type('ScenarioSetTraffic', 'A Traffic and its new rate.', {
    'name!': ['string', 'Name of the Traffic.'],
    namespace: ['string', 'Namespace of the Traffic. default if absent.'],
    'requestsPerSecond!': ['number', 'How many requests it sends a second.'],
    lane: LANE,
  }),
  type(
    'Traffic',
    'Requests that somebody sends to a name of the cluster, again and again: curl in a loop.',
    {
      'apiVersion!': ['string', 'Always podfall.dev/v1.'],
      'kind!': ['string', 'Always Traffic.'],
      'metadata!': [
        'ObjectMeta',
        'Its name; the namespace from which names are looked up; labels by which network policies and logs find it.',
      ],
      'spec!': ['TrafficSpec', 'Where to, and how many.'],
    },
  ),
  type('TrafficSpec', 'Where requests go, and how many a second.', {
    'to!': [
      'string',
      'A URL: http://web, http://web.shop.svc.cluster.local:8080/cart, or a host of an Ingress.',
    ],
    'requestsPerSecond!': ['number', 'How many requests are sent a second, evenly.'],
    from: ['TrafficFrom', 'What network policies see of the sender, if not its own labels.'],
  }),
  type('TrafficFrom', 'The pod that the requests come from, as network policies see it.', {
    podLabels: [
      'Readonly<Record<string, string>>',
      'Labels of that pod. Those of the Traffic if absent.',
    ],
    ip: [
      'string',
      'Its IPv4 address. With it and without podLabels the sender is outside of the cluster. One of the pod network if absent.',
    ],
    namespaceLabels: [
      'Readonly<Record<string, string>>',
      'Labels of its namespace. Those of the namespace of the Traffic if absent.',
    ],
  }),
]
