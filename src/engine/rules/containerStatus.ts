import type {
  Container,
  ContainerState,
  ContainerStatus,
  HostIP,
  Pod,
  PodCondition,
  PodSpec,
  PodStatus,
} from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { annotation, isPlainInit } from './podStages.ts'
import { podConditions, withPodConditions } from './podStatus.ts'

/*
 * A pod's status after each step of its life, as a kubelet reports it. Pure: pod in, pod out.
 */

/** The pod's own comes with its sandbox, for which its volumes have to be mounted. */
export interface Addresses {
  readonly podIP: string | undefined
  readonly hostIP: string | undefined
}

/** Exit code of a process whose end nobody saw. */
const UNKNOWN_EXIT = 255
/** Exit code of a process that was ended by SIGKILL. */
const KILLED_EXIT = 137

/** The kubelet has taken the pod on: Pending, ContainerCreating. */
export function creating(pod: Pod, { podIP, hostIP }: Addresses, now: Millis): PodStatus {
  const { containers, initContainers } = pod.spec ?? NO_SPEC
  const fresh = freshOf(containers, initContainers)
  const wanted = podIP === undefined ? fresh.conditionsBefore : fresh.conditions
  const status: PodStatus = {
    ...pod.status,
    phase: 'Pending',
    conditions: podConditions(pod.status?.conditions, wanted, now),
    startTime: toTimestamp(now),
    podIP: podIP ?? pod.status?.podIP,
    podIPs: podIP === undefined ? pod.status?.podIPs : [{ ip: podIP }],
    hostIP: hostIP ?? pod.status?.hostIP,
    hostIPs: hostIP === undefined ? pod.status?.hostIPs : hostIPsOf(hostIP),
    containerStatuses: fresh.containerStatuses,
  }
  const { initContainerStatuses } = fresh
  return initContainerStatuses ? { ...status, initContainerStatuses } : status
}

/** The pods of a machine share them, for as long as that is still about. */
const hostIPLists = new Map<string, readonly HostIP[]>()
const MOST_HOST_IPS = 20_000

function hostIPsOf(ip: string): readonly HostIP[] {
  let list = hostIPLists.get(ip)
  if (list === undefined) {
    if (hostIPLists.size >= MOST_HOST_IPS) hostIPLists.clear()
    list = [{ ip }]
    hostIPLists.set(ip, list)
  }
  return list
}

/** Its volumes are mounted: the pod has its sandbox, and in it an address. */
export function sandboxed(pod: Pod, { podIP }: Addresses, now: Millis): Pod {
  const status = { ...pod.status, ...addressOf(podIP) }
  return withPodConditions({ ...pod, status }, [SANDBOX_READY], now)
}

const addressOf = (podIP: string | undefined) =>
  podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] }

const SANDBOX_READY: PodCondition = { type: 'PodReadyToStartContainers', status: 'True' }

const NO_SPEC: PodSpec = { containers: [] }

/** What pods with these containers have in common when a kubelet takes them on. */
interface Fresh {
  readonly initContainers: readonly Container[] | undefined
  readonly containerStatuses: readonly ContainerStatus[]
  readonly initContainerStatuses: readonly ContainerStatus[] | undefined
  readonly conditions: readonly PodCondition[]
  /** As long as they have no sandbox. */
  readonly conditionsBefore: readonly PodCondition[]
}

/** By the list of containers, which all pods of a template share. */
const freshStatuses = new WeakMap<readonly Container[], Fresh>()

function freshOf(
  containers: readonly Container[],
  initContainers: readonly Container[] | undefined,
): Fresh {
  const known = freshStatuses.get(containers)
  if (known && known.initContainers === initContainers) return known
  const plain = (initContainers ?? []).filter(isPlainInit)
  const reason = plain.length > 0 ? 'PodInitializing' : 'ContainerCreating'
  const waiting = (container: Container) => newStatus(container, { waiting: { reason } })
  const initialized: PodCondition =
    plain.length === 0
      ? { type: 'Initialized', status: 'True' }
      : {
          type: 'Initialized',
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${names(plain)}]`,
        }
  const others = [initialized, ...unreadyConditions(containers, 'ContainersNotReady')]
  const fresh: Fresh = {
    initContainers,
    containerStatuses: containers.map(waiting),
    initContainerStatuses: initContainers?.map(waiting),
    conditions: [SANDBOX_READY, ...others],
    conditionsBefore: [{ ...SANDBOX_READY, status: 'False' }, ...others],
  }
  freshStatuses.set(containers, fresh)
  return fresh
}

/** A container cannot be made, since something that it needs is not there. */
export function lacking(pod: Pod, container: string, message: string): Pod {
  const reason = 'CreateContainerConfigError'
  const mark = (status: ContainerStatus) =>
    status.name === container ? { ...status, state: { waiting: { reason, message } } } : status
  const { containerStatuses, initContainerStatuses } = pod.status ?? {}
  return {
    ...pod,
    status: {
      ...pod.status,
      containerStatuses: containerStatuses?.map(mark),
      ...(initContainerStatuses && { initContainerStatuses: initContainerStatuses.map(mark) }),
    },
  }
}

/** All init containers are done, sidecars run. */
export function initialized(pod: Pod, now: Millis): Pod {
  const at = toTimestamp(now)
  const done: ContainerState = {
    terminated: { exitCode: 0, reason: 'Completed', startedAt: at, finishedAt: at },
  }
  const before = new Map(pod.status?.initContainerStatuses?.map((each) => [each.name, each]))
  const kept = (container: Container) => {
    const { restartCount = 0, lastState } = before.get(container.name) ?? {}
    return { restartCount, ...(lastState && { lastState }) }
  }
  const initContainerStatuses = pod.spec?.initContainers?.map((container) =>
    isPlainInit(container)
      ? { ...newStatus(container, done), ...kept(container), ready: true }
      : { ...newStatus(container, { running: { startedAt: at } }), ready: true, started: true },
  )
  const containerStatuses = pod.status?.containerStatuses?.map((status) => ({
    ...status,
    state: { waiting: { reason: 'ContainerCreating' } },
  }))
  return withPodConditions(
    { ...pod, status: { ...pod.status, initContainerStatuses, containerStatuses } },
    [{ type: 'Initialized', status: 'True' }],
    now,
  )
}

/** Containers that were waiting run; `ready` says whether that is all there is to being ready. */
export function running(pod: Pod, ready: boolean, now: Millis): PodStatus {
  const before = pod.status?.containerStatuses
  const startedAt = toTimestamp(now)
  if (
    latestStart.before !== before ||
    latestStart.at !== startedAt ||
    latestStart.ready !== ready
  ) {
    const after = before?.map((status) =>
      status.state?.waiting
        ? { ...startedAgain(status), state: { running: { startedAt } }, started: true, ready }
        : status,
    )
    latestStart = { before, at: startedAt, ready, after }
  }
  const containerStatuses = latestStart.after
  const started = { ...pod.status, phase: 'Running', containerStatuses }
  if (!ready) return started
  return {
    ...started,
    conditions: podConditions(started.conditions, READY_CONDITIONS, now),
    containerStatuses: madeReady(containerStatuses),
  }
}

type Statuses = readonly ContainerStatus[] | undefined

/** Pods that start together and had the same statuses share them afterwards, too. */
let latestStart: {
  readonly before: Statuses
  readonly at: string
  readonly ready: boolean
  readonly after: Statuses
} = { before: undefined, at: '', ready: false, after: undefined }

/** Every container is ready. */
export function allReady({ status }: Pod, now: Millis): PodStatus {
  return {
    ...status,
    conditions: podConditions(status?.conditions, READY_CONDITIONS, now),
    containerStatuses: madeReady(status?.containerStatuses),
  }
}

function madeReady(before: Statuses): Statuses {
  if (before?.every(({ ready }) => ready)) return before
  return before?.map((status) => ({ ...status, ready: true }))
}

const READY_CONDITIONS: readonly PodCondition[] = [
  { type: 'Ready', status: 'True' },
  { type: 'ContainersReady', status: 'True' },
]

/** Every container has ended well: Succeeded. */
export function completed(pod: Pod, now: Millis): Pod {
  const reason = 'PodCompleted'
  return withPodConditions(
    ended(pod, 'Succeeded', { exitCode: 0, reason: 'Completed' }, now),
    [
      { type: 'Initialized', status: 'True', reason },
      { type: 'Ready', status: 'False', reason },
      { type: 'ContainersReady', status: 'False', reason },
    ],
    now,
  )
}

/** The machine went down under it and the pod may not be restarted: Failed. */
export function lost(pod: Pod, now: Millis): Pod {
  const reason = 'PodFailed'
  return withPodConditions(
    ended(pod, 'Failed', { exitCode: UNKNOWN_EXIT, reason: 'ContainerStatusUnknown' }, now),
    [
      { type: 'Ready', status: 'False', reason },
      { type: 'ContainersReady', status: 'False', reason },
    ],
    now,
  )
}

/** The kubelet has ended the pod, since its machine runs out of something: Failed, Evicted. */
export function evicted(pod: Pod, message: string, now: Millis): Pod {
  const end = { exitCode: KILLED_EXIT, reason: 'Error' }
  const failed = ended(pod, 'Failed', end, now)
  return withPodConditions(
    { ...failed, status: { ...failed.status, reason: 'Evicted', message } },
    [
      { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message },
      ...notReady(pod, 'PodFailed'),
    ],
    now,
  )
}

/** How a container has failed. */
export interface Failure {
  readonly name: string | undefined
  readonly exitCode: number
  readonly reason: string
  readonly message?: string | undefined
}

/** What the annotations of these stages say. */
export function annotatedFailure(
  pod: Pod,
  stage: 'pod-container-failed' | 'pod-init-container-failed',
): Failure {
  return {
    name: annotation(pod, stage, 'name'),
    exitCode: Number(annotation(pod, stage, 'exit-code') ?? 1),
    reason: annotation(pod, stage, 'reason') ?? 'Error',
    message: annotation(pod, stage, 'message'),
  }
}

/** A container has failed: it will be started again, unless that ends the pod. */
export function containerFailed(pod: Pod, failure: Failure, now: Millis): Pod {
  const { name, exitCode, reason, message } = failure
  if (pod.spec?.restartPolicy === 'Never') {
    const failed = ended(pod, 'Failed', { exitCode, reason, message }, now)
    return withPodConditions(failed, notReady(pod, 'PodFailed'), now)
  }
  const containerStatuses = pod.status?.containerStatuses?.map((status) => {
    if (status.name !== name) return status
    const terminated = { ...endOf(status, now), exitCode, reason, message }
    return restarting(status, { terminated }, 'CrashLoopBackOff')
  })
  const status = { ...pod.status, containerStatuses }
  return withPodConditions({ ...pod, status }, notReady(pod), now)
}

/** An init container has failed: it will be started again, unless that ends the pod. */
export function initFailed(pod: Pod, failure: Failure, now: Millis): Pod {
  const { name, exitCode, reason, message } = failure
  const at = toTimestamp(now)
  const terminated = { exitCode, reason, message, startedAt: at, finishedAt: at }
  const never = pod.spec?.restartPolicy === 'Never'
  const place = pod.status?.initContainerStatuses?.findIndex((each) => each.name === name) ?? 0
  const initContainerStatuses = pod.status?.initContainerStatuses?.map((status, index) => {
    if (index < place) {
      const done = { exitCode: 0, reason: 'Completed', startedAt: at, finishedAt: at }
      return { ...status, ready: true, state: { terminated: done } }
    }
    if (index > place) return status
    return never
      ? { ...status, state: { terminated } }
      : restarting(status, { terminated }, 'CrashLoopBackOff')
  })
  const phase = never ? 'Failed' : 'Pending'
  const failed = { ...pod, status: { ...pod.status, phase, initContainerStatuses } }
  return never ? withPodConditions(failed, notReady(pod, 'PodFailed'), now) : failed
}

/** A failed init container runs again. */
export function initRestarted(pod: Pod, now: Millis): Pod {
  const startedAt = toTimestamp(now)
  const initContainerStatuses = pod.status?.initContainerStatuses?.map((status) =>
    status.state?.waiting?.reason === 'CrashLoopBackOff'
      ? { ...startedAgain(status), state: { running: { startedAt } } }
      : status,
  )
  return { ...pod, status: { ...pod.status, initContainerStatuses } }
}

/** A container does not answer its readiness probe: it goes on running, and nobody sends it anything. */
export function readinessLost(pod: Pod, name: string, now: Millis): Pod {
  const containerStatuses = pod.status?.containerStatuses?.map((status) =>
    status.name === name ? { ...status, ready: false } : status,
  )
  return withPodConditions(
    { ...pod, status: { ...pod.status, containerStatuses } },
    unreadyConditions(
      (pod.spec?.containers ?? []).filter((container) => container.name === name),
      'ContainersNotReady',
    ),
    now,
  )
}

/** The machine is back and the pod's containers have to start again, with a new sandbox. */
export function rebooted(pod: Pod, { podIP }: Addresses, now: Millis): Pod {
  const containerStatuses = pod.status?.containerStatuses?.map((status) => {
    if (!status.state?.running) return status
    const terminated = { ...endOf(status, now), exitCode: UNKNOWN_EXIT, reason: 'Unknown' }
    return restarting(status, { terminated }, 'ContainerCreating')
  })
  const status = { ...pod.status, containerStatuses, ...addressOf(podIP) }
  return withPodConditions({ ...pod, status }, notReady(pod), now)
}

function restarting(
  status: ContainerStatus,
  lastState: ContainerState,
  reason: string,
): ContainerStatus {
  return {
    ...status,
    ready: false,
    started: false,
    lastState,
    state: { waiting: { reason } },
  }
}

/** A restart counts when it happens: the kubelet numbers the containers that it starts. */
function startedAgain(status: ContainerStatus): ContainerStatus {
  return status.lastState ? { ...status, restartCount: status.restartCount + 1 } : status
}

function newStatus(container: Container, state: ContainerState): ContainerStatus {
  const image = container.image ?? ''
  const { name } = container
  return { name, image, imageID: image, ready: false, started: false, restartCount: 0, state }
}

function ended(
  pod: Pod,
  phase: 'Succeeded' | 'Failed',
  end: {
    readonly exitCode: number
    readonly reason: string
    readonly message?: string | undefined
  },
  now: Millis,
): Pod {
  const containerStatuses = pod.status?.containerStatuses?.map((status) => ({
    ...status,
    ready: false,
    started: false,
    state: { terminated: { ...endOf(status, now), ...end } },
  }))
  return { ...pod, status: { ...pod.status, phase, containerStatuses } }
}

function endOf(status: ContainerStatus, now: Millis) {
  return { startedAt: status.state?.running?.startedAt, finishedAt: toTimestamp(now) }
}

function notReady(pod: Pod, reason = 'ContainersNotReady'): readonly PodCondition[] {
  return unreadyConditions(pod.spec?.containers ?? [], reason)
}

function unreadyConditions(
  containers: readonly Container[],
  reason: string,
): readonly PodCondition[] {
  const message = `containers with unready status: [${names(containers)}]`
  return [
    { type: 'Ready', status: 'False', reason, message },
    { type: 'ContainersReady', status: 'False', reason, message },
  ]
}

function names(containers: readonly Container[]): string {
  return containers.map(({ name }) => name).join(' ')
}
