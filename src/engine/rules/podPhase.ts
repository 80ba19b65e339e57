import { copyStatus } from '../api/copies.ts'
import { isSidecar } from '../api/podRequests.ts'
import type {
  Container,
  ContainerStatus,
  Pod,
  PodCondition,
  PodSpec,
  PodStatus,
} from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { initTurn, isOver, sidecarsOf, statusOf } from './podContainers.ts'
import { podConditions } from './podStatus.ts'

/*
 * What a pod is, by its containers (pkg/kubelet/kubelet_pods.go, getPhase; pkg/kubelet/status/generate.go).
 */

/** The pod's status with these of its containers, and the phase and the conditions that they amount to. */
export function settled(
  spec: PodSpec | undefined,
  before: PodStatus | undefined,
  containerStatuses: readonly ContainerStatus[] | undefined,
  initContainerStatuses: readonly ContainerStatus[] | undefined,
  now: Millis,
): PodStatus {
  const status = copyStatus(before)
  status.containerStatuses = containerStatuses
  if (initContainerStatuses) Object.assign(status, { initContainerStatuses })
  else if (containerStatuses && containerStatuses === latest.containerStatuses && isPlain(spec)) {
    status.phase = latest.phase
    status.conditions = podConditions(before?.conditions, latest.conditions, now)
    return status
  }
  const pod = spec ? { spec, status } : { status }
  const phase = phaseOf(pod)
  status.phase = phase
  const conditions = readyConditions(pod)
  status.conditions = podConditions(before?.conditions, conditions, now)
  if (spec?.initContainers?.length || phase === 'Succeeded') {
    status.conditions = podConditions(status.conditions, [initializedCondition(pod)], now)
  } else if (!initContainerStatuses) latest = { containerStatuses, phase, conditions }
  return status
}

/** No init containers: then its phase and readiness are those of its containers' statuses. */
function isPlain(spec: PodSpec | undefined): boolean {
  return spec !== undefined && !spec.initContainers?.length
}

/** What was made last of statuses, which pods of a template share. */
let latest: {
  readonly containerStatuses: readonly ContainerStatus[] | undefined
  readonly phase: ReturnType<typeof phaseOf>
  readonly conditions: readonly PodCondition[]
} = { containerStatuses: undefined, phase: 'Pending', conditions: [] }

export function phaseOf(pod: Pod): 'Pending' | 'Running' | 'Succeeded' | 'Failed' {
  const { spec, status } = pod
  let waiting = 0
  let running = 0
  let stopped = 0
  let succeeded = 0
  let failed = false
  // Nobody waits for what is not started any more.
  const over = isOver(pod)
  if (spec?.initContainers?.length) {
    for (const container of spec.initContainers) {
      const state = statusOf(pod, container.name)
      if (isSidecar(container)) {
        if (state?.state?.running) running += 1
        else if (neverRan(state) && !over) waiting += 1
      } else if (hasFailed(state)) failed = true
    }
    // A phase is final when nothing runs any more (pkg/kubelet/status/status_manager.go).
    if (failed) return running > 0 ? 'Pending' : 'Failed'
    // Before that nothing of the pod itself has been started.
    if (initTurn(pod) !== spec.initContainers.length && !ownHaveRun(pod)) return 'Pending'
  }
  for (const each of status?.containerStatuses ?? []) {
    if (each.state?.running) running += 1
    else if (neverRan(each)) waiting += 1
    else {
      stopped += 1
      if (each.state?.terminated?.exitCode === 0) succeeded += 1
    }
  }
  if (waiting > 0 || running + stopped === 0) return 'Pending'
  if (running > 0) return 'Running'
  const restarts = status?.containerStatuses?.some(({ state }) => state?.waiting)
  if (restarts) return 'Running'
  return stopped === succeeded ? 'Succeeded' : 'Failed'
}

/** It waits for its first start. */
function neverRan(status: ContainerStatus | undefined): boolean {
  return !status || (status.state?.waiting !== undefined && !status.lastState?.terminated)
}

/** And is not started again. */
function hasFailed(status: ContainerStatus | undefined): boolean {
  return (status?.state?.terminated?.exitCode ?? 0) !== 0
}

/** Then init containers have done their part, whatever has become of them since. */
function ownHaveRun({ status }: Pod): boolean {
  return (status?.containerStatuses ?? []).some((each) => !neverRan(each))
}

const READY: readonly PodCondition[] = [
  { type: 'Ready', status: 'True' },
  { type: 'ContainersReady', status: 'True' },
]
const over = (reason: string): readonly PodCondition[] => [
  { type: 'Ready', status: 'False', reason },
  { type: 'ContainersReady', status: 'False', reason },
]
const COMPLETED = over('PodCompleted')
const FAILED = over('PodFailed')

function readyConditions(pod: Pod): readonly PodCondition[] {
  if (pod.status?.phase === 'Succeeded') return COMPLETED
  if (pod.status?.phase === 'Failed') return FAILED
  if (!pod.spec?.initContainers?.length && pod.status?.containerStatuses?.every(isReady))
    return READY
  const unready = counted(pod).filter(({ name }) => !statusOf(pod, name)?.ready)
  return unready.length === 0 ? READY : unreadyConditions(unready)
}

const isReady = ({ ready }: ContainerStatus) => ready

/** Those whose readiness makes the pod's: sidecars first. */
function counted(pod: Pod): readonly Container[] {
  const own = pod.spec?.containers ?? []
  const sidecars = sidecarsOf(pod)
  return sidecars.length > 0 ? [...sidecars, ...own] : own
}

/** As long as nothing of the pod is ready. */
export function noneReady(pod: Pod): readonly PodCondition[] {
  return unreadyConditions(counted(pod))
}

function unreadyConditions(containers: readonly Container[]): readonly PodCondition[] {
  const reason = 'ContainersNotReady'
  const message = `containers with unready status: [${names(containers)}]`
  return [
    { type: 'Ready', status: 'False', reason, message },
    { type: 'ContainersReady', status: 'False', reason, message },
  ]
}

export function initializedCondition(pod: Pod): PodCondition {
  const type = 'Initialized'
  if (pod.status?.phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' }
  const incomplete = ownHaveRun(pod)
    ? []
    : (pod.spec?.initContainers ?? []).filter((container) => {
        const status = statusOf(pod, container.name)
        return isSidecar(container) ? !status?.started : !status?.ready
      })
  if (incomplete.length === 0) return { type, status: 'True' }
  const message = `containers with incomplete status: [${names(incomplete)}]`
  return { type, status: 'False', reason: 'ContainersNotInitialized', message }
}

const names = (containers: readonly Container[]) => containers.map(({ name }) => name).join(' ')
