import type { LaneMetrics, ResourceUse } from '../protocol.ts'
import { freeOn, isUp, type MachineFact } from './facts.ts'
import type { Ledger } from './ledger.ts'
import { strandedAmounts } from './stranded.ts'

/** What machines offer, hold and strand, worked out anew only for machines or shapes that changed. */
export interface StrandedCache {
  /** For each resource of the run, in order; 0 on a machine without power: nothing is free there. */
  of(machine: MachineFact): readonly number[]
  /** Adds a machine's allocatable, requested and stranded amounts, R each, to the sums. */
  addTo(sums: Float64Array, machine: MachineFact): void
  /** Grows when the known shapes changed, so that any machine's answer may differ. */
  readonly version: number
}

interface Known {
  /** Of the shapes. */
  readonly version: number
  readonly stranded: readonly number[]
  /** Allocatable, requested, stranded. */
  readonly amounts: Float64Array
}

export function createStrandedCache(ledger: Ledger, resources: readonly string[]): StrandedCache {
  /** By the machine's row. */
  const known: (Known | undefined)[] = []
  const nothing = resources.map(() => 0)
  let version = -1
  let shapes: readonly Readonly<Record<string, number>>[] = []

  function look(machine: MachineFact): Known {
    if (version !== ledger.shapes.version) {
      version = ledger.shapes.version
      shapes = [...ledger.shapes.values()]
    }
    const before = known[machine.row]
    if (before && before.version === version && !machine.stale) return before
    const stranded = isUp(machine) ? strandedAmounts(resources, freeOn(machine), shapes) : nothing
    const { allocatable, requested } = machine
    const amounts = Float64Array.of(
      ...resources.map((resource) => allocatable[resource] ?? 0),
      ...resources.map((resource) => requested[resource] ?? 0),
      ...stranded,
    )
    const now = { version, stranded, amounts }
    known[machine.row] = now
    machine.stale = false
    return now
  }

  return {
    get version() {
      return ledger.shapes.version
    },
    of: (machine) => look(machine).stranded,
    addTo(sums, machine) {
      const { amounts } = look(machine)
      for (let i = 0; i < amounts.length; i++) sums[i]! += amounts[i]!
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
  const width = resources.length
  const sums = new Float64Array(3 * width)
  let machinesUp = 0
  let costPerHour = 0
  for (const machine of ledger.machines.values()) {
    costPerHour += machine.machine.pricePerHour
    // One that boots is not dead, and offers nothing yet.
    if (machine.machine.power) machinesUp += 1
    if (!isUp(machine)) continue
    stranded.addTo(sums, machine)
  }
  return {
    machines: ledger.machines.size,
    machinesUp,
    machinesUsed: ledger.machinesUsed,
    costPerHour,
    pending: ledger.pending,
    down: ledger.availability.down,
    appMinutesLost: ledger.availability.appMinutesLost,
    resources: resources.map((_, r) =>
      resourceUse({
        allocatable: sums[r]!,
        requested: sums[width + r]!,
        stranded: sums[2 * width + r]!,
      }),
    ),
  }
}

function resourceUse(sum: Omit<ResourceUse, 'idle'>): ResourceUse {
  const free = Math.max(0, sum.allocatable - sum.requested)
  return { ...sum, idle: Math.max(0, free - sum.stranded) }
}
