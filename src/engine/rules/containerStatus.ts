import { copyContainerStatus, copyStatus } from '../api/copies.ts'
import type {
  Container,
  ContainerState,
  ContainerStateTerminated,
  ContainerStatus,
  HostIP,
  Pod,
  PodCondition,
  PodSpec,
  PodStatus,
} from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { isBackingOff } from './podContainers.ts'
import { initializedCondition, noneReady, settled } from './podPhase.ts'
import { podConditions } from './podStatus.ts'

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

type Statuses = readonly ContainerStatus[] | undefined

/** The kubelet has taken the pod on: Pending, ContainerCreating. */
export function creating(pod: Pod, { podIP, hostIP }: Addresses, now: Millis): PodStatus {
  const fresh = freshOf(pod)
  const wanted = podIP === undefined ? fresh.conditionsBefore : fresh.conditions
  const status = copyStatus(pod.status)
  status.phase = 'Pending'
  status.conditions = podConditions(pod.status?.conditions, wanted, now)
  status.startTime = toTimestamp(now)
  status.podIP = podIP ?? pod.status?.podIP
  status.podIPs = podIP === undefined ? pod.status?.podIPs : [{ ip: podIP }]
  status.hostIP = hostIP ?? pod.status?.hostIP
  status.hostIPs = hostIP === undefined ? pod.status?.hostIPs : hostIPsOf(hostIP)
  status.containerStatuses = fresh.containerStatuses
  const { initContainerStatuses } = fresh
  if (initContainerStatuses) status.initContainerStatuses = initContainerStatuses
  return status
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
export function sandboxed({ status }: Pod, { podIP }: Addresses, now: Millis): PodStatus {
  const conditions = podConditions(status?.conditions, SANDBOX, now)
  return { ...status, conditions, ...addressOf(podIP) }
}

const addressOf = (podIP: string | undefined) =>
  podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] }

const SANDBOX_READY: PodCondition = { type: 'PodReadyToStartContainers', status: 'True' }
const SANDBOX = [SANDBOX_READY]

const NO_SPEC: PodSpec = { containers: [] }

/** What pods with these containers have in common when a kubelet takes them on. */
interface Fresh {
  readonly initContainers: readonly Container[] | undefined
  readonly containerStatuses: readonly ContainerStatus[]
  readonly initContainerStatuses: Statuses
  readonly conditions: readonly PodCondition[]
  /** As long as they have no sandbox. */
  readonly conditionsBefore: readonly PodCondition[]
}

/** By the list of containers, which all pods of a template share. */
const freshStatuses = new WeakMap<readonly Container[], Fresh>()

function freshOf(pod: Pod): Fresh {
  const { containers, initContainers } = pod.spec ?? NO_SPEC
  const known = freshStatuses.get(containers)
  if (known && known.initContainers === initContainers) return known
  const waiting = (container: Container) => newStatus(container, firstWait(pod))
  const others = [initializedCondition({ spec: pod.spec }), ...noneReady(pod)]
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

/** What a container waits for that has not been created yet. */
function firstWait({ spec }: Pod): ContainerState {
  const reason = spec?.initContainers?.length ? 'PodInitializing' : 'ContainerCreating'
  return { waiting: { reason } }
}

function newStatus(container: Container, state: ContainerState): ContainerStatus {
  const image = container.image ?? ''
  const { name } = container
  return { name, image, imageID: image, ready: false, started: false, restartCount: 0, state }
}

/** What became of an attempt to start a container. */
export interface Start {
  readonly name: string
  /** It needs no startup probe, or has one that succeeds at once. */
  readonly started: boolean
  readonly ready: boolean
  /** It could not be created, since something that it needs is not there. */
  readonly lack?: string | undefined
}

/** Containers have been started, or could not be. */
export function attempted(pod: Pod, starts: readonly Start[], now: Millis): PodStatus {
  const at = toTimestamp(now)
  const { containerStatuses: before, initContainerStatuses } = pod.status ?? {}
  const change = (status: ContainerStatus) => afterAttempt(status, starts, at)
  // Pods of a template start together by the thousand, and are alike before and after.
  let latest = latestAttempt
  if (latest.before !== before || latest.at !== at || !areAlike(latest.starts, starts)) {
    latest = { before, at, starts, after: mapped(before, change) }
    latestAttempt = latest
  }
  const init = initContainerStatuses && mapped(initContainerStatuses, change)
  return settled(pod.spec, pod.status, latest.after, init, now)
}

function afterAttempt(
  status: ContainerStatus,
  starts: readonly Start[],
  at: string,
): ContainerStatus {
  const start = starts.find(({ name }) => name === status.name)
  if (!start) return status
  if (start.lack !== undefined) {
    const waiting = { reason: 'CreateContainerConfigError', message: start.lack }
    return { ...status, state: { waiting } }
  }
  // A restart counts when it happens: the kubelet numbers the containers that it starts.
  const restartCount = status.restartCount + (status.lastState ? 1 : 0)
  const { started, ready } = start
  const state = { running: { startedAt: at } }
  return Object.assign(copyContainerStatus(status), { restartCount, state, started, ready })
}

function areAlike(some: readonly Start[], others: readonly Start[]): boolean {
  if (some.length !== others.length) return false
  for (let place = 0; place < some.length; place++) {
    const a = some[place]!
    const b = others[place]!
    if (a.name !== b.name || a.started !== b.started) return false
    if (a.ready !== b.ready || a.lack !== b.lack) return false
  }
  return true
}

interface Attempt {
  readonly before: Statuses
  readonly at: string
  readonly starts: readonly Start[]
  readonly after: Statuses
}

let latestAttempt: Attempt = { before: undefined, at: '', starts: [], after: undefined }

/** A container's startup probe has succeeded; `ready` says whether that is all there is to being ready. */
export function probedStarted(pod: Pod, name: string, ready: boolean, now: Millis): PodStatus {
  return changed(pod, `started ${name} ${ready}`, now, (status) =>
    status.name === name ? { ...status, started: true, ready } : status,
  )
}

/** What a container's readiness probe has found: it goes on running either way. */
export function probedReady(pod: Pod, name: string, ready: boolean, now: Millis): PodStatus {
  return changed(pod, `ready ${name} ${ready}`, now, (status) =>
    status.name === name ? { ...status, ready } : status,
  )
}

/** How a container ended. */
export interface Ending {
  readonly exitCode: number
  readonly reason: string
  readonly message?: string | undefined
}

/** A container has ended; `restarts` says whether it will be started again. */
export function containerEnded(
  pod: Pod,
  { name }: Container,
  ending: Ending,
  restarts: boolean,
  now: Millis,
): PodStatus {
  return changed(pod, undefined, now, (status) => {
    if (status.name !== name) return status
    const terminated = terminatedBy(status, ending, now)
    if (restarts) return waitingAgain(status, terminated, 'CrashLoopBackOff')
    return stopped(status, terminated, isInit(pod, name) && ending.exitCode === 0)
  })
}

/** The pod is over, and its sidecars have ended with it. */
export function sidecarsStopped(pod: Pod, now: Millis): PodStatus {
  return changed(pod, undefined, now, (status) => {
    if (isBackingOff(status) && status.lastState?.terminated && isInit(pod, status.name)) {
      return stopped(status, status.lastState.terminated)
    }
    if (!status.state?.running) return status
    return stopped(status, terminatedBy(status, { exitCode: 0, reason: 'Completed' }, now))
  })
}

/** The machine went down under it and the pod may not be restarted. */
export function lost(pod: Pod, now: Millis): PodStatus {
  const ending = { exitCode: UNKNOWN_EXIT, reason: 'ContainerStatusUnknown' }
  return changed(pod, undefined, now, endingWith(pod, ending, now))
}

/** The kubelet has ended the pod, since its machine runs out of something: Failed, Evicted. */
export function evicted(pod: Pod, message: string, now: Millis): PodStatus {
  const ending = { exitCode: KILLED_EXIT, reason: 'Error' }
  const failed = changed(pod, undefined, now, endingWith(pod, ending, now))
  const wanted = [
    { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message },
    { type: 'Ready', status: 'False', reason: 'PodFailed' },
    { type: 'ContainersReady', status: 'False', reason: 'PodFailed' },
  ]
  const conditions = podConditions(failed.conditions, wanted, now)
  return { ...failed, conditions, phase: 'Failed', reason: 'Evicted', message }
}

/** What runs ends like that, and what of the pod itself was to run never does; what has ended has. */
function endingWith(pod: Pod, ending: Ending, now: Millis) {
  return (status: ContainerStatus): ContainerStatus => {
    if (status.state?.terminated || (isInit(pod, status.name) && !status.state?.running)) {
      return status
    }
    return stopped(status, terminatedBy(status, ending, now))
  }
}

/**
 * The machine is back and the pod's containers have to start again, with a new sandbox: init containers
 * first.
 */
export function rebooted(pod: Pod, { podIP }: Addresses, now: Millis): PodStatus {
  const state = firstWait(pod)
  const reason = state.waiting?.reason ?? ''
  const unknown = { exitCode: UNKNOWN_EXIT, reason: 'Unknown' }
  const again = changed(pod, undefined, now, (status) => {
    const { terminated, running } = status.state ?? {}
    if (running) return waitingAgain(status, terminatedBy(status, unknown, now), reason)
    if (terminated && isInit(pod, status.name)) return waitingAgain(status, terminated, reason)
    return isBackingOff(status) ? { ...status, state } : status
  })
  return { ...again, ...addressOf(podIP) }
}

const isInit = ({ spec }: Pod, name: string) =>
  spec?.initContainers?.some((container) => container.name === name) === true

function waitingAgain(
  status: ContainerStatus,
  terminated: ContainerStateTerminated,
  reason: string,
): ContainerStatus {
  const state = { waiting: { reason } }
  return { ...status, ready: false, started: false, lastState: { terminated }, state }
}

function stopped(
  status: ContainerStatus,
  terminated: ContainerStateTerminated,
  ready = false,
): ContainerStatus {
  return { ...status, ready, started: false, state: { terminated } }
}

function terminatedBy(
  status: ContainerStatus,
  { exitCode, reason, message }: Ending,
  now: Millis,
): ContainerStateTerminated {
  const startedAt = status.state?.running?.startedAt
  const finishedAt = toTimestamp(now)
  return { startedAt, finishedAt, exitCode, reason, ...(message !== undefined && { message }) }
}

/** The pod with other statuses of its containers, and the phase and conditions that follow. */
function changed(
  pod: Pod,
  key: string | undefined,
  now: Millis,
  change: (status: ContainerStatus) => ContainerStatus,
): PodStatus {
  const { containerStatuses, initContainerStatuses } = pod.status ?? {}
  const own = key === undefined ? mapped(containerStatuses, change) : shared(pod, key, change)
  const init = mapped(initContainerStatuses, change)
  return settled(pod.spec, pod.status, own, init, now)
}

/** The same list when nothing in it changes. */
function mapped(
  statuses: Statuses,
  change: (status: ContainerStatus) => ContainerStatus,
): Statuses {
  const after = statuses?.map(change)
  return after?.every((each, place) => each === statuses?.[place]) ? statuses : after
}

/** Pods that had the same statuses and go through the same together share them afterwards, too. */
function shared(
  { status }: Pod,
  key: string,
  change: (status: ContainerStatus) => ContainerStatus,
): Statuses {
  const before = status?.containerStatuses
  if (latest.before !== before || latest.key !== key) {
    latest = { before, key, after: mapped(before, change) }
  }
  return latest.after
}

let latest: { readonly before: Statuses; readonly key: string; readonly after: Statuses } = {
  before: undefined,
  key: '',
  after: undefined,
}
