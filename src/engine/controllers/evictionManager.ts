import type { Node, NodeCondition, Pod } from '../api/types.gen.ts'
import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import { evicted } from '../rules/containerStatus.ts'
import {
  availableMemory,
  evictionMessage,
  firstToEvict,
  isUnderPressure,
  memoryUsers,
} from '../rules/memoryPressure.ts'
import { findCondition, withCondition } from '../rules/podStatus.ts'
import { podUsage } from '../rules/podUsage.ts'
import { fromTimestamp, toTimestamp } from '../sim/calendar.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { nameOf, namespaceOf } from '../store/identity.ts'
import type { ControllerContext, HasPower } from './context.ts'

/** The eviction manager looks every 10 s. */
const INTERVAL: Millis = 10 * SECOND
/** --eviction-pressure-transition-period */
const TRANSITION: Millis = 5 * MINUTE

/**
 * The part of every kubelet that keeps its machine from running out of memory. It looks only while
 * pods that say what they use run there.
 */
export function startEvictionManager(
  { store, clock, events }: ControllerContext,
  hasPower: HasPower,
): void {
  const queue = createWorkQueue(clock, 'evictionManager', look)

  store.watch(({ kind, object }) => {
    if (kind !== 'Pod' || podUsage(object, 'memory') === undefined) return
    if (object.spec?.nodeName) plan(object.spec.nodeName)
  })

  function plan(node: string): void {
    queue.addAt(node, (Math.floor(clock.now / INTERVAL) + 1) * INTERVAL)
  }

  function look(name: string): void {
    const node = store.get('Node', '', name)
    if (!node || !hasPower(name)) return
    const users = memoryUsers(store.podsOnNode(name))
    const available = availableMemory(node, users)
    const condition = findCondition(node.status?.conditions, 'MemoryPressure')
    const before = condition?.status === 'True'
    if (isUnderPressure(available)) {
      if (!before) report(node, true)
      const pod = firstToEvict(users)
      if (pod) evict(pod, available)
      plan(name)
    } else if (before) {
      // Not at once, so that it does not come and go.
      const since = fromTimestamp(condition.lastHeartbeatTime ?? '') ?? clock.now
      if (clock.now >= since + TRANSITION) report(node, false)
      else queue.addAt(name, since + TRANSITION)
    }
  }

  function evict(pod: Pod, available: number): void {
    const message = evictionMessage(pod, available)
    const object = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const
    events.record('Warning', 'Evicted', object, message)
    for (const { name } of pod.spec?.containers ?? []) {
      events.record('Normal', 'Killing', object, `Stopping container ${name}`)
    }
    store.update('Pod', evicted(pod, message, clock.now))
    const node = store.get('Node', '', pod.spec?.nodeName ?? '')
    if (node) report(node, true)
  }

  /** Also notes when there was pressure last: lastHeartbeatTime. */
  function report(node: Node, pressure: boolean): void {
    const at = clock.now
    const wanted: NodeCondition = {
      type: 'MemoryPressure',
      status: pressure ? 'True' : 'False',
      reason: pressure ? 'KubeletHasInsufficientMemory' : 'KubeletHasSufficientMemory',
      message: `kubelet has ${pressure ? 'in' : ''}sufficient memory available`,
    }
    const was = findCondition(node.status?.conditions, 'MemoryPressure')?.status === 'True'
    const conditions = withCondition(node.status?.conditions, wanted, at).map((condition) =>
      condition.type === 'MemoryPressure'
        ? { ...condition, lastHeartbeatTime: toTimestamp(at) }
        : condition,
    )
    store.update('Node', { ...node, status: { ...node.status, conditions } })
    if (was === pressure) return
    const reason = pressure ? 'NodeHasInsufficientMemory' : 'NodeHasSufficientMemory'
    const object = { kind: 'Node', namespace: '', name: nameOf(node) } as const
    events.record('Normal', reason, object, `Node ${nameOf(node)} status is now: ${reason}`)
  }
}
