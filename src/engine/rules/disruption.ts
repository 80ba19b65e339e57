import { matchesLabelSelector } from '../api/selectors.ts'
import type { Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../api/types.gen.ts'
import { isReady, isTerminating } from './podStatus.ts'
import { scaledValue } from './rollout.ts'

/** How many pods the workload behind a pod wants; undefined = the pod has none that can be scaled. */
export type ScaleOf = (pod: Pod) => { readonly uid: string; readonly replicas: number } | undefined

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
export function budgetStatus(
  { spec, status, metadata }: PodDisruptionBudget,
  pods: readonly Pod[],
  scaleOf: ScaleOf,
): PodDisruptionBudgetStatus {
  const { minAvailable, maxUnavailable } = spec ?? {}
  const disrupted = status?.disruptedPods ?? {}
  const isHealthy = (pod: Pod) =>
    !isTerminating(pod) && isReady(pod) && !Object.hasOwn(disrupted, pod.metadata?.name ?? '')
  const currentHealthy = pods.filter(isHealthy).length
  const expectedPods = typeof minAvailable === 'number' ? pods.length : wantedPods(pods, scaleOf)
  let desiredHealthy = expectedPods - 1
  if (maxUnavailable !== undefined) {
    desiredHealthy = expectedPods - scaledValue(maxUnavailable, expectedPods, Math.ceil)
  } else if (minAvailable !== undefined) {
    desiredHealthy = scaledValue(minAvailable, expectedPods, Math.ceil)
  }
  desiredHealthy = Math.max(0, desiredHealthy)
  const allowed = expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy)
  return {
    ...status,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    disruptionsAllowed: allowed,
    observedGeneration: metadata?.generation,
  }
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

/** Each workload once; a pod without one counts for itself. */
function wantedPods(pods: readonly Pod[], scaleOf: ScaleOf): number {
  const scales = new Map<string, number>()
  let alone = 0
  for (const pod of pods) {
    const scale = scaleOf(pod)
    if (scale) scales.set(scale.uid, scale.replicas)
    else alone += 1
  }
  return [...scales.values()].reduce((sum, replicas) => sum + replicas, alone)
}
