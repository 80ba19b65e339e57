import { KINDS, type Kind, type KindMap } from './objects.ts'
import { aggregateRequests, isPodLevelResource } from './podRequests.ts'
import { formatQuantity } from './quantity.ts'
import type {
  Container,
  ContainerPort,
  CronJobSpec,
  DaemonSetSpec,
  DeploymentSpec,
  JobSpec,
  LimitRangeItem,
  Namespace,
  NetworkPolicySpec,
  Node,
  Pod,
  PodSpec,
  PodTemplateSpec,
  ReplicaSetSpec,
  ResourceRequirements,
  ServiceSpec,
  StatefulSetSpec,
} from './types.gen.ts'

/**
 * What the API server fills in before anything else sees an object (SCHEDULER.md section 1 and the
 * v1 defaults of each API group), as far as something in Podfall reads it. Values that are written
 * stay. The object is not changed; a new one is returned.
 */
export function withDefaults<K extends Kind>(kind: K, object: KindMap[K]): KindMap[K] {
  const named = KINDS[kind].namespaced ? inNamespace(object) : object
  return (DEFAULTS[kind] as (object: KindMap[K]) => KindMap[K])(named)
}

const DEFAULTS: { readonly [K in Kind]: (object: KindMap[K]) => KindMap[K] } = {
  ConfigMap: (map) => map,
  ControllerRevision: (revision) => revision,
  CronJob: (cronJob) => (cronJob.spec ? { ...cronJob, spec: cronJobSpec(cronJob.spec) } : cronJob),
  DaemonSet: (set) => (set.spec ? { ...set, spec: daemonSetSpec(set.spec) } : set),
  Deployment: (deployment) =>
    deployment.spec ? { ...deployment, spec: deploymentSpec(deployment.spec) } : deployment,
  EndpointSlice: (slice) => slice,
  HorizontalPodAutoscaler: (hpa) =>
    hpa.spec ? { ...hpa, spec: { ...hpa.spec, minReplicas: hpa.spec.minReplicas ?? 1 } } : hpa,
  Ingress: (ingress) => ingress,
  Job: (job) => (job.spec ? { ...job, spec: jobSpec(job.spec) } : job),
  LimitRange: (range) =>
    range.spec ? { ...range, spec: { limits: range.spec.limits.map(limitRangeItem) } } : range,
  Namespace: namespaceAsLabelled,
  NetworkPolicy: (policy) =>
    policy.spec ? { ...policy, spec: networkPolicySpec(policy.spec) } : policy,
  Node: nodeAsRegistered,
  PersistentVolume: (volume) => volume,
  PersistentVolumeClaim: (claim) => claim,
  Pod: podDefaults,
  PodDisruptionBudget: (budget) => budget,
  PriorityClass: (priorityClass) => ({
    ...priorityClass,
    preemptionPolicy: priorityClass.preemptionPolicy ?? 'PreemptLowerPriority',
  }),
  ReplicaSet: (replicaSet) =>
    replicaSet.spec ? { ...replicaSet, spec: replicaSetSpec(replicaSet.spec) } : replicaSet,
  ResourceQuota: (quota) => quota,
  Secret: (secret) => ({ ...secret, type: secret.type ?? 'Opaque' }),
  Service: (service) => (service.spec ? { ...service, spec: serviceSpec(service.spec) } : service),
  StatefulSet: (set) => (set.spec ? { ...set, spec: statefulSetSpec(set.spec) } : set),
  StorageClass: (storageClass) => ({
    ...storageClass,
    reclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
    volumeBindingMode: storageClass.volumeBindingMode ?? 'Immediate',
  }),
  Traffic: (traffic) => traffic,
  VolumeAttachment: (attachment) => attachment,
}

/** The label by which selectors find a namespace by its name. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name'

function namespaceAsLabelled(namespace: Namespace): Namespace {
  const { metadata } = namespace
  const labels = { ...metadata?.labels, [NAMESPACE_NAME_LABEL]: metadata?.name ?? '' }
  return { ...namespace, metadata: { ...metadata, labels } }
}

function inNamespace<K extends Kind>(object: KindMap[K]): KindMap[K] {
  if (object.metadata?.namespace !== undefined) return object
  const namespace = object.metadata?.namespace ?? 'default'
  return { ...object, metadata: { ...object.metadata, namespace } }
}

function deploymentSpec(spec: DeploymentSpec): DeploymentSpec {
  const type = spec.strategy?.type ?? 'RollingUpdate'
  return {
    ...spec,
    replicas: spec.replicas ?? 1,
    strategy:
      type === 'RollingUpdate'
        ? {
            type,
            rollingUpdate: {
              maxSurge: '25%',
              maxUnavailable: '25%',
              ...spec.strategy?.rollingUpdate,
            },
          }
        : { ...spec.strategy, type },
    minReadySeconds: spec.minReadySeconds ?? 0,
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
    template: template(spec.template),
  }
}

/** What a Job of it lacks is filled in when it is made. */
const cronJobSpec = (spec: CronJobSpec): CronJobSpec => ({
  ...spec,
  concurrencyPolicy: spec.concurrencyPolicy ?? 'Allow',
  suspend: spec.suspend ?? false,
  successfulJobsHistoryLimit: spec.successfulJobsHistoryLimit ?? 3,
  failedJobsHistoryLimit: spec.failedJobsHistoryLimit ?? 1,
})

function daemonSetSpec(spec: DaemonSetSpec): DaemonSetSpec {
  const type = spec.updateStrategy?.type ?? 'RollingUpdate'
  const rollingUpdate = { maxSurge: 0, maxUnavailable: 1, ...spec.updateStrategy?.rollingUpdate }
  return {
    ...spec,
    updateStrategy: type === 'RollingUpdate' ? { type, rollingUpdate } : { type },
    minReadySeconds: spec.minReadySeconds ?? 0,
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    template: template(spec.template),
  }
}

/** A policy is about what comes in, and about what goes out if it has rules for that. */
const networkPolicySpec = (spec: NetworkPolicySpec): NetworkPolicySpec => ({
  ...spec,
  policyTypes: spec.policyTypes ?? ['Ingress', ...(spec.egress ? ['Egress'] : [])],
})

const serviceSpec = (spec: ServiceSpec): ServiceSpec => ({
  ...spec,
  type: spec.type ?? 'ClusterIP',
  sessionAffinity: spec.sessionAffinity ?? 'None',
  ...(spec.ports && {
    ports: spec.ports.map((port) => ({
      ...port,
      protocol: port.protocol ?? 'TCP',
      targetPort: port.targetPort ?? port.port,
    })),
  }),
})

function statefulSetSpec(spec: StatefulSetSpec): StatefulSetSpec {
  const type = spec.updateStrategy?.type ?? 'RollingUpdate'
  const rollingUpdate = { maxUnavailable: 1, partition: 0, ...spec.updateStrategy?.rollingUpdate }
  return {
    ...spec,
    replicas: spec.replicas ?? 1,
    podManagementPolicy: spec.podManagementPolicy ?? 'OrderedReady',
    updateStrategy: type === 'RollingUpdate' ? { type, rollingUpdate } : { type },
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
      ...spec.persistentVolumeClaimRetentionPolicy,
    },
    minReadySeconds: spec.minReadySeconds ?? 0,
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    template: template(spec.template),
  }
}

const replicaSetSpec = (spec: ReplicaSetSpec): ReplicaSetSpec => ({
  ...spec,
  replicas: spec.replicas ?? 1,
  minReadySeconds: spec.minReadySeconds ?? 0,
  ...(spec.template ? { template: template(spec.template) } : {}),
})

/** Without a limit: each index has its own. */
const MOST_RETRIES = 2 ** 31 - 1

function jobSpec(spec: JobSpec): JobSpec {
  // Parallelism alone means a work queue: then the number of completions stays open.
  const single = spec.completions === undefined && spec.parallelism === undefined
  return {
    ...spec,
    ...(single ? { completions: 1 } : {}),
    parallelism: spec.parallelism ?? 1,
    completionMode: spec.completionMode ?? 'NonIndexed',
    suspend: spec.suspend ?? false,
    backoffLimit: spec.backoffLimit ?? (spec.backoffLimitPerIndex === undefined ? 6 : MOST_RETRIES),
    template: template(spec.template),
  }
}

/** What containers get if they do not say: the most as limit, and as request the limit or the least. */
function limitRangeItem(item: LimitRangeItem): LimitRangeItem {
  if (item.type !== 'Container') return item
  const limits = { ...item.max, ...item.default }
  const requests = { ...item.min, ...limits, ...item.defaultRequest }
  return { ...item, default: limits, defaultRequest: requests }
}

const template = (value: PodTemplateSpec): PodTemplateSpec =>
  value.spec ? { ...value, spec: podSpecDefaults(value.spec) } : value

function podDefaults(pod: Pod): Pod {
  const spec = pod.spec && podSpecDefaults(pod.spec)
  return spec === pod.spec ? pod : { ...pod, spec }
}

/** Specs are values; pods of one template bring the same one, and share what comes out. */
const completed = new WeakMap<PodSpec, PodSpec>()

/** Defaults of a pod's spec, in a pod and in a template alike. */
function podSpecDefaults(spec: PodSpec): PodSpec {
  let known = completed.get(spec)
  if (!known) {
    known = withSpecDefaults(spec)
    completed.set(spec, known)
    // What is complete stays as it is.
    completed.set(known, known)
  }
  return known
}

function withSpecDefaults(spec: PodSpec): PodSpec {
  const hostNetwork = spec.hostNetwork === true
  const complete = (container: Container): Container => containerDefaults(container, hostNetwork)
  const containers = (spec.containers ?? []).map(complete)
  const initContainers = spec.initContainers?.map(complete)
  return {
    ...spec,
    containers,
    ...(initContainers ? { initContainers } : {}),
    ...(spec.resources
      ? { resources: wholeResources({ ...spec, containers, initContainers }, spec.resources) }
      : {}),
    restartPolicy: spec.restartPolicy ?? 'Always',
    schedulerName: spec.schedulerName ?? 'default-scheduler',
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
  }
}

function containerDefaults(container: Container, hostNetwork: boolean): Container {
  const port = (value: ContainerPort): ContainerPort => ({
    ...value,
    protocol: value.protocol ?? 'TCP',
    ...(hostNetwork ? { hostPort: value.hostPort ?? value.containerPort } : {}),
  })
  return {
    ...container,
    ...(container.resources ? { resources: limitsAsRequests(container.resources) } : {}),
    ...(container.ports ? { ports: container.ports.map(port) } : {}),
  }
}

/** A limit without a request is also the request. */
const limitsAsRequests = (resources: ResourceRequirements): ResourceRequirements =>
  resources.limits
    ? { ...resources, requests: { ...resources.limits, ...resources.requests } }
    : resources

/**
 * With limits for the pod as a whole, what it does not request as a whole is what its containers ask for,
 * or, where none of them does, the limit (pkg/apis/core/v1 defaultPodRequests). Huge pages cannot be
 * promised twice: theirs is the limit.
 */
function wholeResources(spec: PodSpec, resources: ResourceRequirements): ResourceRequirements {
  const limits = Object.entries(resources.limits ?? {}).filter(([name]) => isPodLevelResource(name))
  if (limits.length === 0) return resources
  const asked = [...aggregateRequests(spec)].flatMap(([name, sum]) =>
    name === 'cpu' || name === 'memory' ? [[name, formatQuantity(sum)] as const] : [],
  )
  const requests = { ...Object.fromEntries(limits), ...Object.fromEntries(asked) }
  return { ...resources, requests: { ...requests, ...resources.requests } }
}

/** The kubelet's default for the number of pods on a machine. */
const MAX_PODS = '110'

/** A Node as its kubelet registers it: a hostname label, capacity and allocatable, room for 110 pods. */
function nodeAsRegistered(node: Node): Node {
  const { metadata, status } = node
  const written = status?.allocatable ?? status?.capacity ?? {}
  const allocatable = { ...status?.capacity, pods: MAX_PODS, ...written }
  return {
    ...node,
    metadata: {
      ...metadata,
      labels: { 'kubernetes.io/hostname': metadata?.name ?? '', ...metadata?.labels },
    },
    status: {
      ...status,
      capacity: { ...allocatable, ...status?.capacity },
      allocatable,
    },
  }
}
