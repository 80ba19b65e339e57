import type { Pod } from '../api/types.gen.ts'
import { PodState } from '../protocol.ts'

/** `status.reason` of an app that the runbook put on a machine that takes no new work. */
export const DROPPED_REASON = 'MachineOutOfService'

/**
 * What a pod looks like.
 * @param runbook its lane has no Kubernetes
 * @param powered its machine has power (also while it boots)
 */
export function podState(pod: Pod, runbook: boolean, powered: boolean): PodState {
  if (pod.metadata?.deletionTimestamp !== undefined) return PodState.Terminating
  if (isFinished(pod)) {
    if (wasDropped(pod)) return PodState.Down
    return pod.status?.phase === 'Failed' ? PodState.Failed : PodState.Succeeded
  }
  if (pod.spec?.nodeName === undefined) return PodState.Pending
  if (runbook && !powered) return PodState.Down
  if (isReady(pod)) return PodState.Running
  return runs(pod) ? PodState.Unready : PodState.Creating
}

function runs({ status }: Pod): boolean {
  if (status?.phase !== 'Running') return false
  return status.containerStatuses?.some(({ state }) => state?.running) === true
}

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}

/** Runbook world: dropped on a machine that takes no new work, so it never started. */
export function wasDropped(pod: Pod): boolean {
  return pod.status?.phase === 'Failed' && pod.status.reason === DROPPED_REASON
}

export function isReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && conditionIsTrue(pod, 'Ready')
}

/** The control plane took the pod away against its owner's wish: eviction, garbage collection. */
export function isDisrupted(pod: Pod): boolean {
  return conditionIsTrue(pod, 'DisruptionTarget')
}

function conditionIsTrue(pod: Pod, type: string): boolean {
  const conditions = pod.status?.conditions
  if (conditions === undefined) return false
  // A loop without a closure: this is asked at every change of a pod.
  for (const condition of conditions) {
    if (condition.type === type && condition.status === 'True') return true
  }
  return false
}
