import type { Pod } from '../api/types.gen.ts'
import { controllerOf } from '../store/identity.ts'

/**
 * Whether a new machine could help the pod: the scheduler has refused it, as its condition says, and it
 * was not taken away since. A pod for which others are being moved off a node has its place there
 * (upstream: pods waiting for preemption).
 */
export function wantsMachine(pod: Pod): boolean {
  const { metadata, spec, status } = pod
  // No machine but its own takes a DaemonSet's pod.
  if (controllerOf(pod)?.kind === 'DaemonSet') return false
  if (spec?.nodeName || metadata?.deletionTimestamp || status?.nominatedNodeName) return false
  const condition = status?.conditions?.find(({ type }) => type === 'PodScheduled')
  return condition?.status === 'False' && condition.reason === 'Unschedulable'
}
