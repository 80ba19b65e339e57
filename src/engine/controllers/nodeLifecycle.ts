import type { Node, NodeCondition } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import {
  noExecuteKey,
  troubleKey,
  withNoExecuteTaint,
  withNoScheduleTaints,
} from '../rules/nodeTaints.ts'
import { findCondition, isReady, withCondition, withPodConditions } from '../rules/podStatus.ts'
import { evictionInterval, readiness, zoneOf, zoneState } from '../rules/zoneDisruption.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { nameOf, namespaceOf } from '../store/identity.ts'
import type { ControllerContext, HasPower } from './context.ts'

/** --node-monitor-grace-period since Kubernetes 1.32: silence for so long means Unknown. */
export const NODE_MONITOR_GRACE_PERIOD: Millis = 50 * SECOND

const GRACE = 'nodeLifecycle/grace'
const ZONES = 'nodeLifecycle/zones'

/** What a node's kubelet reports, and what it turns into when the kubelet falls silent. */
const REPORTED = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready']

/** To be told of changes of power at once, after HasPower answers anew. */
export interface NodeLifecycle {
  /** The machine's last heartbeat was in this instant. */
  powerLost(nodeName: string): void
  powerRestored(nodeName: string): void
  /** The controller has just been started: whoever is silent is given the whole time anew. */
  restarted(): void
}

/**
 * Notices nodes that have fallen silent, marks them and their pods, and taints nodes in trouble,
 * so that nothing is placed there (at once) and pods leave (as fast as its zone's state allows).
 */
export function startNodeLifecycleController(
  { store, clock, events }: ControllerContext,
  hasPower: HasPower,
): NodeLifecycle {
  const grace = createWorkQueue(clock, GRACE, giveUpOn)
  const zones = createWorkQueue(clock, ZONES, taintZones)
  const lastHeartbeat = new Map<string, Millis>()
  /** When a node of the zone was last made to lose its pods. */
  const lastEviction = new Map<string, Millis>()

  store.watch(
    (change) => {
      if (change.kind !== 'Node') return
      const { object: node, previous } = change
      if (change.type === 'DELETED') {
        grace.drop(nameOf(node))
        lastHeartbeat.delete(nameOf(node))
        zones.add('')
        return
      }
      const latest = store.get('Node', '', nameOf(node))
      if (latest) store.update('Node', withNoScheduleTaints(latest, toTimestamp(clock.now)))
      const moved = !previous || zoneOf(previous) !== zoneOf(node)
      if (moved || readiness(previous) !== readiness(node)) zones.add('')
    },
    ['Node'],
  )

  function giveUpOn(nodeName: string): void {
    const node = store.get('Node', '', nodeName)
    if (!node || hasPower(nodeName) || readiness(node) === 'Unknown') return
    let conditions = node.status?.conditions
    for (const type of REPORTED) {
      const known = findCondition(conditions, type)
      if (known || type === 'Ready') {
        conditions = withCondition(conditions, unknown(type, known, nodeName), clock.now)
      }
    }
    store.update('Node', { ...node, status: { ...node.status, conditions } })
    const object = { kind: 'Node', namespace: '', name: nodeName } as const
    events.record('Normal', 'NodeNotReady', object, `Node ${nodeName} status is now: NodeNotReady`)
    markPodsNotReady(nodeName)
  }

  function unknown(
    type: string,
    known: NodeCondition | undefined,
    nodeName: string,
  ): NodeCondition {
    const heartbeat = lastHeartbeat.get(nodeName)
    return {
      type,
      status: 'Unknown',
      reason: known ? 'NodeStatusUnknown' : 'NodeStatusNeverUpdated',
      message: known ? 'Kubelet stopped posting node status.' : 'Kubelet never posted node status.',
      lastHeartbeatTime:
        heartbeat === undefined ? known?.lastHeartbeatTime : toTimestamp(heartbeat),
    }
  }

  function markPodsNotReady(nodeName: string): void {
    for (const pod of store.podsOnNode(nodeName)) {
      if (!isReady(pod)) continue
      store.update('Pod', withPodConditions(pod, [{ type: 'Ready', status: 'False' }], clock.now))
      const object = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const
      events.record('Warning', 'NodeNotReady', object, 'Node is not ready')
    }
  }

  /** Gives nodes in trouble their NoExecute taint when it is their turn, and takes it back. */
  function taintZones(): void {
    const byZone = nodesByZone()
    const states = new Map(
      Array.from(byZone, ([zone, nodes]) => {
        const ready = nodes.filter((node) => readiness(node) === 'True').length
        return [zone, zoneState(ready, nodes.length - ready)] as const
      }),
    )
    // When not one node answers anywhere, it is likelier that the control plane is cut off.
    const cutOff = [...states.values()].every((state) => state === 'FullDisruption')
    for (const [zone, nodes] of byZone) {
      for (const node of nodes) {
        if (noExecuteKey(node) && (cutOff || !troubleKey(node))) setNoExecute(node, undefined)
      }
      if (!cutOff) evictFrom(zone, nodes, evictionInterval(states.get(zone)!, nodes.length))
    }
  }

  function nodesByZone(): ReadonlyMap<string, readonly Node[]> {
    const byZone = new Map<string, Node[]>()
    for (const node of store.list('Node')) {
      const zone = zoneOf(node)
      const nodes = byZone.get(zone)
      if (nodes) nodes.push(node)
      else byZone.set(zone, [node])
    }
    return byZone
  }

  function evictFrom(zone: string, nodes: readonly Node[], interval: Millis | undefined): void {
    const waiting = nodes.filter((node) => {
      const trouble = troubleKey(node)
      return trouble !== undefined && noExecuteKey(node) !== trouble
    })
    // One kind of trouble that turned into another needs no turn.
    for (const node of waiting) if (noExecuteKey(node)) setNoExecute(node, troubleKey(node))
    const next = waiting.filter((node) => !noExecuteKey(node))
    if (interval === undefined) return
    for (const node of next) {
      const last = lastEviction.get(zone)
      const turn = last === undefined ? clock.now : last + interval
      if (turn > clock.now) {
        zones.addAt('', turn)
        return
      }
      lastEviction.set(zone, clock.now)
      setNoExecute(node, troubleKey(node))
    }
  }

  function setNoExecute(node: Node, key: string | undefined): void {
    store.update('Node', withNoExecuteTaint(node, key, toTimestamp(clock.now)))
  }

  return {
    powerLost(nodeName) {
      if (!store.get('Node', '', nodeName)) return
      lastHeartbeat.set(nodeName, clock.now)
      grace.drop(nodeName)
      grace.addAt(nodeName, clock.now + NODE_MONITOR_GRACE_PERIOD)
    },
    powerRestored(nodeName) {
      lastHeartbeat.delete(nodeName)
      grace.drop(nodeName)
    },
    restarted() {
      for (const node of store.list('Node')) {
        const name = nameOf(node)
        if (hasPower(name) || readiness(node) === 'Unknown') continue
        grace.drop(name)
        grace.addAt(name, clock.now + NODE_MONITOR_GRACE_PERIOD)
      }
    },
  }
}
