import { isSidecar } from '../api/podRequests.ts'
import type { ContainerStatus, Pod } from '../api/types.gen.ts'
import { findCondition, isFinished, isReady, isTerminating } from './podStatus.ts'

/** A pod's line in `kubectl get pods`. */
export interface PrintedPod {
  readonly ready: number
  readonly containers: number
  readonly restarts: number
  /** The word under STATUS. */
  readonly status: string
}

/** What of the containers is known once it is clear how far the init containers have got. */
interface Started {
  readonly ready: number
  readonly restarts: number
  readonly sidecarRestarts: number
  /** Why the pod is not past its init containers; undefined = it is. */
  readonly initializing: string | undefined
}

/** What kubectl prints of a pod (pkg/printers/internalversion/printers.go, printPod). */
export function printPod(pod: Pod): PrintedPod {
  const { spec, status } = pod
  const sidecars = spec?.initContainers?.filter(isSidecar) ?? []
  const containers = (spec?.containers.length ?? 0) + sidecars.length
  const init = initOf(pod)
  const scheduled = findCondition(status?.conditions, 'PodScheduled')
  let word = status?.reason || (status?.phase ?? 'Pending')
  if (scheduled?.reason === 'SchedulingGated') word = scheduled.reason
  let { ready, restarts } = init
  if (init.initializing !== undefined) word = init.initializing
  if (
    init.initializing === undefined ||
    findCondition(status?.conditions, 'Initialized')?.status === 'True'
  ) {
    restarts = init.sidecarRestarts
    let running = false
    for (const container of (status?.containerStatuses ?? []).toReversed()) {
      restarts += container.restartCount
      const { state } = container
      if (state?.waiting?.reason) word = state.waiting.reason
      else if (state?.terminated) word = endWord(state.terminated)
      else if (container.ready && state?.running) {
        running = true
        ready += 1
      }
    }
    if (word === 'Completed' && running) word = isReady(pod) ? 'Running' : 'NotReady'
  }
  if (isTerminating(pod) && !isFinished(pod)) word = 'Terminating'
  return { ready, containers, restarts, status: word }
}

/** Up to the first init container that is neither done nor, being a sidecar, started. */
function initOf({ spec, status }: Pod): Started {
  const sidecars = new Set(spec?.initContainers?.filter(isSidecar).map(({ name }) => name))
  const all = spec?.initContainers?.length ?? 0
  let ready = 0
  let restarts = 0
  let sidecarRestarts = 0
  let initializing: string | undefined
  for (const [index, container] of (status?.initContainerStatuses ?? []).entries()) {
    restarts += container.restartCount
    const sidecar = sidecars.has(container.name)
    if (sidecar) sidecarRestarts += container.restartCount
    if (container.state?.terminated?.exitCode === 0) continue
    if (sidecar && container.started) {
      if (container.ready) ready += 1
      continue
    }
    initializing = `Init:${initWord(container, index, all)}`
    break
  }
  return { ready, restarts, sidecarRestarts, initializing }
}

function initWord({ state }: ContainerStatus, index: number, all: number): string {
  if (state?.terminated) return endWord(state.terminated)
  const reason = state?.waiting?.reason
  return reason && reason !== 'PodInitializing' ? reason : `${index}/${all}`
}

function endWord(end: {
  readonly reason?: string
  readonly signal?: number
  readonly exitCode: number
}): string {
  if (end.reason) return end.reason
  return end.signal ? `Signal:${end.signal}` : `ExitCode:${end.exitCode}`
}

/** How many claims the pod mounts, also those that are made for it alone. */
export function claimCount({ spec }: Pod): number {
  return (spec?.volumes ?? []).filter((volume) => volume.persistentVolumeClaim ?? volume.ephemeral)
    .length
}
