import { KINDS, type Kind } from '../api/objects.ts'
import { toAmount, toNanos } from '../api/quantity.ts'
import type {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  LabelSelector,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  Pod,
} from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { isReady } from './podStatus.ts'
import { loadOf } from './podUsage.ts'
import {
  type Calculation,
  isMeasured,
  replicasForPods,
  replicasForTotal,
  type Sample,
  type Target,
  type Tolerance,
} from './replicaCalculator.ts'
import {
  absentContainer,
  missingRequest,
  resourceSamples,
  type ScaleTarget,
} from './resourceSamples.ts'

/*
 * What the metrics of a HorizontalPodAutoscaler say (horizontal.go, computeReplicasForMetric):
 * annotations stand for metrics-server and for the adapters of other metrics.
 */

/** A metric that could be read. */
export interface Proposal {
  readonly replicas: number
  /** `cpu resource utilization (percentage of request)` */
  readonly metric: string
  readonly status: MetricStatus
}

/** Why a metric could not be read, in upstream's words. */
export interface MetricFailure {
  /** `FailedGetResourceMetric` */
  readonly reason: string
  readonly message: string
  /** The message as computeReplicasForMetrics hands it on. */
  readonly error: string
}

/** What one kind of metric says, before it is known what it means for all of them. */
type Read = Proposal | Omit<MetricFailure, 'error'>

/** The metric of pods that counts the requests that they get. */
const REQUESTS = 'requests_per_second'

const DEFAULT_TOLERANCE = 0.1

/** --horizontal-pod-autoscaler-tolerance, unless the HPA's behavior has its own. */
export function toleranceOf({ spec }: HorizontalPodAutoscaler): Tolerance {
  const read = (text: string | undefined) =>
    text === undefined ? DEFAULT_TOLERANCE : Number(toNanos(text)) / 1e9
  const { scaleUp, scaleDown } = spec?.behavior ?? {}
  return { up: read(scaleUp?.tolerance), down: read(scaleDown?.tolerance) }
}

/** The metrics of an HPA; cpu at 80 % when it names none. */
export function metricsOf({ spec }: HorizontalPodAutoscaler): readonly MetricSpec[] {
  if (spec?.metrics && spec.metrics.length > 0) return spec.metrics
  const target = { type: 'Utilization', averageUtilization: 80 }
  return [{ type: 'Resource', resource: { name: 'cpu', target } }]
}

export function readMetric(
  metric: MetricSpec,
  target: ScaleTarget,
  tolerance: Tolerance,
  now: Millis,
): Proposal | MetricFailure {
  const read = readByType(metric, target, tolerance, now)
  if ('replicas' in read) return read
  return { ...read, error: `failed to get ${whatWasAsked(metric)}: ${read.message}` }
}

function readByType(
  metric: MetricSpec,
  target: ScaleTarget,
  tolerance: Tolerance,
  now: Millis,
): Read {
  switch (metric.type) {
    case 'Resource':
    case 'ContainerResource':
      return readResource(metric, target, tolerance, now)
    case 'Pods':
      return readPods(metric, target, tolerance, now)
    default:
      return readTotal(metric, target, tolerance)
  }
}

/** What computeReplicasForMetric says that it did not get. */
function whatWasAsked({ type, resource, containerResource, external }: MetricSpec): string {
  switch (type) {
    case 'Resource':
      return `${resource!.name} resource metric value`
    case 'ContainerResource':
      return `${containerResource!.name} container metric value`
    case 'Pods':
      return 'pods metric value'
    case 'External':
      return `external metric value: failed to get ${external!.metric.name} external metric`
    default:
      return 'object metric value'
  }
}

/** What the event says that follows those of the metrics, when they amount to nothing. */
export function invalidMetrics(failures: readonly MetricFailure[], metrics: number): string {
  const [first] = failures
  return `invalid metrics (${failures.length} invalid out of ${metrics}), first error is: ${first?.error}`
}

function readResource(
  metric: MetricSpec,
  scale: ScaleTarget,
  tolerance: Tolerance,
  now: Millis,
): Read {
  const { name, target, container } = {
    container: undefined,
    ...(metric.resource ?? metric.containerResource!),
  }
  const resource = name === 'memory' ? 'memory' : 'cpu'
  const type = metric.type
  const reason = `FailedGet${type}Metric`
  const byUse = target.averageUtilization !== undefined
  const what = byUse ? `${name} utilization` : `${name} usage`
  const failed = (why: string) => ({ reason, message: `failed to get ${what}: ${why}` })
  const unable = (why: string) => failed(`unable to get metrics for resource ${name}: ${why}`)
  const measured = scale.pods.filter(({ status }) => status?.phase === 'Running')
  const absent = container === undefined ? undefined : absentContainer(measured, container)
  if (absent !== undefined) return unable(absent)
  const samples = resourceSamples(scale, resource, container, now)
  const unrequested = byUse && samples.find(({ requested }) => requested === undefined)
  if (unrequested) return failed(missingRequest(unrequested.pod, resource, container)!)
  const goal = goalOf(target, resource)
  const found = replicasForPods(scale.replicas, samples, goal, tolerance, resource === 'cpu', now)
  if (!found) {
    // Those of pods that start are thrown away.
    return samples.some((sample) => isMeasured(sample, now))
      ? failed('did not receive metrics for targeted pods (pods might be unready)')
      : unable('no metrics returned from resource metrics API')
  }
  const current = {
    ...(byUse ? { averageUtilization: found.current } : {}),
    averageValue: amount(found.average, resource),
  }
  const kind = container === undefined ? 'resource' : 'container resource'
  const status: MetricStatus =
    container === undefined
      ? { type, resource: { name, current } }
      : { type, containerResource: { name, container, current } }
  const label = byUse ? `${name} ${kind} utilization (percentage of request)` : `${name} ${kind}`
  return { replicas: found.replicas, metric: label, status }
}

/** Thousandths, but memory is counted in bytes. */
function amount(value: number, resource: 'cpu' | 'memory' | undefined): string {
  if (resource === 'memory') return String(value)
  return value % 1_000 === 0 ? String(value / 1_000) : `${value}m`
}

function goalOf(target: MetricTarget, resource: 'cpu' | 'memory' | undefined): Target {
  if (target.averageUtilization !== undefined) {
    return { type: 'utilization', percent: target.averageUtilization }
  }
  const text = target.averageValue ?? target.value ?? '0'
  const value = resource ? toAmount(resource, text) : thousandths(text)
  return { type: 'average', value: Math.max(1, value) }
}

function thousandths(text: string): number {
  return Number((toNanos(text) + 999_999n) / 1_000_000n)
}

function readPods(metric: MetricSpec, scale: ScaleTarget, tolerance: Tolerance, now: Millis): Read {
  const { metric: identifier, target } = metric.pods!
  const { name } = identifier
  const total = loadOf(scale.metadata, name)
  const ready = scale.pods.filter(isReady).length
  const measured = (pod: Pod) => {
    const requests = name === REQUESTS ? scale.traffic?.requestsOf(pod) : undefined
    return requests === undefined ? undefined : requests * 1_000
  }
  const samples = scale.pods.map((pod): Sample => {
    const used = total === undefined ? measured(pod) : isReady(pod) ? total / ready : 0
    return { pod, used, requested: 0 }
  })
  const goal = goalOf(target, undefined)
  const found = replicasForPods(scale.replicas, samples, goal, tolerance, false, now)
  if (!found) {
    const none = `unable to get metric ${name}: no metrics returned from custom metrics API`
    return { reason: 'FailedGetPodsMetric', message: none }
  }
  const current = { averageValue: amount(found.average, undefined) }
  const status = { type: 'Pods', pods: { metric: identifier, current } }
  return { replicas: found.replicas, metric: `pods metric ${name}`, status }
}

function readTotal(metric: MetricSpec, scale: ScaleTarget, tolerance: Tolerance): Read {
  const { metric: identifier, target } = metric.external ?? metric.object!
  const { name, selector } = identifier
  const total = loadOf(scale.metadata, name)
  if (total === undefined) {
    const namespace = scale.metadata?.namespace
    return {
      reason: `FailedGet${metric.type}Metric`,
      message: metric.external
        ? `unable to get external metric ${namespace}/${name}/${selectorText(selector)}: no metrics returned from external metrics API`
        : notOfObject(name, namespace, metric.object!.describedObject),
    }
  }
  const perPod = target.averageValue !== undefined
  const goal = goalOf(target, undefined)
  const value = goal.type === 'average' ? goal.value : 1
  const { replicas, pods } = scale
  const found: Calculation = replicasForTotal(replicas, total, value, perPod, pods, tolerance)
  const text = amount(found.current, undefined)
  const current = perPod ? { averageValue: text } : { value: text }
  const status: MetricStatus = metric.external
    ? { type: 'External', external: { metric: identifier, current } }
    : { type: 'Object', object: { ...metric.object!, current } }
  const label = metric.external
    ? `external metric ${name}(${selectorText(selector)})`
    : `${metric.object!.describedObject.kind} metric ${name}`
  return { replicas: found.replicas, metric: label, status }
}

/** Upstream names the object's kind before its namespace, and the cause after its name. */
function notOfObject(
  metric: string,
  namespace: string | undefined,
  { kind, name, apiVersion = '' }: CrossVersionObjectReference,
): string {
  const [group, version] = apiVersion.split('/')
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind as Kind].plural : `${kind.toLowerCase()}s`
  const resource = version === undefined ? known : `${known}.${group}`
  const cause = `the server could not find the metric ${metric} for ${resource} ${name}`
  return `unable to get metric ${metric}: ${kind} on ${namespace} ${name}/unable to fetch metrics from custom metrics API: ${cause}`
}

/** As Go prints a *metav1.LabelSelector. */
function selectorText(selector: LabelSelector | undefined): string {
  if (!selector) return 'nil'
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`)
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  )
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`
}
