import { allocatableOf } from '../api/amounts.ts'
import type { Node, Pod } from '../api/types.gen.ts'
import { type Cloud, type Machine, newNode } from '../machine.ts'
import { TO_BE_DELETED } from '../rules/autoscalerTaints.ts'
import type { Store } from '../store/store.ts'
import type { MachineFact, PodFact } from './facts.ts'
import type { ChangeLists } from './ledgerChanges.ts'
import type { NameTable } from './nameTable.ts'

/** The machines of a lane as its books know them. */
export interface MachineBook {
  /** By name, by ordinal. */
  readonly all: ReadonlyMap<string, MachineFact>
  /** Machines with power and at least one pod that is not a DaemonSet's. */
  readonly used: number
  /** The machine that the pod's object names, if it is there. */
  of(pod: Pod, slot: number): MachineFact | undefined
  /** Returns its fact. */
  add(machine: Machine): MachineFact
  remove(fact: MachineFact): void
  /** Its Node has changed. */
  updateNode(node: Node): void
  /** Its power, or whether it is there, has changed. */
  countUse(fact: MachineFact): void
  /** The picture of it has changed, or what is stranded on it. */
  touch(fact: MachineFact): void
  /** Books a pod's requests on its machine (sign 1) or off it (sign -1). */
  book(fact: PodFact, machine: MachineFact, sign: 1 | -1): void
}

export interface MachineBookOptions {
  readonly store: Store
  readonly cloud: Cloud
  readonly zones: NameTable
  readonly changes: ChangeLists
}

export function createMachineBook({
  store,
  cloud,
  zones,
  changes,
}: MachineBookOptions): MachineBook {
  const machines = new Map<string, MachineFact>()
  /** By the number of its name, see `Store.nodeNumber`. */
  const byNumber: (MachineFact | undefined)[] = []
  let rows = 0
  let used = 0

  function add(machine: Machine): MachineFact {
    const type = cloud.kindOf(machine)
    const fact: MachineFact = {
      row: rows++,
      machine,
      allocatable: type ? allocatableOf(newNode(machine, type)) : {},
      requested: { pods: 0 },
      used: 0,
      inUse: false,
      cordoned: false,
      zone: undefined,
      scalingDown: false,
      drainWaits: false,
      notReady: false,
      memoryPressure: false,
      changed: false,
      gone: false,
      stale: true,
    }
    machines.set(machine.name, fact)
    byNumber[store.nodeNumber(machine.name)] = fact
    const node = store.get('Node', '', machine.name)
    if (node) updateNode(node)
    return fact
  }

  function updateNode(node: Node): void {
    const fact = machines.get(node.metadata?.name ?? '')
    if (!fact) return
    fact.allocatable = allocatableOf(node)
    fact.cordoned = node.spec?.unschedulable === true
    const zone = node.metadata?.labels?.['topology.kubernetes.io/zone']
    fact.zone = zone === undefined ? undefined : zones.indexOf(zone)
    fact.scalingDown = node.spec?.taints?.some(({ key }) => key === TO_BE_DELETED) ?? false
    const conditions = node.status?.conditions
    const ready = conditions?.find(({ type }) => type === 'Ready')
    fact.memoryPressure =
      conditions?.some(({ type, status }) => type === 'MemoryPressure' && status === 'True') ??
      false
    fact.notReady = ready !== undefined && ready.status !== 'True'
    touch(fact)
  }

  /** A machine is in use while it has power and holds something; pods that died with it use nothing. */
  function countUse(fact: MachineFact): void {
    const inUse = fact.used > 0 && fact.machine.power && !fact.gone
    if (inUse === fact.inUse) return
    fact.inUse = inUse
    used += inUse ? 1 : -1
  }

  function touch(fact: MachineFact): void {
    fact.stale = true
    changes.machine(fact)
  }

  return {
    all: machines,
    get used() {
      return used
    },
    of(pod, slot) {
      const name = pod.spec?.nodeName
      if (!name) return undefined
      // By now it may have been bound again, or be gone.
      const isLatest = store.at('Pod', slot) === pod
      return byNumber[isLatest ? store.nodeOfPod(slot) : store.nodeNumber(name)]
    },
    add,
    remove(fact) {
      fact.gone = true
      machines.delete(fact.machine.name)
      byNumber[store.nodeNumber(fact.machine.name)] = undefined
      changes.machineGone(fact)
    },
    updateNode,
    countUse,
    touch,
    book(fact, machine, sign) {
      for (const resource in fact.requests) {
        machine.requested[resource] =
          (machine.requested[resource] ?? 0) + sign * fact.requests[resource]!
      }
      machine.requested.pods! += sign
      if (!fact.daemon) {
        const before = machine.used
        machine.used += sign
        if (before === 0 || machine.used === 0) countUse(machine)
      }
      touch(machine)
    },
  }
}
