import type { Container, ContainerStatus, Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import {
  hasRunningContainer,
  initTurn,
  isBackingOff,
  isOver,
  isWaiting,
} from '../rules/podContainers.ts'
import {
  annotation,
  CONTAINER_START,
  initTime,
  NOTICE,
  type Stage,
  stageDelay,
} from '../rules/podStages.ts'
import { isFinished, isTerminating } from '../rules/podStatus.ts'
import { stopTime } from '../rules/podStop.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import type { Random } from '../sim/random.ts'
import { type PodLife, runOf, type Step, stepOf } from './podLife.ts'
import { goesOn, nextWhileRunning } from './whileRunning.ts'

/** What else decides how long things take. */
export interface Surroundings {
  readonly jitter: Random
  /** When the machine has the container's image, which is asked for now if need be; 0 = it has it. */
  imageAt(pod: Pod, container: Container): Millis
}

/**
 * What happens next to a pod that is bound to a machine with power: the first of what its containers
 * come to, each for itself (pkg/kubelet/kuberuntime, computePodActions); undefined = nothing by itself.
 */
export function nextStep(pod: Pod, life: PodLife, around: Surroundings): Step | undefined {
  const { since } = life
  const { jitter } = around
  if (isTerminating(pod)) return deletion(pod, since, jitter)
  if (isFinished(pod)) return undefined
  if (pod.status?.startTime === undefined) {
    const at = since + stageDelay(pod, 'pod-create', since, NOTICE, jitter)
    return stepOf('pod-create', at, undefined)
  }
  if (isOver(pod)) {
    return { stage: 'sidecars-stopped', at: since + stopTime(pod), container: undefined }
  }
  const turn = initTurn(pod)
  let first = nextStart(pod, life, turn, around)
  const containers = pod.spec?.containers ?? NO_CONTAINERS
  const statuses = pod.status.containerStatuses ?? NO_STATUSES
  // While none of them runs they wait for a sidecar that has to come back, too.
  const initialized = turn === (pod.spec?.initContainers?.length ?? 0)
  for (let place = 0; place < containers.length; place++) {
    const status = statuses[place]
    if (!initialized && status && isBackingOff(status)) continue
    first = earlier(first, nextOf(pod, life, containers[place]!, status, jitter))
  }
  if (pod.spec?.initContainers?.length) {
    const init = pod.status.initContainerStatuses ?? []
    for (const [place, container] of pod.spec.initContainers.entries()) {
      first = earlier(first, nextOf(pod, life, container, init[place], jitter))
    }
  }
  return first
}

const NO_CONTAINERS: readonly Container[] = []
const NO_STATUSES: readonly ContainerStatus[] = []

/** Among equals the first. */
function earlier(one: Step | undefined, other: Step | undefined): Step | undefined {
  return one && (!other || one.at <= other.at) ? one : other
}

function deletion(pod: Pod, since: Millis, jitter: Random): Step {
  const end = fromTimestamp(pod.metadata?.deletionTimestamp ?? '') ?? since
  const normally = hasRunningContainer(pod) ? stopTime(pod) : 0
  const delay = stageDelay(pod, 'pod-delete', since, normally, jitter)
  const at = Math.min(since + delay, Math.max(since, end))
  return { stage: 'pod-delete', at, container: undefined }
}

/** The start of the next container that has never run in this sandbox, or whose turn has come. */
function nextStart(
  pod: Pod,
  life: PodLife,
  turn: number | undefined,
  { jitter, imageAt }: Surroundings,
): Step | undefined {
  const init = pod.spec?.initContainers ?? NO_CONTAINERS
  if (turn === undefined) return undefined
  if (turn < init.length) {
    const container = init[turn]!
    if (turn < life.turn) return undefined
    return { stage: 'init-turn', at: Math.max(life.since, imageAt(pod, container)), container }
  }
  const place = nextToStart(pod, life.turn)
  const container = pod.spec?.containers[place]
  if (!container) return waitingSidecar(pod, life)
  const image = Math.max(life.since, imageAt(pod, container))
  const first = life.turn === 0
  const start = first ? stageDelay(pod, 'pod-ready', life.since, CONTAINER_START, jitter) : 0
  return stepOf('pod-ready', image + start, container)
}

/** A sidecar that could not be created again: it lacked something, which may have come. */
function waitingSidecar({ spec, status }: Pod, { since, turn }: PodLife): Step | undefined {
  if (turn > 0) return undefined
  const place = status?.initContainerStatuses?.findIndex(isWaiting) ?? -1
  const container = spec?.initContainers?.[place]
  return container && { stage: 'init-turn', at: since, container }
}

/** The first place from there on of a container that waits for its start, or where there is none. */
export function nextToStart({ status }: Pod, from: number): number {
  const statuses = status?.containerStatuses ?? NO_STATUSES
  let place = from
  while (place < statuses.length && !isWaiting(statuses[place]!)) place += 1
  return place
}

/** What a container that has been started comes to. */
function nextOf(
  pod: Pod,
  life: PodLife,
  container: Container,
  status: ContainerStatus | undefined,
  jitter: Random,
): Step | undefined {
  if (!status || goesOn(pod, container, status)) return undefined
  const init = container.restartPolicy !== 'Always' && isInit(pod, container)
  if (isBackingOff(status)) {
    const stage = init ? 'pod-init-container-restart' : 'pod-container-restart'
    return { stage, at: runOf(life, pod, status).restartAt ?? life.since, container }
  }
  if (!status.state?.running) return undefined
  const run = runOf(life, pod, status)
  if (!init) return nextWhileRunning(pod, container, status, run, jitter)
  const { startedAt } = run
  const stage: Stage = initFails(pod, status)
    ? 'pod-init-container-failed'
    : 'pod-init-container-completed'
  const delay =
    stage === 'pod-init-container-failed'
      ? stageDelay(pod, stage, startedAt, initTime(pod, container), jitter)
      : shareOf(pod, container, startedAt, jitter)
  return { stage, at: startedAt + delay, container }
}

const isInit = ({ spec }: Pod, container: Container) =>
  spec?.initContainers?.includes(container) === true

/** Whether the pod's annotations say that this run of an init container fails. */
function initFails(pod: Pod, { name, restartCount }: ContainerStatus): boolean {
  if (annotation(pod, 'pod-init-container-failed', 'name') !== name) return false
  const times = annotation(pod, 'pod-init-container-failed', 'times')
  return times === undefined || restartCount < Number(times)
}

/** KWOK's stage is about all init containers together: each takes its part of the time. */
function shareOf(pod: Pod, container: Container, since: Millis, jitter: Random): Millis {
  const all = pod.spec?.initContainers ?? []
  const time = (some: readonly Container[]) =>
    some.reduce((sum, each) => sum + initTime(pod, each), 0)
  const normally = time(all)
  const whole = stageDelay(pod, 'pod-init-container-completed', since, normally, jitter)
  const place = all.indexOf(container)
  const upTo = (count: number) =>
    Math.floor((whole * time(all.slice(0, count))) / Math.max(1, normally))
  return upTo(place + 1) - upTo(place)
}
