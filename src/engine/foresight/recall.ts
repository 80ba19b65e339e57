import type { LaneId } from '../protocol.ts'
import { createReplay } from '../replay.ts'
import type { Attempt } from '../scheduler/attempt.ts'
import type { Simulation } from '../simulation.ts'

const SLICE = 64

/**
 * The attempts of a pod with the verdicts that were not kept: a copy of the run is played from its
 * start, and told to explain this pod. Takes as long as the run took; in slices.
 */
export function* recall(
  simulation: Simulation,
  lane: LaneId,
  uid: string,
): Generator<undefined, readonly Attempt[]> {
  // Told from the start: much may happen in the first moment.
  const copy = createReplay({ ...simulation.settings, explain: uid }, () => simulation.log)
  for (let steps = 1; copy.run.actions < simulation.run.actions; steps++) {
    if (!copy.step(simulation.now)) break
    if (steps % SLICE === 0) yield
  }
  return copy.run.clusters.find(({ id }) => id === lane)?.attempts.of(uid) ?? []
}

/** Whether the nodes that were looked at are known no more, or never were. */
export const isBare = ({ verdicts, nodes = 0 }: Attempt): boolean =>
  verdicts.length === 0 && nodes > 0
