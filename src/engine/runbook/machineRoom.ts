import { allocatableOf, specRequests } from '../api/amounts.ts'
import { type Cloud, type Machine, newNode } from '../machine.ts'
import { isFinished, wasDropped } from '../metrics/podState.ts'
import type { MachineType } from '../scenario.ts'
import type { Insufficient, ResourceAmounts } from '../scheduler/framework.ts'
import type { Store } from '../store/store.ts'

/** What the deploy script knows about room: sums of requests, nothing else. */
export interface MachineRoom {
  /** What does not fit on the machine; empty = it fits. */
  missing(machine: Machine, requests: ResourceAmounts): readonly Insufficient[]
  /** The cheapest type on offer that takes such an app when empty; among equals the first listed. */
  cheapest(types: readonly MachineType[], requests: ResourceAmounts): MachineType | undefined
}

export function createMachineRoom(store: Store, cloud: Cloud): MachineRoom {
  const emptyMachines = new Map<string, ResourceAmounts>()

  function ofType(type: MachineType): ResourceAmounts {
    let amounts = emptyMachines.get(type.name)
    if (!amounts) {
      amounts = allocatableOf(newNode({ name: type.name }, type))
      emptyMachines.set(type.name, amounts)
    }
    return amounts
  }

  function allocatable(machine: Machine): ResourceAmounts {
    const node = store.get('Node', '', machine.name)
    if (node) return allocatableOf(node)
    const type = cloud.type(machine.type ?? '')
    return type ? ofType(type) : {}
  }

  function used(machine: Machine): ResourceAmounts {
    const sum: Record<string, number> = { pods: 0 }
    for (const pod of store.podsOnNode(machine.name)) {
      if (isFinished(pod) && !wasDropped(pod)) continue
      const requests = specRequests(pod)
      for (const name in requests) sum[name] = (sum[name] ?? 0) + requests[name]!
      sum.pods! += 1
    }
    return sum
  }

  return {
    missing: (machine, requests) => shortages(requests, allocatable(machine), used(machine)),
    cheapest: (types, requests) =>
      types
        .filter((type) => shortages(requests, ofType(type), {}).length === 0)
        .reduce<MachineType | undefined>(
          (best, type) => (best && best.pricePerHour <= type.pricePerHour ? best : type),
          undefined,
        ),
  }
}

function shortages(
  requests: ResourceAmounts,
  allocatable: ResourceAmounts,
  used: ResourceAmounts,
): Insufficient[] {
  const asked = { ...requests, pods: 1 }
  return Object.entries(asked)
    .map(([resource, requested]) => ({
      resource,
      requested,
      used: used[resource] ?? 0,
      capacity: allocatable[resource] ?? 0,
    }))
    .filter(({ requested, used: taken, capacity }) => requested > 0 && requested > capacity - taken)
}
