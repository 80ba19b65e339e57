import { parseGoDuration } from '../api/goDuration.ts'
import { isSidecar } from '../api/podRequests.ts'
import type { Container, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import type { Random } from '../sim/random.ts'
import { keyOf } from '../store/identity.ts'

/*
 * The steps of a pod's life and how long they take. Durations come from the annotations of KWOK's stages
 * (kubernetes-sigs/kwok, kustomize/stage/pod/general), `<stage>.stage.kwok.x-k8s.io/delay` and
 * `/jitter-delay`, where a pod has them.
 */

export type Stage =
  /** The node's kubelet takes the pod on: ContainerCreating. */
  | 'pod-create'
  /** It is the next init container's turn. */
  | 'init-turn'
  /** An init container has done its part. */
  | 'pod-init-container-completed'
  /** An init container fails, because the pod's annotations say so. */
  | 'pod-init-container-failed'
  /** A failed init container is started again after its back-off. */
  | 'pod-init-container-restart'
  /** The pod's own containers start: Running. */
  | 'pod-ready'
  /** A container's startup probe succeeds. */
  | 'probe-started'
  /** A container's readiness probe succeeds. */
  | 'probe'
  /** The work of a Job's container is done. */
  | 'pod-complete'
  /** A container fails, because the pod's annotations say so. */
  | 'pod-container-failed'
  /** A container's readiness probe fails. */
  | 'probe-lost'
  /** A container has not answered its startup or liveness probe, and may try again. */
  | 'probe-missed'
  /** A container that does not answer its probe is ended. */
  | 'probe-failed'
  /** A container that uses more memory than its limit is ended. */
  | 'oom-killed'
  /** A failed container is started again after its back-off. */
  | 'pod-container-restart'
  /** All containers have done their work; their sidecars have ended, too. */
  | 'sidecars-stopped'
  /** Its containers stop; then the object goes. */
  | 'pod-delete'

/** A kubelet learns of a binding within milliseconds. */
export const NOTICE: Millis = 0
/** One init container: as long as KWOK's stage takes without jitter. */
const INIT_CONTAINER: Millis = SECOND
/** How long an init container of this name runs, a Go duration: `init-time.podfall.dev/migrate: 20s`. */
export const INIT_TIME_PREFIX = 'init-time.podfall.dev/'
/** Sandbox, network and start of containers whose image is on the machine already. */
export const CONTAINER_START: Millis = SECOND
/** Long enough to be seen holding its place, short enough to wait for. */
export const JOB_WORK: Millis = 30 * SECOND
/** As in KWOK's stage. */
export const UNTIL_FAILURE: Millis = 2 * SECOND
/** CrashLoopBackOff: at once, then 10 s doubling to 5 min (kubelet's defaults in 1.35). */
const FIRST_BACK_OFF = 10 * SECOND
const LONGEST_BACK_OFF = 300 * SECOND

/** Stages that end a container's own work, which may take as long as it likes or never succeed. */
export function isWork(stage: Stage): boolean {
  switch (stage) {
    case 'pod-complete':
    case 'pod-container-failed':
    case 'probe-missed':
    case 'probe-failed':
    case 'probe-lost':
    case 'pod-init-container-failed':
    case 'pod-init-container-restart':
    case 'oom-killed':
    case 'pod-container-restart':
      return true
    default:
      return false
  }
}

/** How long an init container runs; sidecars go on, and nobody waits for their end. */
export function initTime(pod: Pod, container: Container): Millis {
  if (isSidecar(container)) return 0
  const text = pod.metadata?.annotations?.[`${INIT_TIME_PREFIX}${container.name}`]
  return parseGoDuration(text ?? '') ?? INIT_CONTAINER
}

/** How long a container that has failed so often in a row is held back. */
export function backOff(failures: number): Millis {
  if (failures <= 1) return 0
  return Math.min(FIRST_BACK_OFF * 2 ** (failures - 2), LONGEST_BACK_OFF)
}

/**
 * How long the stage takes.
 * @param since from when on
 * @param normally where annotations do not say it
 * @param random where jitter comes from; the same pod and stage always get the same
 */
export function stageDelay(
  pod: Pod,
  stage: Stage,
  since: Millis,
  normally: Millis,
  random: Random,
): Millis {
  if (!pod.metadata?.annotations) return normally
  const delay = annotated(pod, stage, 'delay', since) ?? normally
  const limit = annotated(pod, stage, 'jitter-delay', since)
  if (limit === undefined) return delay
  if (limit <= delay) return Math.max(0, limit)
  return delay + random.fork(`${stage} ${keyOf(pod)}`).below(limit - delay)
}

function annotated(
  pod: Pod,
  stage: Stage,
  what: 'delay' | 'jitter-delay',
  since: Millis,
): Millis | undefined {
  const text = annotation(pod, stage, what)
  if (text === undefined) return undefined
  const time = fromTimestamp(text)
  return time === undefined ? parseGoDuration(text) : Math.max(0, time - since)
}

/** The value of a KWOK stage's annotation on the pod. */
export function annotation(pod: Pod, stage: Stage, what: string): string | undefined {
  return pod.metadata?.annotations?.[`${stage}.stage.kwok.x-k8s.io/${what}`]
}
