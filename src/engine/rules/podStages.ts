import { parseGoDuration } from '../api/goDuration.ts'
import type { Container, ContainerStatus, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import type { Random } from '../sim/random.ts'
import { controllerOf, keyOf } from '../store/identity.ts'
import { hangOf, nextHangStep } from './podHang.ts'
import { preStopTime, readinessDelay, unhealthyContainer } from './podHealth.ts'
import { responseTime } from './podService.ts'
import { findCondition, isFinished, isReady, isTerminating } from './podStatus.ts'
import { overLimit } from './podUsage.ts'

/*
 * What a kubelet does next with a pod, and how long that takes. Durations come from the annotations
 * of KWOK's stages (kubernetes-sigs/kwok, kustomize/stage/pod/general), `<stage>.stage.kwok.x-k8s.io/
 * delay` and `/jitter-delay`, where a pod has them.
 */

export type Stage =
  /** The node's kubelet takes the pod on: ContainerCreating. */
  | 'pod-create'
  /** Its init containers run, one after the other. */
  | 'pod-init-container-completed'
  /** Its containers start: Running. */
  | 'pod-ready'
  /** Its readiness probe succeeds: Ready. */
  | 'probe'
  /** The work of a Job's pod is done: Succeeded. */
  | 'pod-complete'
  /** A container fails, because the pod's annotations say so. */
  | 'pod-container-failed'
  /** Its readiness probe fails: no longer Ready. */
  | 'probe-lost'
  /** An init container fails, because the pod's annotations say so. */
  | 'pod-init-container-failed'
  /** A failed init container is started again after its back-off. */
  | 'pod-init-container-restart'
  /** A container that does not answer its probe is ended. */
  | 'probe-failed'
  /** A container that uses more memory than its limit is ended. */
  | 'oom-killed'
  /** A failed container is started again after its back-off. */
  | 'pod-container-restart'
  /** Its containers stop; then the object goes. */
  | 'pod-delete'

/** A kubelet learns of a binding within milliseconds. */
const NOTICE = 0
/** One init container: as long as KWOK's stage takes without jitter. */
const INIT_CONTAINER = SECOND
/** How long an init container of this name runs, a Go duration: `init-time.podfall.dev/migrate: 20s`. */
export const INIT_TIME_PREFIX = 'init-time.podfall.dev/'
/** Sandbox, network and start of containers whose image is on the machine already. */
const CONTAINER_START = SECOND
/** Long enough to be seen holding its place, short enough to wait for. */
const JOB_WORK = 30 * SECOND
/** As in KWOK's stage. */
const UNTIL_FAILURE = 2 * SECOND
/** A process that heeds SIGTERM is gone long before its grace period is over. */
const CONTAINER_STOP = SECOND
/** CrashLoopBackOff: at once, then 10 s doubling to 5 min (kubelet's defaults in 1.35). */
const FIRST_BACK_OFF = 10 * SECOND
const LONGEST_BACK_OFF = 300 * SECOND

/** What happens next to a bound pod on a machine with power; undefined = nothing by itself. */
export function nextStage(pod: Pod): Stage | undefined {
  if (isFinished(pod)) return isTerminating(pod) ? 'pod-delete' : undefined
  if (isTerminating(pod)) return 'pod-delete'
  if (pod.status?.startTime === undefined) return 'pod-create'
  if (findCondition(pod.status.conditions, 'Initialized')?.status !== 'True') {
    return nextInitStage(pod)
  }
  const containers = pod.status.containerStatuses ?? []
  if (containers.some(isBackingOff)) return 'pod-container-restart'
  if (pod.status.phase !== 'Running' || containers.some(isWaiting)) {
    return 'pod-ready'
  }
  if (annotation(pod, 'pod-container-failed', 'name') !== undefined) return 'pod-container-failed'
  const rest = nextWhileRunning(pod)
  const over = overLimit(pod)
  if (!over) return rest
  return rest && over.at !== undefined && isBefore(pod, rest, over.at) ? rest : 'oom-killed'
}

/** What a container that has enough memory comes to. */
function nextWhileRunning(pod: Pod): Stage | undefined {
  if (unhealthyContainer(pod)) return 'probe-failed'
  const hang = nextHangStep(pod)
  if (hang) return hang.stage
  if (!isReady(pod)) return hasHung(pod) ? undefined : 'probe'
  return completes(pod) ? 'pod-complete' : undefined
}

/** Whether the stage comes before this time, at which a leak reaches its limit. */
function isBefore(pod: Pod, stage: Stage, at: Millis): boolean {
  const hang = stage.startsWith('probe') ? nextHangStep(pod) : undefined
  if (hang?.stage === stage) return hang.at < at
  const since = stage === 'pod-complete' ? readySince(pod) : runningSince(pod)
  const own = annotated(pod, stage, 'delay', since) ?? defaultDelay(pod, stage, 1)
  return since + own < at
}

/** When the container that was started last was started. */
function runningSince({ status }: Pod): Millis {
  const starts = (status?.containerStatuses ?? []).map(
    ({ state }) => fromTimestamp(state?.running?.startedAt ?? '') ?? 0,
  )
  return Math.max(0, ...starts)
}

function readySince({ status }: Pod): Millis {
  const ready = findCondition(status?.conditions, 'Ready')
  return fromTimestamp(ready?.lastTransitionTime ?? '') ?? 0
}

const isWaiting = ({ state }: ContainerStatus) => state?.waiting !== undefined
const isBackingOff = ({ state }: ContainerStatus) => state?.waiting?.reason === 'CrashLoopBackOff'

/** It lost its readiness for good: nothing but a restart helps. */
function hasHung(pod: Pod): boolean {
  const hang = hangOf(pod)
  const ready = findCondition(pod.status?.conditions, 'Ready')
  return hang !== undefined && (fromTimestamp(ready?.lastTransitionTime ?? '') ?? 0) >= hang.from
}

function nextInitStage(pod: Pod): Stage {
  const name = annotation(pod, 'pod-init-container-failed', 'name')
  const status = pod.status?.initContainerStatuses?.find((each) => each.name === name)
  if (!status) return 'pod-init-container-completed'
  if (status.state?.waiting?.reason === 'CrashLoopBackOff') return 'pod-init-container-restart'
  const times = annotation(pod, 'pod-init-container-failed', 'times')
  const fails = times === undefined || status.restartCount < Number(times)
  return fails ? 'pod-init-container-failed' : 'pod-init-container-completed'
}

/** As in KWOK: a Job's pod does its work and ends; other pods only when they are told when. */
function completes(pod: Pod): boolean {
  if ((pod.spec?.restartPolicy ?? 'Always') === 'Always') return false
  return controllerOf(pod)?.kind === 'Job' || annotation(pod, 'pod-complete', 'delay') !== undefined
}

/**
 * How long the stage takes, from now.
 * @param crashes how often a container has failed in a row
 * @param random where jitter comes from; the same pod and stage always get the same
 */
export function stageDelay(
  pod: Pod,
  stage: Stage,
  now: Millis,
  random: Random,
  crashes = 1,
): Millis {
  const hang = stage.startsWith('probe') ? nextHangStep(pod) : undefined
  if (hang?.stage === stage) return Math.max(0, hang.at - now)
  const full = stage === 'oom-killed' ? overLimit(pod)?.at : undefined
  if (full !== undefined) return Math.max(0, full - now)
  const delay = annotated(pod, stage, 'delay', now) ?? defaultDelay(pod, stage, crashes)
  const limit =
    stage === 'pod-delete' ? deletionTime(pod, now) : annotated(pod, stage, 'jitter-delay', now)
  if (limit === undefined) return delay
  if (limit <= delay || stage === 'pod-delete') return Math.min(delay, Math.max(0, limit))
  return delay + random.fork(`${stage} ${keyOf(pod)}`).below(limit - delay)
}

function defaultDelay(pod: Pod, stage: Stage, crashes: number): Millis {
  switch (stage) {
    case 'pod-create':
      return NOTICE
    case 'pod-init-container-failed':
    case 'pod-init-container-completed':
      return (initContainersToRun(pod, stage) ?? []).reduce(
        (sum, container) => sum + initTime(pod, container),
        0,
      )
    case 'probe-lost':
      return 0
    case 'pod-ready':
      return CONTAINER_START
    case 'probe':
      return readinessDelay(pod)
    case 'pod-complete':
      return JOB_WORK
    case 'pod-container-failed':
    case 'oom-killed':
      return UNTIL_FAILURE
    case 'probe-failed':
      return unhealthyContainer(pod)?.after ?? 0
    case 'pod-init-container-restart':
    case 'pod-container-restart':
      return backOff(crashes)
    case 'pod-delete':
      if (!hasRunningContainer(pod)) return 0
      // Who is still being answered is not cut off.
      return preStopTime(pod) + Math.max(CONTAINER_STOP, responseTime(pod))
  }
}

/** Restartable init containers (sidecars) go on running; the others have to end first. */
export function isPlainInit(container: Container): boolean {
  return container.restartPolicy !== 'Always'
}

/** How long an init container runs; sidecars go on, and nobody waits for their end. */
export function initTime(pod: Pod, container: Container): Millis {
  if (!isPlainInit(container)) return 0
  const text = pod.metadata?.annotations?.[`${INIT_TIME_PREFIX}${container.name}`]
  return parseGoDuration(text ?? '') ?? INIT_CONTAINER
}

/** The init containers whose turn comes until the stage; undefined = it is about others. */
export function initContainersToRun(pod: Pod, stage: Stage): readonly Container[] | undefined {
  const failing = stage === 'pod-init-container-failed'
  if (!failing && stage !== 'pod-init-container-completed') return undefined
  const containers = pod.spec?.initContainers ?? []
  const last = failing ? annotation(pod, stage, 'name') : undefined
  const end = failing ? containers.findIndex(({ name }) => name === last) + 1 : containers.length
  const over = (pod.status?.initContainerStatuses ?? []).filter(({ state }) => state?.terminated)
  return containers.slice(0, end).filter((each) => !over.some(({ name }) => name === each.name))
}

function backOff(crashes: number): Millis {
  if (crashes <= 1) return 0
  return Math.min(FIRST_BACK_OFF * 2 ** (crashes - 2), LONGEST_BACK_OFF)
}

export function hasRunningContainer(pod: Pod): boolean {
  return (pod.status?.containerStatuses ?? []).some(({ state }) => state?.running)
}

function deletionTime(pod: Pod, now: Millis): Millis | undefined {
  const end = pod.metadata?.deletionTimestamp
  const at = end === undefined ? undefined : fromTimestamp(end)
  return at === undefined ? undefined : at - now
}

function annotated(
  pod: Pod,
  stage: Stage,
  what: 'delay' | 'jitter-delay',
  now: Millis,
): Millis | undefined {
  const text = annotation(pod, stage, what)
  if (text === undefined) return undefined
  const time = fromTimestamp(text)
  return time === undefined ? parseGoDuration(text) : Math.max(0, time - now)
}

/** The value of a KWOK stage's annotation on the pod. */
export function annotation(pod: Pod, stage: Stage, what: string): string | undefined {
  const annotations = pod.metadata?.annotations
  return annotations && annotations[`${stage}.stage.kwok.x-k8s.io/${what}`]
}
