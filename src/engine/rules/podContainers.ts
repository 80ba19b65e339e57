import { isSidecar } from '../api/podRequests.ts'
import type { Container, ContainerStatus, Pod, PodStatus } from '../api/types.gen.ts'

/*
 * A pod's containers by what they are for: init containers run one after the other and end, sidecars
 * are init containers that go on, and then there are those that the pod is about.
 */

const NONE: readonly Container[] = []

/** In the order of the spec. */
export function sidecarsOf({ spec }: Pod): readonly Container[] {
  const init = spec?.initContainers
  return init && init.length > 0 ? init.filter(isSidecar) : NONE
}

/** Containers that run together: the pod's own, then its sidecars. */
export function runningTogether(pod: Pod): readonly Container[] {
  const own = pod.spec?.containers ?? NONE
  const sidecars = sidecarsOf(pod)
  return sidecars.length > 0 ? [...own, ...sidecars] : own
}

/** What is known of a container; names are unique in a pod. */
export function statusOf({ status }: Pod, name: string): ContainerStatus | undefined {
  const named = (each: ContainerStatus) => each.name === name
  return status?.containerStatuses?.find(named) ?? status?.initContainerStatuses?.find(named)
}

/** It has failed and is not started again before its back-off is over. */
export function isBackingOff({ state }: ContainerStatus): boolean {
  return state?.waiting?.reason === 'CrashLoopBackOff'
}

/** It has not been started, or has to be started anew in another sandbox. */
export function isWaiting(status: ContainerStatus): boolean {
  return status.state?.waiting !== undefined && !isBackingOff(status)
}

/** Whether anything of the pod runs, sidecars and init containers among it. */
export function hasRunningContainer({ status }: Pod): boolean {
  return anyRuns(status?.containerStatuses) || anyRuns(status?.initContainerStatuses)
}

function anyRuns(statuses: readonly ContainerStatus[] | undefined): boolean {
  if (statuses === undefined) return false
  // A loop without a closure, here and below: this is asked at every step of a pod's start.
  for (const { state } of statuses) if (state?.running !== undefined) return true
  return false
}

/** Whether a container of the pod's own waits for its start, see `isWaiting`. */
export function anyWaits({ status }: Pod): boolean {
  if (status?.containerStatuses === undefined) return false
  for (const each of status.containerStatuses) if (isWaiting(each)) return true
  return false
}

/**
 * Every container of the pod itself has ended and none will be started again, or an init container has
 * failed for good: sidecars end, too.
 */
export function isOver(pod: Pod): boolean {
  const { containerStatuses: own, initContainerStatuses: init } = pod.status ?? NO_STATUS
  if (own && own.length > 0 && allEnded(own)) return true
  if (!init) return false
  return init.some(
    ({ state }, place) =>
      (state?.terminated?.exitCode ?? 0) !== 0 && !isSidecar(pod.spec!.initContainers![place]!),
  )
}

function allEnded(statuses: readonly ContainerStatus[]): boolean {
  for (const { state } of statuses) if (!state?.terminated) return false
  return true
}

const NO_STATUS: PodStatus = {}

/**
 * The place of the init container whose turn it is, or their number when all have had it; undefined =
 * one of them is at it (pkg/kubelet/kuberuntime, computeInitContainerActions).
 */
export function initTurn({ spec, status }: Pod): number | undefined {
  const containers = spec?.initContainers ?? NONE
  if (containers.length === 0) return 0
  if (status?.containerStatuses?.some(({ state }) => state?.running)) return containers.length
  const statuses = status?.initContainerStatuses ?? []
  for (let place = containers.length - 1; place >= 0; place--) {
    const each = statuses[place]
    if (!each || isWaiting(each)) continue
    const done = isSidecar(containers[place]!)
      ? each.state?.running && each.started
      : each.state?.terminated?.exitCode === 0
    return done ? place + 1 : undefined
  }
  return 0
}
