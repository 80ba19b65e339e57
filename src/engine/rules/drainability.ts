import type { Pod, PodDisruptionBudget } from '../api/types.gen.ts'
import { controllerOf, nameOf, namespaceOf } from '../store/identity.ts'
import { isProtected } from './disruption.ts'
import { isFinished } from './podStatus.ts'

/** On a pod: `"true"` may always be moved, `"false"` never. */
const SAFE_TO_EVICT = 'cluster-autoscaler.kubernetes.io/safe-to-evict'
/** Volumes of a pod (by name, with commas) that it can lose. */
const SAFE_VOLUMES = 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes'
/** Whose pods are made anew. */
const REPLICATED = new Set(['ReplicationController', 'Job', 'ReplicaSet', 'StatefulSet'])

/**
 * What the cluster autoscaler does with a pod on a node that it would take away: `stays` = the pod
 * goes with its node, `moves` = it has to find another place, or else the reason why the node
 * cannot go (cluster-autoscaler/simulator/drainability/rules, with its flags' defaults).
 * @param budgets of the pod's namespace
 */
export function drainability(
  pod: Pod,
  budgets: readonly PodDisruptionBudget[],
): 'stays' | 'moves' | { readonly blocked: string } {
  if (isFinished(pod) || controllerOf(pod)?.kind === 'DaemonSet') return 'stays'
  const safe = pod.metadata?.annotations?.[SAFE_TO_EVICT]
  if (safe === 'true') return 'moves'
  const name = nameOf(pod)
  const key = `${namespaceOf(pod)}/${name}`
  const matching = budgets.filter((budget) => isProtected(budget, pod))
  if (!REPLICATED.has(controllerOf(pod)?.kind ?? '')) {
    return { blocked: `${key} is not replicated` }
  }
  if (namespaceOf(pod) === 'kube-system' && matching.length === 0) {
    return {
      blocked: `non-daemonset, non-mirrored, non-pdb-assigned kube-system pod present: ${name}`,
    }
  }
  if (safe === 'false') {
    return { blocked: `pod annotated as not safe to evict present: ${name}` }
  }
  if (hasLocalStorage(pod)) return { blocked: `pod with local storage present: ${name}` }
  if (matching.some(({ status }) => (status?.disruptionsAllowed ?? 0) < 1)) {
    return { blocked: `not enough pod disruption budget to move ${key}` }
  }
  return 'moves'
}

/** Data on the machine itself, unless it lives in memory. */
function hasLocalStorage({ metadata, spec }: Pod): boolean {
  const safe = metadata?.annotations?.[SAFE_VOLUMES]?.split(',').map((name) => name.trim())
  return (spec?.volumes ?? []).some(
    ({ name, emptyDir, hostPath }) =>
      (hostPath !== undefined || (emptyDir !== undefined && emptyDir.medium !== 'Memory')) &&
      !safe?.includes(name),
  )
}
