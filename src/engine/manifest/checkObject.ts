import { isDnsLabel, isLabelValue } from '../api/nameRules.ts'
import type { Kind, KindMap, KubernetesObject } from '../api/objects.ts'
import { compareQuantities } from '../api/quantity.ts'
import type { LimitRange, Node, PodDisruptionBudget, Service } from '../api/types.gen.ts'
import { checkLoads, checkPodAnnotations } from './checkAnnotations.ts'
import { type Check, type Problem, startCheck } from './checkContext.ts'
import { checkKeys, checkLabels, checkMetadata, checkSelector } from './checkMetadata.ts'
import { checkIngress, checkNetworkPolicy, checkTraffic } from './checkNetwork.ts'
import { checkPodSpec } from './checkPodSpec.ts'
import { checkQuantities } from './checkResources.ts'
import {
  checkAutoscaler,
  checkCronJob,
  checkDaemonSet,
  checkDeployment,
  checkJob,
  checkPart,
  checkReplicaSet,
  checkStatefulSet,
} from './checkWorkloads.ts'
import { quoted } from './report.ts'

/** The rules of an object that the types of its fields do not tell. */
export function checkObject(kind: Kind, object: KubernetesObject, problem: Problem): void {
  const check = startCheck(problem)
  checkMetadata(kind, object.metadata, check)
  checkLoads(object.metadata?.annotations, ['metadata', 'annotations'], check)
  ;(CHECKS[kind] as (object: KubernetesObject, check: Check) => void)(object, check)
}

const CHECKS: { readonly [K in Kind]: (object: KindMap[K], check: Check) => void } = {
  ConfigMap: () => {},
  ControllerRevision: () => {},
  CronJob: checkCronJob,
  DaemonSet: checkDaemonSet,
  Deployment: checkDeployment,
  EndpointSlice: () => {},
  HorizontalPodAutoscaler: checkAutoscaler,
  Ingress: checkIngress,
  Job: checkJob,
  LimitRange: checkLimitRange,
  Namespace: () => {},
  NetworkPolicy: checkNetworkPolicy,
  Node: checkNode,
  PersistentVolume: ({ spec }, check) =>
    checkQuantities(spec?.capacity, ['spec', 'capacity'], check),
  PersistentVolumeClaim: ({ spec }, check) =>
    checkQuantities(spec?.resources?.requests, ['spec', 'resources', 'requests'], check),
  Pod: ({ metadata, spec }, check) => {
    checkPodAnnotations(metadata?.annotations, ['metadata', 'annotations'], check)
    if (spec) checkPodSpec(spec, ['spec'], check)
  },
  PodDisruptionBudget: checkBudget,
  PriorityClass: () => {},
  ReplicaSet: checkReplicaSet,
  ResourceQuota: ({ spec }, check) => checkKeys(spec?.hard, ['spec', 'hard'], check),
  Secret: () => {},
  Service: checkService,
  StatefulSet: checkStatefulSet,
  StorageClass: () => {},
  Traffic: checkTraffic,
  VolumeAttachment: () => {},
}

function checkBudget({ spec }: PodDisruptionBudget, check: Check): void {
  if (!spec) return
  const { minAvailable, maxUnavailable } = spec
  if (spec.selector) checkSelector(spec.selector, ['spec', 'selector'], check)
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    check.error(['spec', 'maxUnavailable'], 'besideMinAvailable')
  }
  checkPart(minAvailable, ['spec', 'minAvailable'], check)
  checkPart(maxUnavailable, ['spec', 'maxUnavailable'], check)
}

function checkService({ metadata, spec }: Service, check: Check): void {
  if (metadata?.name && !isDnsLabel(metadata.name)) {
    check.error(['metadata', 'name'], 'namesDns')
  }
  if (!spec) return
  checkLabels(spec.selector, ['spec', 'selector'], check)
  const { ports = [], type } = spec
  if (type !== 'ExternalName' && spec.clusterIP !== 'None' && ports.length === 0) {
    check.error(['spec', 'ports'], 'noPort')
  }
  const names = new Set<string>()
  ports.forEach(({ name = '' }, index) => {
    const path = ['spec', 'ports', index, 'name']
    if (ports.length > 1 && name === '') check.error(path, 'noPortName')
    else if (names.has(name)) check.error(path, 'samePortName')
    names.add(name)
  })
}

function checkLimitRange({ spec }: LimitRange, check: Check): void {
  spec?.limits.forEach(({ type, min = {}, max = {}, ...item }, index) => {
    const path = ['spec', 'limits', index]
    for (const [resource, most] of Object.entries(max)) {
      const least = min[resource]
      if (least !== undefined && compareQuantities(least, most) > 0) {
        check.error([...path, 'min', resource], 'aboveMaximum', least, most)
      }
    }
    for (const field of ['default', 'defaultRequest'] as const) {
      const given = item[field]
      if (!given) continue
      if (type !== 'Container') check.error([...path, field], 'containersOnly')
      for (const [resource, text] of Object.entries(given)) {
        const most = max[resource]
        if (most !== undefined && compareQuantities(text, most) > 0) {
          check.error([...path, field, resource], 'aboveMaximum', text, most)
        }
      }
    }
  })
}

function checkNode({ spec, status }: Node, check: Check): void {
  if (!status?.allocatable && !status?.capacity) {
    check.warning(['status', 'allocatable'], 'nothingFits')
  }
  checkQuantities(status?.allocatable, ['status', 'allocatable'], check)
  checkQuantities(status?.capacity, ['status', 'capacity'], check)
  spec?.taints?.forEach(({ key, value }, index) => {
    const at = ['spec', 'taints', index]
    checkKeys({ [key]: '' }, at, check)
    if (value !== undefined && !isLabelValue(value)) {
      check.error([...at, 'value'], 'badTaintValue', quoted(value))
    }
  })
}
