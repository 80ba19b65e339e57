import type { Node, NodeCondition } from '../api/types.gen.ts'
import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import { evicted } from '../rules/containerStatus.ts'
import {
  availableMemory,
  evictionMessage,
  firstToEvict,
  isUnderPressure,
  type MemoryUser,
  memoryUsers,
  timeUntilPressure,
} from '../rules/memoryPressure.ts'
import { runningTogether, statusOf } from '../rules/podContainers.ts'
import { findCondition, withCondition } from '../rules/podStatus.ts'
import { saysMemory } from '../rules/podUsage.ts'
import { fromTimestamp, toTimestamp } from '../sim/calendar.ts'
import type { TimerSort } from '../sim/clock.ts'
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

  store.watch(
    ({ object }) => {
      if (!saysMemory(object)) return
      if (object.spec?.nodeName) plan(object.spec.nodeName)
    },
    ['Pod'],
    { pods: ({ annotated }) => annotated },
  )

  /** At the first look after that. */
  function plan(node: string, from = clock.now, sort?: TimerSort): void {
    queue.addAt(node, (Math.floor(from / INTERVAL) + 1) * INTERVAL, sort)
  }

  function look(name: string): void {
    const node = store.get('Node', '', name)
    if (!node || !hasPower(name)) return
    const users = memoryUsers(store.podsOnNode(name), clock.now)
    const available = availableMemory(node, users)
    const condition = findCondition(node.status?.conditions, 'MemoryPressure')
    const before = condition?.status === 'True'
    if (isUnderPressure(available)) {
      if (!before) report(node, true)
      const user = firstToEvict(users)
      if (user) evict(user, available)
      plan(name)
      return
    }
    // Leaks: nothing changes until then, and nobody has to look.
    const full = timeUntilPressure(available, users)
    if (full !== undefined) plan(name, clock.now + full, 'work')
    if (before) {
      // Not at once, so that it does not come and go.
      const since = fromTimestamp(condition.lastHeartbeatTime ?? '') ?? clock.now
      if (clock.now >= since + TRANSITION) report(node, false)
      else queue.addAt(name, since + TRANSITION)
    }
  }

  function evict(user: MemoryUser, available: number): void {
    const { pod } = user
    const message = evictionMessage(user, available)
    const object = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const
    events.record('Warning', 'Evicted', object, message)
    for (const { name } of runningTogether(pod)) {
      if (!statusOf(pod, name)?.state?.running) continue
      events.record('Normal', 'Killing', object, `Stopping container ${name}`)
    }
    store.updateStatus('Pod', pod, evicted(pod, message, clock.now))
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
