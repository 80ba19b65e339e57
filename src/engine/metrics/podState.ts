import type { Pod } from '../api/types.gen.ts'
import { PodState } from '../protocol.ts'

/** `status.reason` of an app that the runbook put on a machine that takes no new work. */
export const DROPPED_REASON = 'MachineOutOfService'

/** Where a pod's picture depends on more than the object. */
export interface PodSurroundings {
  readonly runbook: boolean
  /** Its machine has power (also while it boots). */
  readonly powered: boolean
}

export function podState(pod: Pod, { runbook, powered }: PodSurroundings): PodState {
  const bound = pod.spec?.nodeName !== undefined
  if (pod.metadata?.deletionTimestamp !== undefined) return PodState.Terminating
  if (wasDropped(pod)) return PodState.Down
  if (pod.status?.phase === 'Succeeded') return PodState.Succeeded
  if (pod.status?.phase === 'Failed') return PodState.Failed
  if (!bound) return PodState.Pending
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
  return pod.status?.conditions?.some((c) => c.type === type && c.status === 'True') === true
}
