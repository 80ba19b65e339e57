import type { Pod } from '../api/types.gen.ts'
import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import { findCondition, isReady, isTerminating } from './podStatus.ts'

/*
 * How many replicas a metric calls for (pkg/controller/podautoscaler/replica_calculator.go). Pure:
 * pods and what they use in, a number out. Amounts are in thousandths.
 */

/** --horizontal-pod-autoscaler-cpu-initialization-period */
const CPU_INITIALIZATION: Millis = 5 * MINUTE
/** --horizontal-pod-autoscaler-initial-readiness-delay */
const INITIAL_READINESS_DELAY: Millis = 30 * SECOND
/** What metrics-server looks at by default: a pod that has just become ready has no sample yet. */
const METRIC_WINDOW: Millis = 15 * SECOND

/** How far usage may be off its target before anything is done. */
export interface Tolerance {
  readonly up: number
  readonly down: number
}

/** How a metric's usage is compared with its target. */
export type Target =
  /** A percentage of what the pods request. */
  | { readonly type: 'utilization'; readonly percent: number }
  /** An amount per pod. */
  | { readonly type: 'average'; readonly value: number }

export interface Sample {
  readonly pod: Pod
  /** Undefined = there is no metric of this pod. */
  readonly used: number | undefined
  /** What its containers request; undefined = one of them requests nothing. */
  readonly requested: number | undefined
}

export interface Calculation {
  readonly replicas: number
  /** Over the pods that counted: a percentage for `utilization`, an amount per pod otherwise. */
  readonly current: number
  /** Amount per pod, whatever the target is. */
  readonly average: number
}

interface Counted {
  readonly used: number
  readonly requested: number
}

/**
 * @param cpu samples of cpu are worth nothing while a pod starts
 * @returns undefined = there is no metric of any pod that counts
 */
export function replicasForPods(
  replicas: number,
  samples: readonly Sample[],
  target: Target,
  tolerance: Tolerance,
  cpu: boolean,
  now: Millis,
): Calculation | undefined {
  const counted: Counted[] = []
  const ignored: Counted[] = []
  const missing: Counted[] = []
  for (const { pod, used, requested = 0 } of samples) {
    const phase = pod.status?.phase
    if (isTerminating(pod) || phase === 'Failed') continue
    if (phase === 'Pending') ignored.push({ used: 0, requested })
    else if (used === undefined) missing.push({ used: 0, requested })
    else if (cpu && isStarting(pod, now)) ignored.push({ used: 0, requested })
    else counted.push({ used, requested })
  }
  if (counted.length === 0) return undefined
  const first = ratioOf(counted, target)
  const result = (amount: number): Calculation => ({ ...first, replicas: amount })
  const withIgnored = ignored.length > 0 && first.ratio > 1
  if (!withIgnored && missing.length === 0) {
    return result(isWithin(first.ratio, tolerance) ? replicas : scaled(first.ratio, counted.length))
  }
  // Who says nothing is assumed to be idle when there should be more, and busy when fewer.
  const assumed = missing.map((pod) => ({ ...pod, used: first.ratio < 1 ? full(pod, target) : 0 }))
  const all = [...counted, ...assumed, ...(withIgnored ? ignored : [])]
  const { ratio } = ratioOf(all, target)
  const turned = (first.ratio < 1 && ratio > 1) || (first.ratio > 1 && ratio < 1)
  if (isWithin(ratio, tolerance) || turned) return result(replicas)
  const wanted = scaled(ratio, all.length)
  const against = (ratio < 1 && wanted > replicas) || (ratio > 1 && wanted < replicas)
  return result(against ? replicas : wanted)
}

/** What a pod without a metric is assumed to use when there should be fewer. */
function full({ requested }: Counted, target: Target): number {
  if (target.type === 'average') return target.value
  return Math.floor((requested * Math.max(100, target.percent)) / 100)
}

function ratioOf(pods: readonly Counted[], target: Target) {
  const used = pods.reduce((sum, pod) => sum + pod.used, 0)
  const requested = pods.reduce((sum, pod) => sum + pod.requested, 0)
  const average = Math.floor(used / pods.length)
  const percent = requested > 0 ? Math.floor((used * 100) / requested) : 0
  return target.type === 'utilization'
    ? { ratio: percent / target.percent, current: percent, average }
    : { ratio: average / target.value, current: average, average }
}

/** Whether metrics-server knows of the pod: it has looked at it for a whole window. */
export function isMeasured({ pod, used }: Sample, now: Millis): boolean {
  const started = fromTimestamp(pod.status?.startTime ?? '') ?? now
  return used !== undefined && pod.status?.phase === 'Running' && started + METRIC_WINDOW < now
}

/** Not worth a sample yet: within the first minutes and not ready, or only just. */
function isStarting(pod: Pod, now: Millis): boolean {
  const ready = findCondition(pod.status?.conditions, 'Ready')
  const started = fromTimestamp(pod.status?.startTime ?? '')
  if (!ready || started === undefined) return true
  const changed = fromTimestamp(ready.lastTransitionTime ?? '') ?? now
  if (started + CPU_INITIALIZATION > now) {
    return ready.status === 'False' || now < changed + METRIC_WINDOW
  }
  return ready.status === 'False' && started + INITIAL_READINESS_DELAY > changed
}

/**
 * For a metric that belongs to no pod.
 * @param total of the metric
 * @param perPod whether the target is what each pod may have of it, or all of it
 */
export function replicasForTotal(
  replicas: number,
  total: number,
  target: number,
  perPod: boolean,
  pods: readonly Pod[],
  tolerance: Tolerance,
): Calculation {
  const average = Math.ceil(total / Math.max(1, replicas))
  if (perPod) {
    const close = isWithin(total / (target * replicas), tolerance)
    return { replicas: close ? replicas : Math.ceil(total / target), current: average, average }
  }
  const ratio = total / target
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isReady(pod)).length
  const wanted = isWithin(ratio, tolerance) ? replicas : scaled(ratio, ready)
  return { replicas: wanted, current: total, average }
}

function isWithin(ratio: number, { up, down }: Tolerance): boolean {
  return ratio >= 1 - down && ratio <= 1 + up
}

/** Sums of decimal fractions may miss a whole number by the last bit. */
function scaled(ratio: number, pods: number): number {
  return Math.ceil(ratio * pods)
}
