import type { Node, Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { SECOND } from '../api/units.ts'
import { type Cloud, newNode } from '../machine.ts'
import { wantsMachine } from '../rules/unschedulable.ts'
import type { MachineType } from '../scenario.ts'
import type { ControllerContext, ObjectReference } from './context.ts'

const OWNER = 'clusterAutoscaler'
const LOOK = 'look'
const INTERVAL: Millis = 10 * SECOND
/** Upstream's reason for a node group that may not grow. */
const MAX_SIZE_REACHED = 'max node group size reached'

export interface ClusterAutoscalerOptions {
  readonly cloud: Cloud
  /** Types on offer: what upstream calls node groups. */
  readonly buyable: readonly MachineType[]
  readonly maxMachines: number
  /**
   * Why the pod cannot run on this node beside these other pods, in the words of the scheduler's
   * filters; undefined = it can.
   */
  readonly refusal: (pod: Pod, node: Node, others: readonly Pod[]) => readonly string[] | undefined
}

/** A machine that is on its way, with the pods that are expected to go there. */
interface Upcoming {
  readonly node: Node
  readonly pods: Pod[]
}

/**
 * Buys machines for pods that fit nowhere. While there are such pods it looks at full multiples of
 * 10 s, or at once when no type on offer takes time to boot. Pods that fit on machines that are
 * still booting buy nothing. Each of the others buys one more machine: of the types that take it,
 * the cheapest, and among equals the one listed first. As a look without news can change nothing,
 * none is made.
 */
export function startClusterAutoscaler(
  ctx: ControllerContext,
  options: ClusterAutoscalerOptions,
): void {
  const { store, clock, events } = ctx
  const { cloud, buyable, refusal } = options
  const atOnce = buyable.every(({ bootTime }) => bootTime === 0)
  /** Pods that the scheduler has given up for now, by uid, in the order in which it did. */
  const unschedulable = new Map<string, Pod>()
  /** The reason each pod was last told, so that it is told once. */
  const told = new Map<string, string>()

  clock.handle(OWNER, look)

  store.watch(
    (change) => {
      if (change.kind !== 'Pod') return
      const pod = change.object
      const uid = pod.metadata!.uid!
      if (change.type !== 'DELETED' && wantsMachine(pod)) {
        unschedulable.set(uid, pod)
        lookSoon()
      } else {
        unschedulable.delete(uid)
        told.delete(uid)
      }
    },
    ['Pod'],
  )

  // A machine that is ready is news for the scheduler first; where that does not help it says so.
  cloud.watch((_, change) => {
    const lost = change === 'removed' || change === 'powerOff'
    if (lost && unschedulable.size > 0) lookSoon()
  })

  function lookSoon(): void {
    if (clock.dueAt(OWNER, LOOK) !== undefined) return
    const at = atOnce ? clock.now : Math.ceil(clock.now / INTERVAL) * INTERVAL
    clock.schedule(OWNER, LOOK, at)
  }

  function look(): void {
    const upcoming = bootingMachines()
    for (const pod of unschedulable.values()) {
      const expected = upcoming.find(({ node, pods }) => !refusal(pod, node, pods))
      if (expected) expected.pods.push(pod)
      else if (cloud.full)
        tell(
          pod,
          buyable.map(() => MAX_SIZE_REACHED),
        )
      else {
        const bought = buy(pod)
        if (bought) upcoming.push(bought)
      }
    }
  }

  function bootingMachines(): Upcoming[] {
    return cloud
      .machines()
      .filter(({ booting, power }) => booting && power)
      .map((machine) => ({
        node: newNode(machine, cloud.type(machine.type!)!),
        pods: [],
      }))
  }

  function buy(pod: Pod): Upcoming | undefined {
    const reasons: string[] = []
    let best: MachineType | undefined
    for (const type of buyable) {
      const refused = refusal(pod, newNode({ name: type.name }, type), [])
      if (refused) reasons.push(...refused)
      else if (!best || type.pricePerHour < best.pricePerHour) best = type
    }
    if (!best) {
      tell(pod, reasons)
      return undefined
    }
    const { name } = best
    const before = cloud.machines().filter(({ type }) => type === name).length
    const group = `{${name} ${before}->${before + 1} (max: ${options.maxMachines})}`
    events.record(
      'Normal',
      'TriggeredScaleUp',
      reference(pod),
      `pod triggered scale-up: [${group}]`,
    )
    return { node: newNode(cloud.add(best), best), pods: [pod] }
  }

  /** Reasons are counted and sorted as text, as upstream does. */
  function tell(pod: Pod, reasons: readonly string[]): void {
    const counts = new Map<string, number>()
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
    const parts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort()
    const message = `pod didn't trigger scale-up: ${parts.join(', ')}`
    const uid = pod.metadata!.uid!
    if (told.get(uid) === message) return
    told.set(uid, message)
    events.record('Normal', 'NotTriggerScaleUp', reference(pod), message)
  }
}

function reference(pod: Pod): ObjectReference {
  const { namespace = '', name = '' } = pod.metadata ?? {}
  return { kind: 'Pod', namespace, name }
}
