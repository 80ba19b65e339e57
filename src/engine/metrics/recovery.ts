import { PodFlag, PodState, type Recovery } from '../protocol.ts'
import type { MachineFact, PodFact } from './facts.ts'
import type { Ledger } from './ledger.ts'

/** Follows the pods that machines lost with their power, for "2 of 5 pods back". */
export interface RecoveryTracker {
  plugPulled(machine: MachineFact): void
  /** A pod has got its machine, which may be one without power that nobody has missed yet. */
  bound(pod: PodFact): void
  /**
   * Of all machines together, named after the one whose plug was pulled last. A machine counts from
   * the loss of a pod until it has power again (or is gone) and everything that could come back has;
   * undefined when none counts.
   */
  current(): Recovery | undefined
}

/** Machines whose losses are followed before they are looked through. */
const MOST = 100

interface Loss {
  readonly machine: MachineFact
  /** In order of binding; DaemonSets' pods belong to their machine and are none. */
  readonly pods: PodFact[]
}

export function createRecoveryTracker(
  ledger: Pick<Ledger, 'availability' | 'pods' | 'podsOn'>,
): RecoveryTracker {
  /** The latest last. */
  const losses = new Map<MachineFact, Loss>()
  let looksAt = MOST

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

  /** The pods that are missed, as they are today; none when the machine does not count any more. */
  function missedFrom({ machine, pods }: Loss): readonly PodFact[] {
    const isDealtWith = machine.machine.power || machine.gone
    const missed = pods.filter(
      (pod) => !isGivenUp(latest(pod)) && !(isDealtWith && isLostForGood(pod)),
    )
    return isDealtWith && missed.every(isBack) ? [] : missed.map(latest)
  }

  /** What has been dealt with is no longer followed. */
  function forget(): void {
    for (const loss of losses.values())
      if (missedFrom(loss).length === 0) losses.delete(loss.machine)
    // Not again for every machine of a zone that dies.
    looksAt = Math.max(MOST, 2 * losses.size)
  }

  return {
    plugPulled(machine) {
      const pods = ledger
        .podsOn(machine)
        .filter((pod) => pod.occupies && !pod.daemon && !pod.replacedBy)
      if (losses.size >= looksAt) forget()
      losses.delete(machine)
      losses.set(machine, { machine, pods })
    },
    bound(pod) {
      const loss = losses.size > 0 && pod.machine && losses.get(pod.machine)
      if (!loss || pod.daemon || loss.machine.machine.power) return
      // The next of a pod that is missed here anyway is followed already.
      if (!loss.pods.some((lost) => latest(lost) === pod)) loss.pods.push(pod)
    },
    current() {
      // What had come back on a machine that lost its power afterwards was lost twice, and is one.
      const missed = new Set<PodFact>()
      let name: string | undefined
      for (const loss of [...losses.values()].reverse()) {
        const pods = missedFrom(loss)
        if (pods.length > 0) name ??= loss.machine.machine.name
        for (const pod of pods) missed.add(pod)
      }
      if (name === undefined) return undefined
      return { machine: name, lost: missed.size, back: [...missed].filter(isBack).length }
    },
  }
}

/** Its owner no longer wants it, or nothing makes another one. */
function isGivenUp({ leaving }: PodFact): boolean {
  return leaving === 'wished' || leaving === 'missed'
}
