import type { PodDisruptionBudget } from '../api/types.gen.ts'
import type { DisruptionBudget } from './framework.ts'

/** A budget as preemption sees it; without a status nothing may be disrupted. */
export function disruptionBudget({
  metadata,
  spec,
  status,
}: PodDisruptionBudget): DisruptionBudget {
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    selector: spec?.selector,
    disruptionsAllowed: status?.disruptionsAllowed ?? 0,
    disruptedPods: new Set(Object.keys(status?.disruptedPods ?? {})),
  }
}
