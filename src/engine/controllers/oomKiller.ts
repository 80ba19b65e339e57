import type { Node, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import {
  availableMemory,
  type MemoryUser,
  memoryUsers,
  timeUntil,
} from '../rules/memoryPressure.ts'
import { firstToKill, processName, whenAllocated } from '../rules/outOfMemory.ts'
import { statusOf } from '../rules/podContainers.ts'
import { saysMemory } from '../rules/podUsage.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { nameOf, uidOf } from '../store/identity.ts'
import type { ControllerContext, HasPower } from './context.ts'

/** A container that has just started has what it wants of memory so long after. */
const ALLOCATION: Millis = 2 * SECOND
/** Linux numbers processes up to that. */
const MOST_PROCESSES = 32_768

/**
 * The kernel of every machine: when all memory is taken it kills a container, at once. The kubelet's
 * eviction manager, which looks every 10 s, comes too late for that; it only reports it (SystemOOM,
 * pkg/kubelet/oom/oom_watcher_linux.go).
 * @param kill tells the kubelet of a container that is dead
 */
export function startOomKiller(
  ctx: ControllerContext,
  hasPower: HasPower,
  kill: (pod: Pod, container: string) => void,
): void {
  const { store, clock, events } = ctx
  const processes = ctx.random.fork('oomKiller')
  const queue = createWorkQueue(clock, 'oomKiller', look)

  store.watch(
    ({ object }) => {
      if (!saysMemory(object)) return
      if (object.spec?.nodeName) queue.add(object.spec.nodeName)
    },
    ['Pod'],
    { pods: ({ annotated }) => annotated },
  )

  function look(name: string): void {
    const node = store.get('Node', '', name)
    if (!node || !hasPower(name)) return
    const users = memoryUsers(store.podsOnNode(name), clock.now)
    const available = availableMemory(node, users)
    const left = timeUntil(0, available, users)
    // Who uses all there is to the last byte, and no more, is left alone.
    const full = available < 0 || (left === 0 && users.some(isGrowing))
    if (!full) {
      if (left !== undefined && left > 0) queue.addAt(name, clock.now + left, 'work')
      return
    }
    const allocated = whenAllocated(users, ALLOCATION)
    if (allocated > clock.now) queue.addAt(name, allocated)
    else killOne(node, users)
  }

  function killOne(node: Node, users: readonly MemoryUser[]): void {
    const victim = firstToKill(node, users)
    if (!victim) return
    const { pod, container } = victim
    const times = statusOf(pod, container.name)
    const pid = processes
      .fork(`${uidOf(pod)} ${container.name} ${times?.restartCount ?? 0}`)
      .below(MOST_PROCESSES)
    const what = `victim process: ${processName(container)}, pid: ${pid + 1}`
    const object = { kind: 'Node', namespace: '', name: nameOf(node) } as const
    events.record('Warning', 'SystemOOM', object, `System OOM encountered, ${what}`)
    // The change brings the machine back here.
    kill(pod, container.name)
  }
}

const isGrowing = ({ uses }: MemoryUser) => uses.some(({ growth }) => growth > 0)
