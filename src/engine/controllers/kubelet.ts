import type { Container, Pod } from '../api/types.gen.ts'
import { MINUTE, type Millis } from '../api/units.ts'
import { type ConfigSources, lackOf } from '../rules/configReferences.ts'
import {
  type Addresses,
  allReady,
  annotatedFailure,
  completed,
  containerFailed,
  creating,
  type Failure,
  initFailed,
  initialized,
  initRestarted,
  lacking,
  lost,
  readinessLost,
  rebooted,
  running,
  sandboxed,
} from '../rules/containerStatus.ts'
import {
  createImageCache,
  imageSize,
  type Pull,
  pulledMessage,
  withImage,
} from '../rules/imagePull.ts'
import { HEALTHY } from '../rules/nodeHealth.ts'
import { nextHangStep, timeoutFailure } from '../rules/podHang.ts'
import {
  failedLooks,
  probeFailure,
  readinessDelay,
  unhealthyContainer,
} from '../rules/podHealth.ts'
import { createPodNetwork } from '../rules/podNetwork.ts'
import {
  hasRunningContainer,
  initContainersToRun,
  initTime,
  nextStage,
  type Stage,
  stageDelay,
} from '../rules/podStages.ts'
import { findCondition, isFinished, isTerminating, withCondition } from '../rules/podStatus.ts'
import { overLimit } from '../rules/podUsage.ts'
import { fromTimestamp, toTimestamp } from '../sim/calendar.ts'
import type { HandClock, HeldTimer } from '../sim/clock.ts'
import { nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import { lacksVolume } from '../volumes/attachments.ts'
import type { ControllerContext, HasPower } from './context.ts'

const OWNER = 'kubelet'

/** Exit code of a process that was ended by SIGKILL. */
const KILLED = 137
/** A container that has run for so long starts with a clean slate: twice the longest back-off. */
const FORGIVEN_AFTER: Millis = 10 * MINUTE

/** Stages that end a container's own work, which may take as long as it likes or never succeed. */
function isWork(stage: Stage): boolean {
  return (
    stage === 'pod-complete' ||
    stage === 'pod-container-failed' ||
    stage === 'probe-failed' ||
    stage === 'probe-lost' ||
    stage === 'pod-init-container-failed' ||
    stage === 'pod-init-container-restart' ||
    stage === 'oom-killed' ||
    stage === 'pod-container-restart'
  )
}

/** Stages that need what the pod's volumes and environment name. */
const STARTS: ReadonlySet<Stage> = new Set([
  'pod-ready',
  'pod-init-container-completed',
  'pod-init-container-failed',
])

/** The next stage of a pod, for which a timer runs. */
interface Task {
  /** The pod's. */
  readonly slot: number
  timer: HeldTimer | undefined
  readonly stage: Stage
  /** How long a deletion may take; a shorter period sets another timer. */
  readonly grace: number | undefined
  /** The init containers that have yet to run until then. */
  readonly turns: Turns | undefined
  /** The probes that look before that and find nobody who answers. */
  readonly looks: Looks | undefined
}

/** Looks of probes before the stage, those to come first, and when the stage itself is due. */
interface Looks {
  readonly failures: { readonly at: Millis; readonly message: string }[]
  readonly until: Millis
}

/** Init containers, one after the other: each when the one before has ended and its image is there. */
interface Turns {
  readonly containers: readonly Container[]
  /** How many have had their turn. */
  taken: number
  /** How long those that have to end run, all of them together. */
  readonly duration: Millis
}

/** There are as many timers as pods, so they are held in hand. */
interface KubeletContext extends ControllerContext {
  readonly clock: HandClock
}

/** The composition root tells of changes of power at once, after HasPower answers anew. */
export interface PowerListener {
  powerLost(nodeName: string): void
  powerRestored(nodeName: string): void
}

export interface Kubelet extends PowerListener {
  /** The machine's kernel has killed this container for want of memory. */
  outOfMemory(pod: Pod, container: string): void
}

const outOfMemory = (name: string | undefined): Failure => ({
  name,
  exitCode: KILLED,
  reason: 'OOMKilled',
})

/**
 * The kubelets of all nodes: they start, run, finish and stop the pods that are bound to their
 * node, and report it. Without power a kubelet does nothing at all; nobody hears of that.
 */
export function startKubelet(ctx: KubeletContext, hasPower: HasPower): Kubelet {
  const { store, clock, events } = ctx
  const jitter = ctx.random.fork('kubelet')
  const network = createPodNetwork()
  const images = createImageCache()
  const config: ConfigSources = {
    configMap: (namespace, name) => store.get('ConfigMap', namespace, name),
    secret: (namespace, name) => store.get('Secret', namespace, name),
  }
  /** What the pods' timers run for, by slot. */
  const tasks: (Task | undefined)[] = []
  /** How often a pod's containers have failed in a row, by its uid. */
  const crashes = new Map<string, number>()
  /** Pods that lack something, by their uid, and what they were told. */
  const unready = new Map<string, { message: string; namespace: string; name: string }>()
  /** Pods that wait for their volumes, by their uid. */
  const volumeless = new Map<string, Pod>()
  /** The pod, by its uid, for which an image is being pulled. */
  const pulling = new Map<Pull, string>()

  const timers = clock.timersOf<Task>(OWNER, (task) => {
    const { slot } = task
    const pod = store.at('Pod', slot)
    const due = pod !== undefined && nextStage(pod) === task.stage
    if (due && task.turns && takeTurn(pod, task, task.turns)) return
    if (due && task.looks && lookOnce(pod, task, task.looks)) return
    tasks[slot] = undefined
    if (due) enter(slot, pod, task.stage)
  })

  store.watch(
    (change, slot) => {
      if (change.kind === 'Pod') {
        if (change.type === 'DELETED') {
          network.release(slot)
          crashes.delete(uidOf(change.object))
          unready.delete(uidOf(change.object))
          volumeless.delete(uidOf(change.object))
          disarm(slot)
        } else {
          if (isFinished(change.object)) network.release(slot)
          attend(slot)
        }
      } else if (change.kind === 'Node' && change.type === 'ADDED') {
        const node = change.object
        if (!findCondition(node.status?.conditions, 'Ready')) postReady(nameOf(node))
        attendAll(nameOf(node))
      } else if (change.kind === 'VolumeAttachment' || change.kind === 'PersistentVolumeClaim') {
        for (const pod of [...volumeless.values()]) attendAgain(pod)
      } else if (change.kind === 'ConfigMap' || change.kind === 'Secret') {
        configChanged(namespaceOf(change.object))
      } else if (change.kind === 'Node' && change.type === 'DELETED') {
        images.forget(nameOf(change.object))
      }
    },
    ['Pod', 'Node', 'VolumeAttachment', 'PersistentVolumeClaim', 'ConfigMap', 'Secret'],
  )

  /** Sets the timer of what happens next to a pod; changes nothing when it runs already. */
  function attend(slot: number): void {
    // Changes are told in order; by now the pod may have changed again, or gone.
    const pod = store.at('Pod', slot)
    if (!pod) return
    const nodeName = pod.spec?.nodeName
    const stage = nodeName && hasPower(nodeName) ? nextStage(pod) : undefined
    if (!stage) {
      disarm(slot)
      return
    }
    if (STARTS.has(stage)) {
      if (waitsForConfig(pod) || waitsForVolume(pod)) {
        disarm(slot)
        return
      }
      if (pod.status?.podIP === undefined) {
        // The change brings it back here.
        store.update('Pod', sandboxed(pod, addressesFor(slot, pod), clock.now))
        return
      }
    } else if (volumeless.size > 0) volumeless.delete(uidOf(pod))
    const before = tasks[slot]
    const grace = pod.metadata?.deletionGracePeriodSeconds
    if (before?.stage === stage && before.grace === grace) return
    if (stage === 'pod-delete' && before?.stage !== stage) announceEnd(pod)
    const inRow = crashes.size > 0 ? crashes.get(uidOf(pod)) : undefined
    const delay = stageDelay(pod, stage, clock.now, jitter, inRow)
    const containers = initContainersToRun(pod, stage)
    const turns = containers && { containers, taken: 0, duration: delay }
    const looks = looksUntil(pod, stage, delay)
    const task: Task = { slot, timer: undefined, stage, grace, turns, looks }
    if (before) timers.cancel(before.timer!)
    tasks[slot] = task
    if (looks) setTimer(task, looks.failures[0]!.at)
    else if (turns) setTimer(task, imageReadyAt(pod, containers[0]))
    else setTimer(task, (stage === 'pod-ready' ? imagesReadyAt(pod) : clock.now) + delay)
  }

  /** The same for a pod that was seen some time ago. */
  function attendAgain(seen: Pod): void {
    const pod = store.get('Pod', namespaceOf(seen), nameOf(seen))
    if (pod && uidOf(pod) === uidOf(seen)) attend(store.slotOf('Pod', pod))
  }

  /** Its earlier timer has fired. */
  function setTimer(task: Task, at: Millis): void {
    task.timer = timers.set(task, at, isWork(task.stage) ? 'work' : 'consequence')
  }

  /** Looks of probes that find nobody who answers, until the stage; undefined = there are none. */
  function looksUntil(pod: Pod, stage: Stage, delay: Millis): Looks | undefined {
    if (!stage.startsWith('probe')) return undefined
    const { now } = clock
    const hang = nextHangStep(pod)
    const failures =
      hang?.stage === stage
        ? hang.before.map((at) => ({ at, message: timeoutFailure(pod, hang) }))
        : failedLooks(pod, delay).map((look) => ({
            at: now + look.after,
            message: probeFailure(pod, look),
          }))
    // Of two stages that a container that hangs comes to, the second has begun when the first is reached.
    const due = failures.filter(({ at }) => at >= now)
    return due.length > 0 ? { failures: due, until: now + delay } : undefined
  }

  /** A probe has failed, and looks again; false = the stage is due. */
  function lookOnce(pod: Pod, task: Task, { failures, until }: Looks): boolean {
    const failure = failures.shift()
    if (!failure) return false
    record('Warning', 'Unhealthy', pod, failure.message)
    setTimer(task, failures[0]?.at ?? until)
    return true
  }

  /** The next init container starts, or waits for its image; false = all have run. */
  function takeTurn(pod: Pod, task: Task, turns: Turns): boolean {
    const { containers, taken, duration } = turns
    const container = containers[taken]
    if (!container) return false
    const ready = imageReadyAt(pod, container)
    if (ready > clock.now) {
      setTimer(task, ready)
      return true
    }
    announceStart(pod, container)
    turns.taken += 1
    const time = (some: readonly Container[]) =>
      some.reduce((sum, each) => sum + initTime(pod, each), 0)
    const share = (count: number) =>
      Math.floor((duration * time(containers.slice(0, count))) / Math.max(1, time(containers)))
    setTimer(task, clock.now + share(turns.taken) - share(taken))
    return true
  }

  function disarm(slot: number): void {
    const task = tasks[slot]
    if (!task) return
    tasks[slot] = undefined
    timers.cancel(task.timer!)
  }

  /**
   * Whether something is missing without which the pod cannot start; it is looked at again when a
   * ConfigMap or Secret of its namespace changes.
   */
  function waitsForConfig(pod: Pod): boolean {
    const lack = lackOf(pod, config)
    if (!lack) {
      if (unready.size > 0) unready.delete(uidOf(pod))
      return false
    }
    const uid = uidOf(pod)
    if (unready.get(uid)?.message === lack.message) return true
    unready.set(uid, { message: lack.message, namespace: namespaceOf(pod), name: nameOf(pod) })
    if (lack.type === 'mount') record('Warning', 'FailedMount', pod, lack.message)
    else {
      record('Warning', 'Failed', pod, `Error: ${lack.message}`)
      store.update('Pod', lacking(pod, lack.container, lack.message))
    }
    return true
  }

  /** It is looked at again when a claim is bound or a volume attached. */
  function waitsForVolume(pod: Pod): boolean {
    const lacking = lacksVolume(store, pod)
    if (lacking) volumeless.set(uidOf(pod), pod)
    else if (volumeless.size > 0) volumeless.delete(uidOf(pod))
    return lacking
  }

  function configChanged(changed: string): void {
    for (const { namespace, name } of [...unready.values()]) {
      const pod = namespace === changed ? store.get('Pod', namespace, name) : undefined
      if (pod) attendAgain(pod)
    }
  }

  /** When the machine has the images of the containers that start. */
  function imagesReadyAt(pod: Pod): Millis {
    if (imageSize(pod) === undefined) return clock.now
    return Math.max(...waitingContainers(pod).map((container) => imageReadyAt(pod, container)))
  }

  function imageReadyAt(pod: Pod, container: Container | undefined): Millis {
    const pull = container && pullFor(pod, container)
    return Math.max(clock.now, pull?.doneAt ?? 0)
  }

  /** Undefined = nothing says that the image is not there. */
  function pullFor(pod: Pod, { image = '' }: Container): Pull | undefined {
    const bytes = imageSize(pod)
    const node = pod.spec?.nodeName
    if (bytes === undefined || !node) return undefined
    const known = images.has(node, image)
    const pull = images.pull(node, image, bytes, clock.now)
    if (!known) {
      pulling.set(pull, uidOf(pod))
      record('Normal', 'Pulling', pod, `Pulling image "${image}"`)
    }
    return pull
  }

  function attendAll(nodeName: string): void {
    for (const pod of store.podsOnNode(nodeName)) attendAgain(pod)
  }

  function enter(slot: number, pod: Pod, stage: Stage): void {
    const { now } = clock
    switch (stage) {
      case 'pod-create':
        store.updateStatus(
          'Pod',
          pod,
          creating(pod, addressesFor(slot, pod, !isMountable(pod)), now),
        )
        return
      case 'pod-init-container-completed':
        crashes.delete(uidOf(pod))
        store.update('Pod', initialized(pod, now))
        return
      case 'pod-ready':
      case 'pod-container-restart':
        for (const container of waitingContainers(pod)) announceStart(pod, container)
        store.updateStatus('Pod', pod, running(pod, readinessDelay(pod) === 0, now))
        return
      case 'probe':
        store.updateStatus('Pod', pod, allReady(pod, now))
        return
      case 'pod-complete':
        store.update('Pod', completed(pod, now))
        network.release(slot)
        return
      case 'pod-container-failed':
        failContainer(slot, pod, annotatedFailure(pod, 'pod-container-failed'))
        return
      case 'pod-init-container-failed':
        failInit(slot, pod)
        return
      case 'pod-init-container-restart':
        store.update('Pod', initRestarted(pod, clock.now))
        return
      case 'probe-lost': {
        const lost = nextHangStep(pod)!
        record('Warning', 'Unhealthy', pod, timeoutFailure(pod, lost))
        store.update('Pod', readinessLost(pod, lost.container.name, now))
        return
      }
      case 'oom-killed':
        failContainer(slot, pod, outOfMemory(overLimit(pod)?.container.name))
        return
      case 'probe-failed':
        endUnhealthy(slot, pod)
        return
      case 'pod-delete':
        store.remove('Pod', namespaceOf(pod), nameOf(pod))
    }
  }

  function endUnhealthy(slot: number, pod: Pod): void {
    const hang = nextHangStep(pod)
    const found = unhealthyContainer(pod)
    const { name } = (found ?? hang)!.container
    const message = found ? probeFailure(pod, found) : timeoutFailure(pod, hang!)
    record('Warning', 'Unhealthy', pod, message)
    const probe = found?.probe.toLowerCase() ?? 'liveness'
    record('Normal', 'Killing', pod, `Container ${name} failed ${probe} probe, will be restarted`)
    failContainer(slot, pod, { name, exitCode: KILLED, reason: 'Error' })
  }

  function failInit(slot: number, pod: Pod): void {
    const failure = annotatedFailure(pod, 'pod-init-container-failed')
    const inRow = crashes.get(uidOf(pod)) ?? 0
    crashes.set(uidOf(pod), inRow + 1)
    const failed = store.update('Pod', initFailed(pod, failure, clock.now))
    if (isFinished(failed)) network.release(slot)
    else if (inRow > 0) backingOff(pod, failure.name)
  }

  function backingOff(pod: Pod, container: string | undefined): void {
    const where = `${nameOf(pod)}_${namespaceOf(pod)}(${uidOf(pod)})`
    const message = `Back-off restarting failed container ${container} in pod ${where}`
    record('Warning', 'BackOff', pod, message)
  }

  function failContainer(slot: number, pod: Pod, failure: Failure): void {
    const { name } = failure
    const before = pod.status?.containerStatuses?.find((status) => status.name === name)
    const startedAt = fromTimestamp(before?.state?.running?.startedAt ?? '') ?? clock.now
    const inRow = clock.now - startedAt >= FORGIVEN_AFTER ? 0 : (crashes.get(uidOf(pod)) ?? 0)
    crashes.set(uidOf(pod), inRow + 1)
    const failed = store.update('Pod', containerFailed(pod, failure, clock.now))
    if (isFinished(failed)) {
      network.release(slot)
      return
    }
    // The first failure is not held against it.
    if (inRow > 0) backingOff(pod, name)
  }

  /** Whether nothing keeps the pod's volumes from being mounted now. */
  function isMountable(pod: Pod): boolean {
    if (!pod.spec?.volumes) return true
    return !lacksVolume(store, pod) && lackOf(pod, config)?.type !== 'mount'
  }

  function addressesFor(slot: number, pod: Pod, withoutSandbox = false): Addresses {
    const node = store.get('Node', '', pod.spec?.nodeName ?? '')
    const addresses = node?.status?.addresses ?? []
    return {
      podIP: withoutSandbox ? undefined : network.assign(slot, pod, node),
      hostIP: addresses.find(({ type }) => type === 'InternalIP')?.address,
    }
  }

  function announceStart(pod: Pod, container: Container): void {
    const { image = '' } = container
    const pull = pullFor(pod, container)
    const node = pull && store.get('Node', '', pod.spec?.nodeName ?? '')
    if (node) store.update('Node', withImage(node, image, pull.bytes))
    if (pull && pulling.get(pull) === uidOf(pod)) {
      pulling.delete(pull)
      record('Normal', 'Pulled', pod, pulledMessage(image, pull))
    } else {
      const present = 'already present on machine and can be accessed by the pod'
      record('Normal', 'Pulled', pod, `Container image "${image}" ${present}`)
    }
    record('Normal', 'Created', pod, 'Container created')
    record('Normal', 'Started', pod, 'Container started')
  }

  function announceEnd(pod: Pod): void {
    if (!hasRunningContainer(pod)) return
    for (const { name } of pod.spec?.containers ?? []) {
      record('Normal', 'Killing', pod, `Stopping container ${name}`)
    }
  }

  function record(type: 'Normal' | 'Warning', reason: string, pod: Pod, message: string): void {
    const object = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const
    events.record(type, reason, object, message)
  }

  function postReady(nodeName: string): void {
    const node = store.get('Node', '', nodeName)
    if (!node || !hasPower(nodeName)) return
    const wasReady = findCondition(node.status?.conditions, 'Ready')?.status === 'True'
    const at = toTimestamp(clock.now)
    let conditions = node.status?.conditions
    for (const condition of HEALTHY) {
      conditions = withCondition(conditions, { ...condition, lastHeartbeatTime: at }, clock.now)
    }
    store.update('Node', { ...node, status: { ...node.status, conditions } })
    if (wasReady) return
    const object = { kind: 'Node', namespace: '', name: nodeName } as const
    events.record('Normal', 'NodeReady', object, `Node ${nodeName} status is now: NodeReady`)
  }

  /** Nothing runs any more on a machine that comes back. */
  function recover(slot: number): void {
    const { now } = clock
    const pod = store.at('Pod', slot)!
    if (isFinished(pod)) return
    if (isTerminating(pod)) {
      store.remove('Pod', namespaceOf(pod), nameOf(pod))
      return
    }
    if (hasRunningContainer(pod)) {
      network.release(slot)
      if (pod.spec?.restartPolicy === 'Never') {
        store.update('Pod', lost(pod, now))
        return
      }
      const message = 'Pod sandbox changed, it will be killed and re-created.'
      record('Normal', 'SandboxChanged', pod, message)
      store.update('Pod', rebooted(pod, addressesFor(slot, pod), now))
    }
    attend(slot)
  }

  return {
    outOfMemory(pod, container) {
      failContainer(store.slotOf('Pod', pod), pod, outOfMemory(container))
    },
    powerLost(nodeName) {
      for (const pod of store.podsOnNode(nodeName)) disarm(store.slotOf('Pod', pod))
    },
    powerRestored(nodeName) {
      postReady(nodeName)
      for (const pod of store.podsOnNode(nodeName)) recover(store.slotOf('Pod', pod))
    },
  }
}

function waitingContainers(pod: Pod): readonly Container[] {
  const containers = pod.spec?.containers ?? NONE
  const statuses = pod.status?.containerStatuses ?? []
  const isWaiting = ({ name }: Container) =>
    statuses.some((status) => status.name === name && status.state?.waiting)
  // Mostly all of them are.
  return containers.every(isWaiting) ? containers : containers.filter(isWaiting)
}

const NONE: readonly Container[] = []
