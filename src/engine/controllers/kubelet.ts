import type { Node, Pod } from '../api/types.gen.ts'
import { createConfigWaits } from '../kubelet/configWaits.ts'
import { createImages } from '../kubelet/images.ts'
import { nextStep } from '../kubelet/nextStep.ts'
import { createPodActions } from '../kubelet/podActions.ts'
import { PodLife } from '../kubelet/podLife.ts'
import { tellPod } from '../kubelet/tellPod.ts'
import { type Addresses, lost, rebooted, sandboxed } from '../rules/containerStatus.ts'
import { HEALTHY } from '../rules/nodeHealth.ts'
import { anyWaits, hasRunningContainer, isOver, runningTogether } from '../rules/podContainers.ts'
import { HANG_AFTER } from '../rules/podHang.ts'
import { createPodNetwork } from '../rules/podNetwork.ts'
import { isWork } from '../rules/podStages.ts'
import { findCondition, isFinished, isTerminating, withCondition } from '../rules/podStatus.ts'
import { toTimestamp } from '../sim/calendar.ts'
import type { HandClock } from '../sim/clock.ts'
import { nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import { NONE } from '../store/slotLists.ts'
import { lacksVolume } from '../volumes/attachments.ts'
import type { ControllerContext, HasPower } from './context.ts'

const OWNER = 'kubelet'

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

/**
 * The kubelets of all nodes: they start, run, finish and stop the pods that are bound to their
 * node, and report it. Without power a kubelet does nothing at all; nobody hears of that.
 */
export function startKubelet(ctx: KubeletContext, hasPower: HasPower): Kubelet {
  const { store, clock, events } = ctx
  const jitter = ctx.random.fork('kubelet')
  const network = createPodNetwork()
  const images = createImages(ctx)
  const config = createConfigWaits(store)
  const around = { jitter, imageAt: images.readyAt }
  const isMountable = (pod: Pod) =>
    !pod.spec?.volumes || (!lacksVolume(store, pod) && config.canMount(pod))
  const actions = createPodActions(ctx, {
    jitter,
    images,
    config,
    network,
    addressesFor,
    isMountable,
  })
  /** Numbers of nodes that have power: once they have it, we are told when it goes. */
  const powered: boolean[] = []
  /** The address of a node with this number, as this object said it. */
  const hosts: (Host | undefined)[] = []
  /** What is known of pods that have something before them, by slot. */
  const lives: (PodLife | undefined)[] = []
  /** Pods that wait for their volumes, by their uid. */
  const volumeless = new Map<string, Pod>()

  const timers = clock.timersOf<PodLife>(OWNER, (life) => {
    const step = life.step!
    life.step = undefined
    const pod = store.at('Pod', life.slot)
    if (!pod) return
    actions.enter(pod, life, step)
    // A change brings it back by itself.
    if (store.at('Pod', life.slot) === pod) attend(life.slot)
  })

  store.watch(
    (change, slot) => {
      if (change.kind === 'Pod') {
        if (change.type === 'DELETED') {
          network.release(slot)
          actions.forget(uidOf(change.object))
          config.forget(uidOf(change.object))
          volumeless.delete(uidOf(change.object))
          disarm(slot)
        } else {
          if (isFinished(change.object)) network.release(slot)
          attend(slot)
        }
      } else if (change.kind === 'Node' && change.type === 'ADDED') {
        const node = change.object
        if (!findCondition(node.status?.conditions, 'Ready')) postReady(nameOf(node))
        for (const pod of store.podsOnNode(nameOf(node))) attend(store.slotOf('Pod', pod))
      } else if (change.kind === 'VolumeAttachment' || change.kind === 'PersistentVolumeClaim') {
        for (const seen of [...volumeless.values()]) {
          const pod = store.get('Pod', namespaceOf(seen), nameOf(seen))
          if (pod && uidOf(pod) === uidOf(seen)) attend(store.slotOf('Pod', pod))
        }
      } else if (change.kind === 'ConfigMap' || change.kind === 'Secret') {
        configChanged(namespaceOf(change.object))
      } else if (change.kind === 'Node' && change.type === 'DELETED') {
        const name = nameOf(change.object)
        images.forget(name)
        powered[store.nodeNumber(name)] = false
        hosts[store.nodeNumber(name)] = undefined
      }
    },
    ['Pod', 'Node', 'VolumeAttachment', 'PersistentVolumeClaim', 'ConfigMap', 'Secret'],
  )

  /** Sets the timer of what happens next to a pod; changes nothing when it runs already. */
  function attend(slot: number): void {
    // Changes are told in order; by now the pod may have changed again, or gone.
    const pod = store.at('Pod', slot)
    if (!pod) return
    let life = lives[slot]
    // Who has something before it has power: whose machine loses it is disarmed at once.
    const isOn = life !== undefined || isPowered(slot, pod)
    if (!isOn || !hasWhatItNeeds(slot, pod)) {
      disarm(slot)
      return
    }
    if (isTerminating(pod) && life?.step?.stage !== 'pod-delete') {
      disarm(slot)
      life = undefined
      actions.announceStop(pod)
    }
    life ??= newLife(slot)
    const step = nextStep(pod, life, around)
    const before = life.step
    if (!step) {
      timers.cancel(life)
      life.step = undefined
      if (isRemembered(pod)) lives[slot] = life
      else forget(slot, life)
      return
    }
    if (
      before?.stage === step.stage &&
      before.at === step.at &&
      before.container === step.container
    ) {
      return
    }
    life.step = step
    timers.set(life, step.at, isWork(step.stage) ? 'work' : 'consequence')
    lives[slot] = life
  }

  function isPowered(slot: number, pod: Pod): boolean {
    const number = store.nodeOfPod(slot)
    if (number === NONE) return false
    if (!powered[number]) powered[number] = hasPower(pod.spec!.nodeName!)
    return powered[number]!
  }

  const newLife = (slot: number) => new PodLife(timers.owner, slot, clock.now)

  function forget(slot: number, life: PodLife): void {
    life.end()
    lives[slot] = undefined
  }

  /** Whether the exact times of its past will be asked for though nothing is due. */
  function isRemembered(pod: Pod): boolean {
    return config.waits(uidOf(pod)) || pod.metadata?.annotations?.[HANG_AFTER] !== undefined
  }

  function disarm(slot: number): void {
    const life = lives[slot]
    if (!life) return
    timers.cancel(life)
    forget(slot, life)
  }

  /**
   * Whether a pod that is about to start has its volumes, and a sandbox. It is looked at again when a
   * claim is bound, a volume attached, or a ConfigMap or Secret of its namespace changes.
   */
  function hasWhatItNeeds(slot: number, pod: Pod): boolean {
    const { status } = pod
    if (status?.startTime === undefined || isTerminating(pod) || isFinished(pod)) return true
    if (!anyWaits(pod) || hasRunningContainer(pod)) return true
    const lack = config.mounts(pod)
    if (lack && !lack.told) tellPod(events, 'Warning', 'FailedMount', pod, lack.message)
    if (lack) return false
    if (lacksVolume(store, pod)) {
      volumeless.set(uidOf(pod), pod)
      return false
    }
    if (volumeless.size > 0) volumeless.delete(uidOf(pod))
    if (status.podIP !== undefined) return true
    // The change brings it back here.
    store.updateStatus('Pod', pod, sandboxed(pod, addressesFor(slot, true), clock.now))
    return false
  }

  function configChanged(changed: string): void {
    for (const { namespace, name } of config.waitingIn(changed)) {
      const pod = store.get('Pod', namespace, name)
      if (!pod) continue
      const slot = store.slotOf('Pod', pod)
      const life = lives[slot]
      if (life) Object.assign(life, { since: clock.now, turn: 0 })
      attend(slot)
    }
  }

  function addressesFor(slot: number, sandbox: boolean): Addresses {
    const number = store.nodeOfPod(slot)
    const node = store.nodeAt(number)
    const podIP = sandbox ? network.assign(slot, number, node) : undefined
    return { podIP, hostIP: node && hostIP(number, node) }
  }

  function hostIP(number: number, node: Node): string | undefined {
    const known = hosts[number]
    if (known?.node === node) return known.ip
    const ip = internalIP(node)
    hosts[number] = { node, ip }
    return ip
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
      if (pod.spec?.restartPolicy === 'Never' || isOver(pod)) {
        store.updateStatus('Pod', pod, lost(pod, now))
        return
      }
      const message = 'Pod sandbox changed, it will be killed and re-created.'
      tellPod(events, 'Normal', 'SandboxChanged', pod, message)
      actions.forget(uidOf(pod))
      store.updateStatus('Pod', pod, rebooted(pod, addressesFor(slot, true), now))
    }
    attend(slot)
  }

  return {
    outOfMemory(pod, name) {
      const container = runningTogether(pod).find((each) => each.name === name)
      if (!container) return
      const slot = store.slotOf('Pod', pod)
      const life = lives[slot] ?? newLife(slot)
      lives[slot] = life
      actions.outOfMemory(pod, life, container)
    },
    powerLost(nodeName) {
      powered[store.nodeNumber(nodeName)] = false
      for (const pod of store.podsOnNode(nodeName)) disarm(store.slotOf('Pod', pod))
    },
    powerRestored(nodeName) {
      postReady(nodeName)
      for (const pod of store.podsOnNode(nodeName)) recover(store.slotOf('Pod', pod))
    },
  }
}

interface Host {
  readonly node: Node
  readonly ip: string | undefined
}

function internalIP({ status }: Node): string | undefined {
  if (!status?.addresses) return undefined
  for (const { type, address } of status.addresses) if (type === 'InternalIP') return address
  return undefined
}
