import type { Recovery } from '../protocol.ts'
import type { MachineFact, PodFact } from './facts.ts'
import type { Ledger } from './ledger.ts'
import { createMissedPods, type Loss } from './missedPods.ts'

/** Follows the pods that machines lost with their power, for "2 of 5 pods back". */
export interface RecoveryTracker {
  plugPulled(machine: MachineFact): void
  /** A pod has got its machine, which may be one without power that nobody has missed yet. */
  bound(pod: PodFact): void
  /** The books say something else of a pod than before. */
  changed(pod: PodFact): void
  /**
   * Of all machines together, named after the one whose plug was pulled last. A machine counts from
   * the loss of a pod until it has power again (or is gone) and everything that could come back has;
   * undefined when none counts. Takes time for what has changed since it was asked last, and for machines.
   */
  current(): Recovery | undefined
}

/** Machines whose losses are followed before they are looked through. */
const MOST = 100

export function createRecoveryTracker(
  ledger: Pick<Ledger, 'availability' | 'podsOn'>,
): RecoveryTracker {
  const missed = createMissedPods((pod) => ledger.availability.isDown(pod))
  /** The latest last. */
  const losses = new Map<MachineFact, Loss>()
  let looksAt = MOST

  /** What has been dealt with is no longer followed. */
  function forget(): void {
    missed.settle()
    for (const [machine, loss] of losses) {
      missed.note(loss, isDealtWith(machine))
      if (!loss.counts) drop(machine)
    }
    // Not again for every machine of a zone that dies.
    looksAt = Math.max(MOST, 2 * losses.size)
  }

  function drop(machine: MachineFact): void {
    const loss = losses.get(machine)
    if (loss) missed.drop(loss)
    losses.delete(machine)
  }

  return {
    plugPulled(machine) {
      const pods = ledger
        .podsOn(machine)
        .filter((pod) => pod.occupies && !pod.daemon && !pod.replacedBy)
      if (losses.size >= looksAt) forget()
      drop(machine)
      const loss = missed.open(isDealtWith(machine))
      losses.set(machine, loss)
      for (const pod of pods) missed.add(loss, pod)
    },
    bound(pod) {
      const { machine } = pod
      const loss = losses.size > 0 && machine && losses.get(machine)
      if (!loss || pod.daemon || machine.machine.power) return
      // The next of a pod that is missed here anyway is followed already.
      missed.settle()
      missed.add(loss, pod)
    },
    changed: missed.changed,
    current() {
      if (losses.size === 0) return undefined
      missed.settle()
      let name: string | undefined
      for (const [machine, loss] of losses) {
        missed.note(loss, isDealtWith(machine))
        if (loss.counts) name = machine.machine.name
      }
      return name === undefined ? undefined : { machine: name, ...missed.inAll() }
    },
  }
}

const isDealtWith = ({ machine, gone }: MachineFact): boolean => machine.power || gone
