import type { Pod } from '../api/types.gen.ts'
import { evictionOf, isProtected } from '../rules/disruption.ts'
import { namespaceOf } from './identity.ts'
import type { Store } from './store.ts'

/**
 * Asks the Eviction API to take a pod away (pkg/registry/core/pod/storage/eviction.go).
 * @param evict ends the pod gracefully
 * @returns why it refuses; nothing has changed then
 */
export function evictPod(store: Store, pod: Pod, evict: (pod: Pod) => void): string | undefined {
  const budgets = store
    .list('PodDisruptionBudget', namespaceOf(pod))
    .filter((budget) => isProtected(budget, pod))
  const verdict = evictionOf(pod, budgets)
  if (verdict.refusal !== undefined) return verdict.refusal
  const [budget] = budgets
  if (verdict.counts && budget) {
    // Before the controller has counted anew, the next eviction must know of this one.
    const allowed = budget.status?.disruptionsAllowed ?? 0
    const status = { ...budget.status!, disruptionsAllowed: allowed - 1 }
    store.update('PodDisruptionBudget', { ...budget, status })
  }
  evict(pod)
  return undefined
}
