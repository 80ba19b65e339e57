import type { Pod, Taint } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { ControllerContext } from '../controllers/context.ts'
import type { Cloud } from '../machine.ts'
import { TO_BE_DELETED } from '../rules/autoscalerTaints.ts'
import { drainability } from '../rules/drainability.ts'
import { isFinished } from '../rules/podStatus.ts'
import { unixSeconds } from '../sim/calendar.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { evictPod } from '../store/evictPod.ts'
import { controllerOf, nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import {
  DELAY_AFTER_TAINT,
  EVICTION_RETRY,
  EVICTION_TIME,
  TERMINATION_CHECK,
  TERMINATION_TIME,
} from './settings.ts'
import { nodeReference, STATUS_MAP } from './targets.ts'

/** Takes machines away, empty ones and those that have to be drained before. */
export interface Removal {
  /** Names of nodes on their way, with their groups. */
  readonly inProgress: ReadonlyMap<string, { readonly group: string; readonly drain: boolean }>
  /** How many nodes could not be emptied and stayed. */
  readonly failures: number
  empty(nodeName: string, group: string): void
  /** Everything that is under way ends, and its nodes are in service again. */
  cancel(): void
  /** @param utilization as upstream prints it */
  drain(nodeName: string, group: string, utilization: string, pods: readonly Pod[]): void
}

export interface RemovalOptions {
  readonly cloud: Cloud
  /** The pod ends gracefully; its owner makes another one. */
  readonly evict: (pod: Pod) => void
}

interface Going {
  readonly group: string
  readonly drain: boolean
  phase: 'tainted' | 'evicting' | 'ending'
  /** When the phase began. */
  since: Millis
  /** Pods that are not evicted yet, by uid; of those that ended nothing is known any more. */
  readonly pods: Map<string, Pod>
  readonly evicted: Set<string>
  /** DaemonSets' pods that are not evicted yet: nobody waits for their end, and they hold nothing back. */
  readonly daemons: Map<string, Pod>
}

/** On a DaemonSet's pod: whether it is evicted, whatever is usual. */
const DAEMON_EVICTION = 'cluster-autoscaler.kubernetes.io/enable-ds-eviction'

/**
 * The way of a node out of the cluster (core/scaledown/actuation): a taint keeps new pods away, 5 s
 * later its pods are evicted through the Eviction API, what a budget holds back is tried again for
 * 2 min; when all are gone the machine is given back. If that fails the node stays in service.
 */
export function createRemoval(ctx: ControllerContext, options: RemovalOptions): Removal {
  const { store, clock, events } = ctx
  const { cloud, evict } = options
  const going = new Map<string, Going>()
  let failures = 0
  const queue = createWorkQueue(clock, 'clusterAutoscaler/removal', advance)

  function begin(nodeName: string, group: string, pods: readonly Pod[], drain: boolean): boolean {
    const node = store.get('Node', '', nodeName)
    if (!node) return false
    const taint: Taint = {
      key: TO_BE_DELETED,
      value: String(unixSeconds(clock.now)),
      effect: 'NoSchedule',
    }
    const taints = [...(node.spec?.taints ?? []), taint]
    store.update('Node', { ...node, spec: { ...node.spec, taints } })
    tell('Normal', 'ScaleDown', nodeName, 'marked the node as toBeDeleted/unschedulable')
    going.set(nodeName, {
      group,
      drain,
      phase: 'tainted',
      since: clock.now,
      pods: new Map(pods.map((pod) => [uidOf(pod), pod])),
      evicted: new Set(),
      daemons: new Map(),
    })
    queue.addAt(nodeName, clock.now + DELAY_AFTER_TAINT)
    return true
  }

  function advance(nodeName: string): void {
    const entry = going.get(nodeName)
    if (!entry) return
    // Somebody else took the machine, or its node.
    if (!cloud.byName(nodeName) || !store.get('Node', '', nodeName)) going.delete(nodeName)
    else if (entry.phase === 'tainted') start(nodeName, entry)
    else if (entry.phase === 'evicting') evictAll(nodeName, entry)
    else waitForEnd(nodeName, entry)
  }

  function start(nodeName: string, entry: Going): void {
    const pods = podsToMove(nodeName)
    if (!entry.drain && pods.length > 0) {
      fail(nodeName, entry, `failed to delete empty node "${nodeName}", new pods scheduled`)
      return
    }
    enter(entry, 'evicting')
    const all = store.podsOnNode(nodeName)
    entry.pods.clear()
    for (const pod of pods) entry.pods.set(uidOf(pod), pod)
    for (const pod of all) if (isEvictedDaemon(pod, entry.drain)) entry.daemons.set(uidOf(pod), pod)
    for (const pod of [...entry.pods.values(), ...entry.daemons.values()]) {
      tellPod('Normal', 'ScaleDown', pod, 'deleting pod for node scale down')
    }
    evictAll(nodeName, entry)
  }

  /** --daemonset-eviction-for-occupied-nodes is true, -for-empty-nodes is false. */
  function isEvictedDaemon(pod: Pod, occupied: boolean): boolean {
    if (isFinished(pod) || controllerOf(pod)?.kind !== 'DaemonSet') return false
    const wish = pod.metadata?.annotations?.[DAEMON_EVICTION]
    return occupied ? wish !== 'false' : wish === 'true'
  }

  function podsToMove(nodeName: string): Pod[] {
    return store.podsOnNode(nodeName).filter((pod) => drainability(pod, []) !== 'stays')
  }

  function evictAll(nodeName: string, entry: Going): void {
    let refusal = ''
    for (const [uid, pod] of entry.pods) {
      const refused = evictOne(uid, pod)
      if (refused !== undefined) refusal = refused
      else {
        entry.pods.delete(uid)
        entry.evicted.add(uid)
      }
    }
    for (const [uid, pod] of entry.daemons) {
      if (evictOne(uid, pod) === undefined) entry.daemons.delete(uid)
    }
    const open = entry.pods.size + entry.daemons.size
    if (open > 0 && clock.now - entry.since < EVICTION_TIME) {
      queue.addAt(nodeName, clock.now + EVICTION_RETRY)
    } else if (entry.pods.size === 0) {
      enter(entry, 'ending')
      waitForEnd(nodeName, entry)
    } else {
      const errors = [...entry.pods.values()].map((pod) => {
        tellPod('Warning', 'ScaleDownFailed', pod, 'failed to delete pod for ScaleDown')
        const name = `${namespaceOf(pod)}/${nameOf(pod)}`
        return `failed to evict pod ${name} within allowed timeout (last error: ${refusal})`
      })
      const why = `Failed to drain node /${nodeName}, due to following errors: [${errors.join(' ')}]`
      fail(nodeName, entry, why)
    }
  }

  /** Why a pod may not be evicted now; undefined = it is on its way, or gone. */
  function evictOne(uid: string, { metadata }: Pod): string | undefined {
    const pod = store.get('Pod', metadata?.namespace ?? '', metadata?.name ?? '')
    if (!pod || uidOf(pod) !== uid || pod.metadata?.deletionTimestamp) return undefined
    return evictPod(store, pod, evict)
  }

  function waitForEnd(nodeName: string, entry: Going): void {
    const left = store.podsOnNode(nodeName).some((pod) => entry.evicted.has(uidOf(pod)))
    if (!left) finish(nodeName, entry)
    else if (clock.now - entry.since < TERMINATION_TIME) {
      queue.addAt(nodeName, clock.now + TERMINATION_CHECK)
    } else {
      const why = `Failed to drain node /${nodeName}: pods remaining after timeout`
      fail(nodeName, entry, why)
    }
  }

  function enter(entry: Going, phase: Going['phase']): void {
    entry.phase = phase
    entry.since = clock.now
  }

  function finish(nodeName: string, { drain }: Going): void {
    going.delete(nodeName)
    tell('Normal', 'ScaleDown', nodeName, 'nodes removed by cluster autoscaler')
    const [reason, message] = drain
      ? ['ScaleDown', `Scale-down: node ${nodeName} removed with drain`]
      : ['ScaleDownEmpty', `Scale-down: empty node ${nodeName} removed`]
    events.record('Normal', reason!, STATUS_MAP, message!)
    cloud.terminate(cloud.byName(nodeName)!)
  }

  function fail(nodeName: string, { drain }: Going, why: string): void {
    going.delete(nodeName)
    failures += 1
    const what = drain ? 'drain and delete' : 'delete empty'
    tell('Warning', 'ScaleDownFailed', nodeName, `failed to ${what} node: ${why}`)
    putInService(nodeName)
  }

  function putInService(nodeName: string): void {
    const node = store.get('Node', '', nodeName)
    if (!node) return
    const { taints: all = [], ...spec } = node.spec ?? {}
    const taints = all.filter(({ key }) => key !== TO_BE_DELETED)
    store.update('Node', { ...node, spec: taints.length > 0 ? { ...spec, taints } : spec })
  }

  const tell = (type: 'Normal' | 'Warning', reason: string, node: string, message: string) =>
    events.record(type, reason, nodeReference(node), message)

  function tellPod(type: 'Normal' | 'Warning', reason: string, pod: Pod, message: string): void {
    const about = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const
    events.record(type, reason, about, message)
  }

  return {
    inProgress: going,
    cancel() {
      for (const name of going.keys()) {
        queue.drop(name)
        putInService(name)
      }
      going.clear()
    },
    get failures() {
      return failures
    },
    empty(nodeName, group) {
      if (!begin(nodeName, group, [], false)) return
      const message = `Scale-down: removing empty node "${nodeName}"`
      events.record('Normal', 'ScaleDownEmpty', STATUS_MAP, message)
    },
    drain(nodeName, group, utilization, pods) {
      if (!begin(nodeName, group, pods, true)) return
      const names = pods.map(nameOf).join(',')
      const message = `Scale-down: removing node ${nodeName}, utilization: ${utilization}, pods to reschedule: ${names}`
      events.record('Normal', 'ScaleDown', STATUS_MAP, message)
    },
  }
}
