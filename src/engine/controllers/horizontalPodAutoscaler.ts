import { matchesLabelSelector } from '../api/selectors.ts'
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerStatus,
} from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import {
  invalidMetrics,
  type MetricFailure,
  metricsOf,
  type Proposal,
  readMetric,
  toleranceOf,
} from '../rules/horizontalMetrics.ts'
import { withCondition } from '../rules/podStatus.ts'
import type { PodTraffic, ScaleTarget } from '../rules/resourceSamples.ts'
import { desiredReplicas } from '../rules/rollout.ts'
import { decideSize, firstMemory, remember, type ScalingMemory } from '../rules/scalingBehavior.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { keyOf, nameOf, namespaceOf, splitKey, uidOf } from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** --horizontal-pod-autoscaler-sync-period */
const PERIOD: Millis = 15 * SECOND
const SCALED = ['Deployment', 'ReplicaSet', 'StatefulSet'] as const
type Scaled = (typeof SCALED)[number]

/** Sets the size of workloads by what their pods use, every 15 s. */
export function startHorizontalPodAutoscaler(
  { store, clock, events }: ControllerContext,
  traffic?: PodTraffic,
): void {
  const queue = createWorkQueue(clock, 'horizontalPodAutoscaler', sync)
  /** By the HPA's uid. */
  const memories = new Map<string, ScalingMemory>()
  /** What the latest look at an HPA could not read, by its uid: each is told once, not every 15 s. */
  const told = new Map<string, readonly string[]>()

  store.watch(
    (change) => {
      if (change.kind !== 'HorizontalPodAutoscaler') return
      const hpa = change.object
      if (change.type === 'DELETED') {
        queue.drop(keyOf(hpa))
        memories.delete(uidOf(hpa))
        told.delete(uidOf(hpa))
      } else if (change.type === 'ADDED') queue.addAt(keyOf(hpa), clock.now + PERIOD, 'beat')
    },
    ['HorizontalPodAutoscaler'],
  )

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const hpa = store.get('HorizontalPodAutoscaler', namespace, name)
    if (!hpa?.spec) return
    queue.addAt(key, clock.now + PERIOD, 'beat')
    const kind = SCALED.find((each) => each === hpa.spec!.scaleTargetRef.kind)
    const target = kind && store.get(kind, namespace, hpa.spec.scaleTargetRef.name)
    if (!kind || !target?.spec) {
      noTarget(hpa)
      return
    }
    const pods = store
      .list('Pod', namespace)
      .filter((pod) => matchesLabelSelector(target.spec?.selector, pod.metadata?.labels))
    const replicas = desiredReplicas(target)
    adjust(hpa, kind, { metadata: target.metadata, replicas, pods, ...(traffic && { traffic }) })
  }

  function noTarget(hpa: HorizontalPodAutoscaler): void {
    const { kind, name } = hpa.spec!.scaleTargetRef
    const known = SCALED.find((each) => each === kind)
    const what = known
      ? `${known.toLowerCase()}s.apps "${name}" not found`
      : `no matches for kind "${kind}"`
    const message = `the HPA controller was unable to get the target's current scale: ${what}`
    warn(hpa, [['FailedGetScale', what]])
    report(hpa, {}, [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }])
  }

  /** @param warnings reason and message of each event, those that have been told included */
  function warn(
    hpa: HorizontalPodAutoscaler,
    warnings: readonly (readonly [string, string])[],
  ): void {
    const before = told.get(uidOf(hpa)) ?? []
    for (const [reason, message] of warnings) {
      if (!before.includes(message)) record('Warning', reason, hpa, message)
    }
    if (warnings.length > 0 || before.length > 0) {
      told.set(
        uidOf(hpa),
        warnings.map(([, message]) => message),
      )
    }
  }

  function adjust(hpa: HorizontalPodAutoscaler, kind: Scaled, target: ScaleTarget): void {
    const { minReplicas = 1, maxReplicas } = hpa.spec!
    const { replicas: current } = target
    if (!memories.has(uidOf(hpa))) memories.set(uidOf(hpa), firstMemory(current, clock.now))
    const got = condition(
      'AbleToScale',
      'SucceededGetScale',
      "the HPA controller was able to get the target's current scale",
    )
    if (current === 0) {
      const message = 'scaling is disabled since the replica count of the target is zero'
      const off = { ...condition('ScalingActive', 'ScalingDisabled', message), status: 'False' }
      report(hpa, { currentReplicas: 0, desiredReplicas: 0 }, [got, off])
    } else if (current > maxReplicas) {
      const reason = 'Current number of replicas above Spec.MaxReplicas'
      rescale(hpa, kind, target, maxReplicas, reason, {}, [got])
    } else if (current < minReplicas) {
      const reason = 'Current number of replicas below Spec.MinReplicas'
      rescale(hpa, kind, target, minReplicas, reason, {}, [got])
    } else {
      byMetrics(hpa, kind, target, got)
    }
  }

  function byMetrics(
    hpa: HorizontalPodAutoscaler,
    kind: Scaled,
    target: ScaleTarget,
    got: HorizontalPodAutoscalerCondition,
  ): void {
    const { replicas: current } = target
    const tolerance = toleranceOf(hpa)
    const metrics = metricsOf(hpa)
    const read = metrics.map((metric) => readMetric(metric, target, tolerance, clock.now))
    const failures = read.filter((each): each is MetricFailure => 'message' in each)
    const proposals = read.filter((each): each is Proposal => 'replicas' in each)
    const best = proposals.reduce<Proposal | undefined>(
      (most, each) => (most && most.replicas >= each.replicas ? most : each),
      undefined,
    )
    const [failure] = failures
    const warnings = failures.map(({ reason, message }) => [reason, message] as const)
    // What one metric does not say could be a reason not to shrink.
    if (!best || (failure && best.replicas < current)) {
      if (!failure) return
      const all = invalidMetrics(failures, metrics.length)
      warn(hpa, [...warnings, ['FailedComputeMetricsReplicas', all]])
      const message = `the HPA was unable to compute the replica count: ${failure.message}`
      const off = { ...condition('ScalingActive', failure.reason, message), status: 'False' }
      // setCurrentReplicasAndMetricsInStatus: how many there are is known all the same.
      const status = { currentReplicas: current, currentMetrics: statusesOf(proposals) }
      report(hpa, status, [got, off])
      return
    }
    warn(hpa, warnings)
    const memory = memories.get(uidOf(hpa))!
    const decision = decideSize(hpa, current, best.replicas, memory, clock.now)
    memories.set(uidOf(hpa), remember(memory, clock.now, { recommendation: best.replicas }))
    const found = `the HPA was able to successfully calculate a replica count from ${best.metric}`
    const { limited, reason, message } = decision.limit
    const conditions = [
      condition('AbleToScale', decision.able.reason, decision.able.message),
      condition('ScalingActive', 'ValidMetricFound', found),
      { type: 'ScalingLimited', status: limited ? 'True' : 'False', reason, message },
    ]
    const status = { currentMetrics: statusesOf(proposals) }
    const why = reasonFor(best, current)
    rescale(hpa, kind, target, decision.replicas, why, status, conditions)
  }

  function rescale(
    hpa: HorizontalPodAutoscaler,
    kind: Scaled,
    { metadata, replicas: current }: ScaleTarget,
    replicas: number,
    why: string,
    status: Partial<HorizontalPodAutoscalerStatus>,
    conditions: readonly HorizontalPodAutoscalerCondition[],
  ): void {
    const sizes = { currentReplicas: current, desiredReplicas: replicas }
    if (replicas === current) {
      report(hpa, { ...status, ...sizes }, conditions)
      return
    }
    const workload = store.get(kind, namespaceOf(hpa), metadata?.name ?? '')!
    store.update(kind, { ...workload, spec: { ...workload.spec, replicas } } as typeof workload)
    record('Normal', 'SuccessfulRescale', hpa, `New size: ${replicas}; reason: ${why}`)
    const memory = memories.get(uidOf(hpa))!
    memories.set(uidOf(hpa), remember(memory, clock.now, { change: replicas - current }))
    const done = `the HPA controller was able to update the target scale to ${replicas}`
    report(hpa, { ...status, ...sizes, lastScaleTime: toTimestamp(clock.now) }, [
      ...conditions,
      condition('AbleToScale', 'SucceededRescale', done),
    ])
  }

  function report(
    hpa: HorizontalPodAutoscaler,
    status: Partial<HorizontalPodAutoscalerStatus>,
    told: readonly HorizontalPodAutoscalerCondition[],
  ): void {
    const conditions = told.reduce(
      (list, each) => withCondition(list, each, clock.now),
      hpa.status?.conditions,
    )
    store.update('HorizontalPodAutoscaler', {
      ...hpa,
      status: { desiredReplicas: 0, ...hpa.status, ...status, ...(conditions && { conditions }) },
    })
  }

  function record(
    type: 'Normal' | 'Warning',
    reason: string,
    hpa: HorizontalPodAutoscaler,
    message: string,
  ): void {
    const kind = 'HorizontalPodAutoscaler'
    events.record(type, reason, { kind, namespace: namespaceOf(hpa), name: nameOf(hpa) }, message)
  }
}

/** Empty when only an earlier recommendation calls for a change. */
function reasonFor({ replicas, metric }: Proposal, current: number): string {
  if (replicas > current) return `${metric} above target`
  return replicas < current ? 'All metrics below target' : ''
}

function condition(
  type: string,
  reason: string,
  message: string,
): HorizontalPodAutoscalerCondition {
  return { type, status: 'True', reason, message }
}

function statusesOf(proposals: readonly Proposal[]) {
  return proposals.map(({ status }) => status)
}
