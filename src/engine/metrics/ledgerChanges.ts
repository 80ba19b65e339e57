import type { MachineFact, PodFact } from './facts.ts'

/** What happened since changes were taken last. */
export interface LedgerChanges {
  /** Each once. */
  readonly pods: readonly PodFact[]
  readonly podsRemoved: readonly number[]
  /** Each once. */
  readonly machines: readonly MachineFact[]
  readonly machinesRemoved: readonly number[]
}

export interface ChangeLists {
  pod(fact: PodFact): void
  podGone(fact: PodFact): void
  machine(fact: MachineFact): void
  machineGone(fact: MachineFact): void
  take(): LedgerChanges
}

interface MutableChanges extends LedgerChanges {
  /** Each once; some of them may be gone. */
  pods: PodFact[]
  /** How many of them. */
  goneChanged: number
  readonly podsRemoved: number[]
  /** Each once; some of them may be gone. */
  machines: MachineFact[]
  readonly machinesRemoved: number[]
}

/** Lists shorter than this are not worth tidying up. */
const FEW = 64

export function createChangeLists(): ChangeLists {
  let changes = noChanges()

  /** Where nobody takes the changes they are not piled up. */
  function forgetChange(): void {
    changes.goneChanged += 1
    if (changes.goneChanged < FEW || 2 * changes.goneChanged < changes.pods.length) return
    changes.pods = changes.pods.filter(({ gone }) => !gone)
    changes.goneChanged = 0
  }

  return {
    pod(fact) {
      if (fact.changed) return
      fact.changed = true
      changes.pods.push(fact)
    },
    podGone(fact) {
      if (fact.changed) forgetChange()
      changes.podsRemoved.push(fact.row)
    },
    machine(fact) {
      if (fact.gone || fact.changed) return
      fact.changed = true
      changes.machines.push(fact)
    },
    machineGone: ({ row }) => void changes.machinesRemoved.push(row),
    take() {
      const taken = changes
      changes = noChanges()
      if (taken.goneChanged > 0) taken.pods = taken.pods.filter(({ gone }) => !gone)
      taken.machines = taken.machines.filter(({ gone }) => !gone)
      for (const fact of taken.pods) fact.changed = false
      for (const fact of taken.machines) fact.changed = false
      return taken
    },
  }
}

function noChanges(): MutableChanges {
  return { pods: [], goneChanged: 0, podsRemoved: [], machines: [], machinesRemoved: [] }
}
