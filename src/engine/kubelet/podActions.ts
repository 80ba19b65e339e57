import { isSidecar } from '../api/podRequests.ts'
import type { Container, Pod, PodStatus } from '../api/types.gen.ts'
import { MINUTE, type Millis } from '../api/units.ts'
import type { ControllerContext } from '../controllers/context.ts'
import {
  type Addresses,
  attempted,
  containerEnded,
  creating,
  type Ending,
  probedReady,
  probedStarted,
  type Start,
  sidecarsStopped,
} from '../rules/containerStatus.ts'
import { initTurn, isOver, runningTogether, sidecarsOf, statusOf } from '../rules/podContainers.ts'
import { readinessDelay, startedDelay } from '../rules/podHealth.ts'
import type { PodNetwork } from '../rules/podNetwork.ts'
import { annotation, backOff, stageDelay } from '../rules/podStages.ts'
import { isFinished } from '../rules/podStatus.ts'
import { isRestarted } from '../rules/restartPolicy.ts'
import type { Random } from '../sim/random.ts'
import { nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import type { ConfigWaits } from './configWaits.ts'
import type { Images } from './images.ts'
import { nextToStart } from './nextStep.ts'
import { newRun, ownRun, type PodLife, type Step, setRun } from './podLife.ts'
import { lostMessage, type ProbeEnd, probeEnd } from './probeWords.ts'
import { tellPod } from './tellPod.ts'
import { nextLook } from './whileRunning.ts'

/** Exit code of a process that was ended by SIGKILL. */
const KILLED = 137
/** A container that has run for so long starts with a clean slate: twice the longest back-off. */
const FORGIVEN_AFTER: Millis = 10 * MINUTE

const DONE: Ending = { exitCode: 0, reason: 'Completed' }
const OUT_OF_MEMORY: Ending = { exitCode: KILLED, reason: 'OOMKilled' }

export interface PodActions {
  /** Does what is due, and reports it. */
  enter(pod: Pod, life: PodLife, step: Step): void
  /** The machine's kernel has killed this container for want of memory. */
  outOfMemory(pod: Pod, life: PodLife, container: Container): void
  /** The containers that run are about to be stopped. */
  announceStop(pod: Pod): void
  /** The pod is gone. */
  forget(uid: string): void
}

/** What the actions need beside the cluster. */
export interface PodTools {
  readonly jitter: Random
  readonly images: Images
  readonly config: ConfigWaits
  readonly network: PodNetwork
  /** @param sandbox whether the pod gets an address of its own now */
  addressesFor(slot: number, sandbox: boolean): Addresses
  isMountable(pod: Pod): boolean
}

/** What kubelets do with pods (pkg/kubelet/kuberuntime, SyncPod), one container at a time. */
export function createPodActions(
  { store, clock, events }: ControllerContext,
  { jitter, images, config, network, addressesFor, isMountable }: PodTools,
): PodActions {
  /** How often each container has failed in a row, by the pod's uid. */
  const failures = new Map<string, Map<string, number>>()

  function enter(pod: Pod, life: PodLife, { stage, container }: Step): void {
    if (container === undefined) enterPod(pod, life, stage)
    else enterContainer(pod, life, stage, container)
  }

  function enterPod(pod: Pod, life: PodLife, stage: Step['stage']): void {
    if (stage === 'pod-delete') store.remove('Pod', namespaceOf(pod), nameOf(pod))
    else if (stage === 'sidecars-stopped') put(pod, life, sidecarsStopped(pod, clock.now))
    else {
      life.since = clock.now
      const addresses = addressesFor(life.slot, isMountable(pod))
      store.updateStatus('Pod', pod, creating(pod, addresses, clock.now))
    }
  }

  function enterContainer(
    pod: Pod,
    life: PodLife,
    stage: Step['stage'],
    container: Container,
  ): void {
    const { now } = clock
    const { name } = container
    switch (stage) {
      case 'init-turn':
        startInit(pod, life, container)
        return
      case 'pod-ready':
        startOwn(pod, life)
        return
      case 'pod-container-restart':
      case 'pod-init-container-restart':
        startAgain(pod, life, container)
        return
      case 'probe-started': {
        const run = ownRun(life, pod, name)
        const ready = readinessDelay(pod, container) <= startedDelay(pod, container)
        if (ready) run.readyAt = now
        put(pod, life, probedStarted(pod, name, ready, now))
        return
      }
      case 'probe':
        Object.assign(ownRun(life, pod, name), { readyAt: now, lost: false })
        put(pod, life, probedReady(pod, name, true, now))
        return
      case 'probe-lost':
        tell('Warning', 'Unhealthy', pod, lostMessage(pod, container))
        Object.assign(ownRun(life, pod, name), { readyAt: undefined, lost: true, toldAt: now })
        put(pod, life, probedReady(pod, name, false, now))
        return
      case 'probe-missed':
        tellOfLook(pod, life, container)
        return
      case 'probe-failed':
        endUnhealthy(pod, life, container, probeEnd(pod, container))
        return
      case 'oom-killed':
        fail(pod, life, container, OUT_OF_MEMORY)
        return
      case 'pod-container-failed':
      case 'pod-init-container-failed':
        fail(pod, life, container, toldEnding(pod, stage))
        return
      default:
        put(pod, life, containerEnded(pod, container, DONE, false, now))
    }
  }

  function tellOfLook(pod: Pod, life: PodLife, container: Container): void {
    const run = ownRun(life, pod, container.name)
    const look = nextLook(pod, container, statusOf(pod, container.name)!, run)
    tell('Warning', 'Unhealthy', pod, look?.message ?? '')
    run.misses += 1
    run.toldAt = clock.now
  }

  /** The pod's own containers, one after the other; who cannot be created is left out. */
  function startOwn(pod: Pod, life: PodLife): void {
    const starts: Start[] = []
    let first = true
    let place = nextToStart(pod, life.turn)
    for (let each = own(pod, place); each; each = own(pod, place)) {
      if (!first && images.readyAt(pod, each) > clock.now) break
      const start = tryStart(pod, life, each)
      if (start) starts.push(start)
      first = false
      life.turn = place + 1
      place = nextToStart(pod, life.turn)
    }
    report(pod, life, starts)
  }

  const own = (pod: Pod, place: number) => pod.spec?.containers[place]

  /** The init container whose turn it is; the next one follows a sidecar that has started. */
  function startInit(pod: Pod, life: PodLife, first: Container): void {
    const init = pod.spec?.initContainers ?? []
    const starts: Start[] = []
    for (const container of init.slice(init.indexOf(first))) {
      if (container !== first && images.readyAt(pod, container) > clock.now) break
      const start = tryStart(pod, life, container)
      if (start) starts.push(start)
      life.turn = init.indexOf(container) + 1
      if (!start || start.lack !== undefined || !start.started || !isSidecar(container)) break
    }
    report(pod, life, starts)
  }

  /** Undefined = nothing new has come of it. */
  function tryStart(pod: Pod, life: PodLife, container: Container): Start | undefined {
    const { name } = container
    const lack = config.environment(pod, container)
    if (lack?.told) return undefined
    images.announce(pod, container)
    if (lack) {
      tell('Warning', 'Failed', pod, `Error: ${lack.message}`)
      return { name, started: false, ready: false, lack: lack.message }
    }
    tell('Normal', 'Created', pod, 'Container created')
    tell('Normal', 'Started', pod, 'Container started')
    // An init container that ends is never told to be there; others are, probed or not.
    const lasting = isSidecar(container) || !isInit(pod, container)
    const started = lasting && startedDelay(pod, container) === 0
    const ready = started && readinessDelay(pod, container) === 0
    setRun(life, newRun(name, clock.now, ready))
    return { name, started, ready }
  }

  function startAgain(pod: Pod, life: PodLife, container: Container): void {
    const start = tryStart(pod, life, container)
    if (start) report(pod, life, [start])
  }

  function report(pod: Pod, life: PodLife, starts: readonly Start[]): void {
    if (starts.length > 0) put(pod, life, attempted(pod, starts, clock.now))
  }

  function put(pod: Pod, life: PodLife, status: PodStatus): void {
    const { now } = clock
    let next: Pod = { spec: pod.spec!, status }
    const all = pod.spec?.initContainers?.length ?? 0
    if (all > 0 && initTurn(pod) !== all && initTurn(next) === all) {
      life.since = now
      life.turn = 0
    }
    if (isOver(next) && !isOver(pod)) {
      life.since = now
      const sidecars = sidecarsOf(next)
      if (sidecars.some(({ name }) => statusOf(next, name)?.state?.running)) {
        announceStop({ ...pod, status })
      } else if (sidecars.length > 0) next = { ...next, status: sidecarsStopped(next, now) }
    }
    store.updateStatus('Pod', pod, next.status!)
    if (isFinished(next)) network.release(life.slot)
  }

  function endUnhealthy(pod: Pod, life: PodLife, container: Container, end: ProbeEnd): void {
    tell('Warning', 'Unhealthy', pod, end.message)
    tell('Normal', 'Killing', pod, end.killing)
    fail(pod, life, container, { exitCode: KILLED, reason: 'Error' })
  }

  function fail(pod: Pod, life: PodLife, container: Container, ending: Ending): void {
    const { now } = clock
    const uid = uidOf(pod)
    const { name } = container
    const run = ownRun(life, pod, name)
    const known = failures.get(uid) ?? new Map<string, number>()
    failures.set(uid, known)
    const before = now - run.startedAt >= FORGIVEN_AFTER ? 0 : (known.get(name) ?? 0)
    known.set(name, before + 1)
    const restarts = isRestarted(pod, container, ending.exitCode)
    if (restarts) {
      const init = isInit(pod, container) && !isSidecar(container)
      const stage = init ? 'pod-init-container-restart' : 'pod-container-restart'
      const wait = stageDelay(pod, stage, now, backOff(before + 1), jitter)
      setRun(life, { ...run, restartAt: now + wait })
    }
    put(pod, life, containerEnded(pod, container, ending, restarts, now))
    // The first failure is not held against it.
    if (!restarts || before === 0) return
    const where = `${nameOf(pod)}_${namespaceOf(pod)}(${uid})`
    const message = `Back-off restarting failed container ${name} in pod ${where}`
    tell('Warning', 'BackOff', pod, message)
  }

  function announceStop(pod: Pod): void {
    const init = (pod.spec?.initContainers ?? []).filter((each) => !isSidecar(each))
    for (const { name } of [...runningTogether(pod), ...init]) {
      if (!statusOf(pod, name)?.state?.running) continue
      tell('Normal', 'Killing', pod, `Stopping container ${name}`)
    }
  }

  function tell(type: 'Normal' | 'Warning', reason: string, pod: Pod, message: string): void {
    tellPod(events, type, reason, pod, message)
  }

  return {
    enter,
    announceStop,
    outOfMemory: (pod, life, container) => fail(pod, life, container, OUT_OF_MEMORY),
    forget: (uid) => void failures.delete(uid),
  }
}

const isInit = ({ spec }: Pod, container: Container) =>
  spec?.initContainers?.includes(container) === true

/** What the annotations of these stages say. */
function toldEnding(pod: Pod, stage: 'pod-container-failed' | 'pod-init-container-failed'): Ending {
  return {
    exitCode: Number(annotation(pod, stage, 'exit-code') ?? 1),
    reason: annotation(pod, stage, 'reason') ?? 'Error',
    message: annotation(pod, stage, 'message'),
  }
}
