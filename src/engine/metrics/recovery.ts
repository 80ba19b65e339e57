import { PodFlag, PodState, type Recovery } from '../protocol.ts'
import type { MachineFact, PodFact } from './facts.ts'
import type { Ledger } from './ledger.ts'

/** Follows the pods that machines lost with their power, for "2 of 5 pods back". */
export interface RecoveryTracker {
  plugPulled(machine: MachineFact): void
  /** A pod has got its machine, which may be one without power that nobody has missed yet. */
  bound(pod: PodFact): void
  /**
   * Of the machine whose plug was pulled last. Undefined when no machine lost a pod, and when the
   * machine has power again (or is gone) and everything that could come back has.
   */
  current(): Recovery | undefined
}

interface Loss {
  readonly machine: MachineFact
  /** In order of binding; DaemonSets' pods belong to their machine and are none. */
  readonly pods: PodFact[]
}

export function createRecoveryTracker(
  ledger: Pick<Ledger, 'availability' | 'pods'>,
): RecoveryTracker {
  /** The latest first. */
  let losses: Loss[] = []

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
      (fact.state === PodState.Running && !ledger.availability.isDown(fact))
    )
  }

  /** Nothing will re-create it. */
  function isLostForGood(pod: PodFact): boolean {
    const fact = latest(pod)
    return (fact.flags & PodFlag.Bare) !== 0 && !ledger.pods.has(fact.uid)
  }

  function recoveryOf({ machine, pods }: Loss): Recovery | undefined {
    const isDealtWith = machine.machine.power || machine.gone
    // What its owner no longer wants is not missed.
    const missed = pods.filter(
      (pod) => latest(pod).leaving !== 'wished' && !(isDealtWith && isLostForGood(pod)),
    )
    const back = missed.filter(isBack).length
    if (missed.length === 0 || (isDealtWith && back === missed.length)) return undefined
    return { machine: machine.machine.name, lost: missed.length, back }
  }

  return {
    plugPulled(machine) {
      const pods = [...machine.pods].filter((pod) => pod.occupies && !pod.daemon && !pod.replacedBy)
      losses = [{ machine, pods }, ...losses.filter((loss) => loss.machine !== machine)]
    },
    bound(pod) {
      const loss = losses.find(({ machine }) => machine === pod.machine)
      if (!loss || pod.daemon || loss.machine.machine.power) return
      // The next of a pod that is missed here anyway is followed already.
      if (!loss.pods.some((lost) => latest(lost) === pod)) loss.pods.push(pod)
    },
    current() {
      for (const loss of losses) {
        const recovery = recoveryOf(loss)
        if (recovery) return recovery
      }
      return undefined
    },
  }
}
