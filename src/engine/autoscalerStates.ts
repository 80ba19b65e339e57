import type {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from './api/types.gen.ts'
import type { AutoscalerState } from './protocol.ts'
import { metricsOf } from './rules/horizontalMetrics.ts'
import { findCondition } from './rules/podStatus.ts'
import { nameOf, namespaceOf } from './store/identity.ts'
import type { Store } from './store/store.ts'

/** Every HorizontalPodAutoscaler with what it measured last. */
export function autoscalerStates(store: Store): readonly AutoscalerState[] {
  return store.list('HorizontalPodAutoscaler').map((object) => {
    const { spec, status } = object
    const held = heldBy(object)
    return {
      namespace: namespaceOf(object),
      name: nameOf(object),
      reference: referenceText(spec?.scaleTargetRef),
      targets: targetsText(metricsOf(object), status?.currentMetrics ?? []),
      min: spec?.minReplicas ?? 1,
      max: spec?.maxReplicas ?? 0,
      replicas: status?.currentReplicas ?? 0,
      ...(held !== undefined && { held }),
    }
  })
}

function referenceText(target: CrossVersionObjectReference | undefined): string {
  return `${target?.kind ?? ''}/${target?.name ?? ''}`
}

/** It cannot measure or reach its target, or its bounds are narrower than what it wants. */
function heldBy({ status }: HorizontalPodAutoscaler): string | undefined {
  const conditions = status?.conditions
  const broken = ['AbleToScale', 'ScalingActive']
    .map((type) => findCondition(conditions, type))
    .find((condition) => condition?.status === 'False')
  const limited = findCondition(conditions, 'ScalingLimited')
  return (broken ?? (limited?.status === 'True' ? limited : undefined))?.message
}

/** No more than these are written out. */
const MOST = 2

/** Column TARGETS of `kubectl get hpa` (formatHPAMetrics, pkg/printers/internalversion/printers.go). */
function targetsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>'
  const texts = specs.map((spec, index) => metricText(spec, statuses[index]))
  const shown = texts.slice(0, MOST).join(', ')
  return texts.length > MOST ? `${shown} + ${texts.length - MOST} more...` : shown
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'Resource':
      return share(spec.resource!, status?.resource?.current)
    case 'ContainerResource':
      return share(spec.containerResource!, status?.containerResource?.current)
    case 'Pods':
      return `${status?.pods?.current.averageValue ?? UNKNOWN}/${spec.pods!.target.averageValue}`
    case 'Object':
      return valueOrAverage(spec.object!.target, status?.object?.current)
    case 'External':
      return valueOrAverage(spec.external!.target, status?.external?.current)
    default:
      return '<unknown type>'
  }
}

const UNKNOWN = '<unknown>'

function share(
  { name, target }: { readonly name: string; readonly target: MetricTarget },
  current: MetricValueStatus | undefined,
): string {
  if (target.averageValue !== undefined) {
    return `${name}: ${current?.averageValue ?? UNKNOWN}/${target.averageValue}`
  }
  const wanted =
    target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`
  const measured = current?.averageUtilization
  return `${name}: ${measured === undefined ? UNKNOWN : `${measured}%`}/${wanted}`
}

function valueOrAverage(target: MetricTarget, current: MetricValueStatus | undefined): string {
  return target.averageValue !== undefined
    ? `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`
    : `${current?.value ?? UNKNOWN}/${target.value}`
}
