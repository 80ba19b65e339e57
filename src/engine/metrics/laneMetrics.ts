import type { LaneMetrics, ResourceUse } from '../protocol.ts'
import { freeOn, isUp, type MachineFact } from './facts.ts'
import type { Ledger } from './ledger.ts'
import { strandedAmounts } from './stranded.ts'

/** Stranded amounts per machine, worked out anew only for machines or shapes that changed. */
export interface StrandedCache {
  /** For each resource of the run, in order; 0 on a machine without power: nothing is free there. */
  of(machine: MachineFact): readonly number[]
  /** Grows when the known shapes changed, so that any machine's answer may differ. */
  readonly version: number
}

export function createStrandedCache(ledger: Ledger, resources: readonly string[]): StrandedCache {
  const amounts = new WeakMap<MachineFact, readonly number[]>()
  let version = -1
  let shapes: readonly Readonly<Record<string, number>>[] = []
  let fresh = new WeakSet<MachineFact>()

  return {
    get version() {
      return ledger.shapes.version
    },
    of(machine) {
      if (version !== ledger.shapes.version) {
        version = ledger.shapes.version
        shapes = [...ledger.shapes.values()]
        fresh = new WeakSet()
      }
      const known = amounts.get(machine)
      if (known && fresh.has(machine) && !machine.stale) return known
      const now = isUp(machine)
        ? strandedAmounts(resources, freeOn(machine), shapes)
        : resources.map(() => 0)
      amounts.set(machine, now)
      fresh.add(machine)
      machine.stale = false
      return now
    },
  }
}

/**
 * The numbers of one lane. Money counts every machine that is paid for, dead and booting ones
 * included. Resources count the machines that are up: a machine without power offers nothing and
 * what lies on it gets nothing, so neither its allocatable nor its pods' requests are in the sums.
 */
export function laneMetrics(
  ledger: Ledger,
  resources: readonly string[],
  stranded: StrandedCache,
): LaneMetrics {
  const sums = resources.map(() => ({ allocatable: 0, requested: 0, stranded: 0 }))
  let machinesUp = 0
  let costPerHour = 0
  for (const machine of ledger.machines.values()) {
    costPerHour += machine.machine.pricePerHour
    if (!isUp(machine)) continue
    machinesUp += 1
    const lost = stranded.of(machine)
    for (let r = 0; r < resources.length; r++) {
      const resource = resources[r]!
      const sum = sums[r]!
      sum.allocatable += machine.allocatable[resource] ?? 0
      sum.requested += machine.requested[resource] ?? 0
      sum.stranded += lost[r]!
    }
  }
  return {
    machines: ledger.machines.size,
    machinesUp,
    machinesUsed: ledger.machinesUsed,
    costPerHour,
    pending: ledger.pending,
    down: ledger.availability.down,
    appMinutesLost: ledger.availability.appMinutesLost,
    resources: sums.map(resourceUse),
  }
}

function resourceUse(sum: Omit<ResourceUse, 'idle'>): ResourceUse {
  const free = Math.max(0, sum.allocatable - sum.requested)
  return { ...sum, idle: Math.max(0, free - sum.stranded) }
}
