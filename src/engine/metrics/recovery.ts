import type { Recovery } from '../protocol.ts'
import { PodState } from '../protocol.ts'
import type { Availability } from './availability.ts'
import type { MachineFact, PodFact } from './facts.ts'

/** Follows the pods of the machine whose plug was pulled last, for "2 of 5 pods back". */
export interface RecoveryTracker {
  plugPulled(machine: MachineFact): void
  /** Undefined before a plug was pulled, and when all is back and the machine, too (or gone). */
  current(): Recovery | undefined
}

export function createRecoveryTracker(availability: Availability): RecoveryTracker {
  let machine: MachineFact | undefined
  let lost: PodFact[] = []

  /** The pod that stands for this one today. */
  function latest(pod: PodFact): PodFact {
    let fact = pod
    while (fact.replacedBy) fact = fact.replacedBy
    return fact
  }

  function isBack(pod: PodFact): boolean {
    const fact = latest(pod)
    return (
      fact.state === PodState.Succeeded ||
      (fact.state === PodState.Running && !availability.isDown(fact))
    )
  }

  return {
    plugPulled(pulled) {
      machine = pulled
      lost = [...pulled.pods].filter((pod) => pod.occupies && !pod.daemon && !pod.replacedBy)
    },
    current() {
      if (!machine) return undefined
      // What its owner no longer wants is not missed.
      const missed = lost.filter((pod) => latest(pod).leaving !== 'wished')
      const back = missed.filter(isBack).length
      const dealtWith = machine.machine.power || machine.gone
      if (dealtWith && back === missed.length) return undefined
      return { machine: machine.machine.name, lost: missed.length, back }
    },
  }
}
