// What the official client's declarations do not say: which texts are quantities, which words a field
// takes, which numbers make sense (k8s.io/kubernetes pkg/apis/*/validation). Keyed by `Type.field`.

const QUANTITY_MAPS = new Set([
  'limits',
  'requests',
  'overhead',
  'allocatable',
  'capacity',
  'allocatedResources',
  'hard',
  'used',
  'default',
  'defaultRequest',
  'max',
  'min',
  'maxLimitRequestRatio',
])
const QUANTITIES = new Set([
  'EmptyDirVolumeSource.sizeLimit',
  'HPAScalingRules.tolerance',
  'MetricTarget.averageValue',
  'MetricTarget.value',
  'MetricValueStatus.averageValue',
  'MetricValueStatus.value',
  'ResourceFieldSelector.divisor',
])

const words = (text) => ({ words: text.split(' ') })
const atLeast = (minimum) => ({ minimum, maximum: 2 ** 31 - 1 })
const between = (minimum, maximum) => ({ minimum, maximum })

const RULES = {
  'Container.imagePullPolicy': words('Always IfNotPresent Never'),
  'Container.restartPolicy': words('Always OnFailure Never'),
  'ContainerPort.containerPort': between(1, 65_535),
  'ContainerPort.hostPort': between(0, 65_535),
  'ContainerPort.protocol': words('TCP UDP SCTP'),
  'CronJobSpec.concurrencyPolicy': words('Allow Forbid Replace'),
  'CronJobSpec.failedJobsHistoryLimit': atLeast(0),
  'CronJobSpec.startingDeadlineSeconds': atLeast(0),
  'CronJobSpec.successfulJobsHistoryLimit': atLeast(0),
  'DaemonSetSpec.minReadySeconds': atLeast(0),
  'DaemonSetSpec.revisionHistoryLimit': atLeast(0),
  'DaemonSetUpdateStrategy.type': words('RollingUpdate OnDelete'),
  'DeploymentSpec.minReadySeconds': atLeast(0),
  'DeploymentSpec.progressDeadlineSeconds': atLeast(0),
  'DeploymentSpec.replicas': atLeast(0),
  'DeploymentSpec.revisionHistoryLimit': atLeast(0),
  'DeploymentStrategy.type': words('RollingUpdate Recreate'),
  'HPAScalingPolicy.periodSeconds': between(1, 1_800),
  'HPAScalingPolicy.type': words('Pods Percent'),
  'HPAScalingPolicy.value': atLeast(1),
  'HPAScalingRules.selectPolicy': words('Max Min Disabled'),
  'HPAScalingRules.stabilizationWindowSeconds': between(0, 3_600),
  'HorizontalPodAutoscalerSpec.maxReplicas': atLeast(1),
  'HorizontalPodAutoscalerSpec.minReplicas': atLeast(1),
  'HTTPIngressPath.pathType': words('Exact Prefix ImplementationSpecific'),
  'JobSpec.activeDeadlineSeconds': atLeast(0),
  'JobSpec.backoffLimit': atLeast(0),
  'JobSpec.backoffLimitPerIndex': atLeast(0),
  'JobSpec.completionMode': words('NonIndexed Indexed'),
  'JobSpec.completions': atLeast(0),
  'JobSpec.maxFailedIndexes': atLeast(0),
  'JobSpec.parallelism': atLeast(0),
  'JobSpec.ttlSecondsAfterFinished': atLeast(0),
  'KubeSchedulerConfiguration.apiVersion': words('kubescheduler.config.k8s.io/v1'),
  'LimitRangeItem.type': words('Container Pod PersistentVolumeClaim'),
  'MetricSpec.type': words('Resource Pods Object External ContainerResource'),
  'MetricTarget.averageUtilization': atLeast(1),
  'MetricTarget.type': words('Utilization Value AverageValue'),
  'LabelSelectorRequirement.operator': words('In NotIn Exists DoesNotExist'),
  'NetworkPolicyPort.endPort': between(1, 65_535),
  'NetworkPolicyPort.protocol': words('TCP UDP SCTP'),
  'NodeSelectorRequirement.operator': words('In NotIn Exists DoesNotExist Gt Lt'),
  'PodFailurePolicyOnExitCodesRequirement.operator': words('In NotIn'),
  'PodFailurePolicyRule.action': words('FailJob FailIndex Ignore Count'),
  'PodSpec.activeDeadlineSeconds': atLeast(1),
  'PodSpec.dnsPolicy': words('ClusterFirst ClusterFirstWithHostNet Default None'),
  'PodSpec.preemptionPolicy': words('PreemptLowerPriority Never'),
  'PodSpec.restartPolicy': words('Always OnFailure Never'),
  'PodSpec.terminationGracePeriodSeconds': atLeast(0),
  'PreferredSchedulingTerm.weight': between(1, 100),
  'PriorityClass.preemptionPolicy': words('PreemptLowerPriority Never'),
  'PriorityClass.value': between(-(2 ** 31), 1_000_000_000),
  'ReplicaSetSpec.minReadySeconds': atLeast(0),
  'ReplicaSetSpec.replicas': atLeast(0),
  'ScenarioRollout.action': words('undo pause resume restart'),
  'ScenarioRollout.toRevision': atLeast(0),
  'ScenarioSetTraffic.requestsPerSecond': between(0, 1_000_000),
  'ScenarioSpec.kubernetesVersion': words('1.33 1.34 1.35'),
  'ScenarioSpec.groupBy': words('nodeGroup zone'),
  'ServiceBackendPort.number': between(1, 65_535),
  'ServicePort.nodePort': between(0, 65_535),
  'ServicePort.port': between(1, 65_535),
  'ServicePort.protocol': words('TCP UDP SCTP'),
  'ServiceSpec.type': words('ClusterIP NodePort LoadBalancer ExternalName'),
  'StatefulSetOrdinals.start': atLeast(0),
  'StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted': words('Retain Delete'),
  'StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled': words('Retain Delete'),
  'StatefulSetSpec.minReadySeconds': atLeast(0),
  'StatefulSetSpec.podManagementPolicy': words('OrderedReady Parallel'),
  'StatefulSetSpec.replicas': atLeast(0),
  'StatefulSetSpec.revisionHistoryLimit': atLeast(0),
  'StatefulSetUpdateStrategy.type': words('RollingUpdate OnDelete'),
  'RollingUpdateStatefulSetStrategy.partition': atLeast(0),
  'StorageClass.reclaimPolicy': words('Delete Retain'),
  'StorageClass.volumeBindingMode': words('Immediate WaitForFirstConsumer'),
  'SuccessPolicyRule.succeededCount': atLeast(1),
  'Scenario.apiVersion': words('podfall.dev/v1'),
  'Taint.effect': words('NoSchedule PreferNoSchedule NoExecute'),
  'Toleration.effect': words('NoSchedule PreferNoSchedule NoExecute'),
  'Toleration.operator': words('Equal Exists'),
  'TopologySpreadConstraint.maxSkew': atLeast(1),
  'TopologySpreadConstraint.minDomains': atLeast(1),
  'TopologySpreadConstraint.nodeAffinityPolicy': words('Honor Ignore'),
  'TopologySpreadConstraint.nodeTaintsPolicy': words('Honor Ignore'),
  'Traffic.apiVersion': words('podfall.dev/v1'),
  'TrafficSpec.requestsPerSecond': between(0, 1_000_000),
  'TopologySpreadConstraint.whenUnsatisfiable': words('DoNotSchedule ScheduleAnyway'),
  'WeightedPodAffinityTerm.weight': between(1, 100),
}

/** Fields that must be written although the declarations call them optional. */
const REQUIRED = new Set([
  'CronJob.spec',
  'DaemonSet.spec',
  'JobTemplateSpec.spec',
  'Deployment.spec',
  'Job.spec',
  'HorizontalPodAutoscaler.spec',
  'LimitRange.spec',
  'Ingress.spec',
  'NetworkPolicy.spec',
  'PersistentVolume.spec',
  'PersistentVolumeClaim.spec',
  'Pod.spec',
  'PodDisruptionBudget.spec',
  'PodTemplateSpec.spec',
  'PriorityClass.value',
  'ReplicaSet.spec',
  'ReplicaSetSpec.template',
  'ResourceQuota.spec',
  'Service.spec',
  'StatefulSet.spec',
])

/**
 * A field's type as a tree: {base: 'string' | 'boolean' | 'integer' | 'number' | 'IntOrString' |
 * 'Quantity' | 'Duration' | 'unknown' | type name}, {list: tree}, {map: tree}, {either: [trees]},
 * {words: [...]}, {minimum, maximum}.
 */
export function fieldType(owner, field) {
  const key = `${owner}.${field.name}`
  if (RULES[key]) return RULES[key]
  if (QUANTITIES.has(key)) return { base: 'Quantity' }
  if (QUANTITY_MAPS.has(field.name) && field.type === 'Readonly<Record<string, string>>') {
    return { map: { base: 'Quantity' } }
  }
  return readType(field.type)
}

export const isRequired = (owner, field) => field.required || REQUIRED.has(`${owner}.${field.name}`)

function readType(type) {
  const list = /^readonly (?:\((.+)\)|(\S+))\[\]$/.exec(type)
  if (list) return { list: readType(list[1] ?? list[2]) }
  const either = type.split(' | ')
  if (either.length > 1) return { either: either.map(readType) }
  const map = /^Readonly<Record<string, (.+)>>$/.exec(type)
  if (map) return { map: readType(map[1]) }
  // No field of the modelled kinds is a fraction; Scenario's prices have their own word.
  return { base: type === 'number' ? 'integer' : type === 'Fraction' ? 'number' : type }
}
