import { matchesLabelSelector } from '../api/selectors.ts'
import type { Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { type Condition, isReady, isTerminating, withCondition } from './podStatus.ts'
import { scaledValue } from './rollout.ts'

/**
 * How many pods the workload behind a pod wants; undefined = the pod has none, a text = why nobody
 * knows.
 */
export type ScaleOf = (
  pod: Pod,
) => { readonly uid: string; readonly replicas: number } | string | undefined

/** What the controller finds out about a budget. */
export interface BudgetCount {
  readonly status: PodDisruptionBudgetStatus
  /** Some of its pods have no controller, where the count depends on what controllers want. */
  readonly unmanaged: boolean
  /** Why the pods could not be counted, in upstream's words; then nothing may be disrupted. */
  readonly failure?: string
}

/** Whether a budget protects a pod: no selector protects nobody, an empty one the whole namespace. */
export function isProtected({ metadata, spec }: PodDisruptionBudget, pod: Pod): boolean {
  return (
    pod.metadata?.namespace === metadata?.namespace &&
    matchesLabelSelector(spec?.selector, pod.metadata?.labels)
  )
}

/**
 * How many of the pods may be disrupted now (pkg/controller/disruption): percentages and
 * maxUnavailable refer to what the workloads want, not to what is there; both are rounded up.
 * @param pods those that the budget protects
 */
export function countBudget(
  { spec, status, metadata }: PodDisruptionBudget,
  pods: readonly Pod[],
  scaleOf: ScaleOf,
  now: Millis,
): BudgetCount {
  const { minAvailable, maxUnavailable } = spec ?? {}
  const told = (counted: PodDisruptionBudgetStatus, reason: string, message: string) => ({
    ...counted,
    conditions: withCondition(
      status?.conditions as readonly (Condition & { readonly observedGeneration?: number })[],
      {
        type: 'DisruptionAllowed',
        status: counted.disruptionsAllowed ? 'True' : 'False',
        reason,
        message,
        ...(counted.observedGeneration && { observedGeneration: counted.observedGeneration }),
      },
      now,
    ) as NonNullable<PodDisruptionBudgetStatus['conditions']>,
  })
  const byScale = maxUnavailable !== undefined || typeof minAvailable === 'string'
  const wanted = byScale ? wantedPods(pods, scaleOf) : { count: 0, unmanaged: false }
  if (typeof wanted === 'string') {
    const failed = told({ ...status, disruptionsAllowed: 0 }, 'SyncFailed', wanted)
    return { status: failed, unmanaged: false, failure: wanted }
  }
  const expectedPods = typeof minAvailable === 'number' ? pods.length : wanted.count
  const desiredHealthy =
    maxUnavailable === undefined
      ? scaledValue(minAvailable ?? 0, expectedPods, Math.ceil)
      : Math.max(0, expectedPods - scaledValue(maxUnavailable, expectedPods, Math.ceil))
  const disrupted = status?.disruptedPods ?? {}
  const isHealthy = (pod: Pod) =>
    !isTerminating(pod) && isReady(pod) && !Object.hasOwn(disrupted, pod.metadata?.name ?? '')
  const currentHealthy = pods.filter(isHealthy).length
  const allowed = expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy)
  const counted = {
    ...status,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    disruptionsAllowed: allowed,
    observedGeneration: metadata?.generation,
  }
  const reason = allowed > 0 ? 'SufficientPods' : 'InsufficientPods'
  return { status: told(counted, reason, ''), unmanaged: wanted.unmanaged }
}

/** What the Eviction API answers: why not, or whether the eviction counts against the budget. */
export type Eviction =
  | { readonly refusal: string; readonly counts: false }
  | { readonly refusal: undefined; readonly counts: boolean }

const FREE: Eviction = { refusal: undefined, counts: false }

/** An error of the API server, not a "not yet": nobody tries that again. */
export const SEVERAL_BUDGETS =
  'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'

/**
 * Whether a pod may be evicted now (pkg/registry/core/pod/storage/eviction.go).
 * @param budgets those that protect it; their status is taken as it stands
 */
export function evictionOf(pod: Pod, budgets: readonly PodDisruptionBudget[]): Eviction {
  const phase = pod.status?.phase ?? 'Pending'
  const runs = phase === 'Running' && !isTerminating(pod)
  const [budget, second] = budgets
  if (!runs || !budget) return FREE
  if (second) {
    return refused(SEVERAL_BUDGETS)
  }
  const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = budget.status ?? {}
  if (!isReady(pod)) {
    const always = budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow'
    if (always || (currentHealthy >= desiredHealthy && desiredHealthy > 0)) return FREE
  }
  if ((budget.status?.observedGeneration ?? 0) < (budget.metadata?.generation ?? 0)) {
    return refused(
      "Cannot evict pod as it would violate the pod's disruption budget. The disruption budget is still being processed by the server.",
    )
  }
  if (disruptionsAllowed <= 0) {
    return refused("Cannot evict pod as it would violate the pod's disruption budget.")
  }
  return { refusal: undefined, counts: true }
}

function refused(refusal: string): Eviction {
  return { refusal, counts: false }
}

/** Each workload once; pods without one are left out. */
function wantedPods(
  pods: readonly Pod[],
  scaleOf: ScaleOf,
): { readonly count: number; readonly unmanaged: boolean } | string {
  const scales = new Map<string, number>()
  let unmanaged = false
  for (const pod of pods) {
    const scale = scaleOf(pod)
    if (typeof scale === 'string') return scale
    if (scale) scales.set(scale.uid, scale.replicas)
    else unmanaged = true
  }
  return { count: [...scales.values()].reduce((sum, replicas) => sum + replicas, 0), unmanaged }
}
