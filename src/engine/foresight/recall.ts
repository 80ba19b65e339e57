import { wayTold } from '../history/wayDone.ts'
import type { LaneId } from '../protocol.ts'
import { createReplay } from '../replay.ts'
import type { Attempt } from '../scheduler/attempt.ts'
import type { Simulation } from '../simulation.ts'
import type { Work } from '../work.ts'

const SLICE = 64

/**
 * The attempts of a pod with the verdicts that were not kept: a copy of the run is played from its
 * start, told to explain this pod, until the latest of them has been made. Takes up to as long as the run
 * took; in slices that tell how far it is.
 * @param latest the `id` of the latest attempt that the run knows of
 */
export function* recall(
  simulation: Simulation,
  lane: LaneId,
  uid: string,
  latest: number,
): Work<readonly Attempt[]> {
  // Told from the start: much may happen in the first moment.
  const copy = createReplay({ ...simulation.settings, explain: uid }, () => simulation.log)
  const { now: to } = simulation
  const { run } = copy
  const told = wayTold(run, to)
  const attempts = run.clusters.find(({ id }) => id === lane)?.attempts
  for (let steps = 1; run.actions < simulation.run.actions; steps++) {
    if (!copy.step(to)) break
    if (steps % SLICE !== 0) continue
    if (attempts?.outcomesOf(uid).at(-1)?.id === latest) break
    yield told()
  }
  return attempts?.of(uid) ?? []
}

/** Whether the nodes that were looked at are known no more, or never were. */
export const isBare = ({ verdicts, nodes = 0 }: Attempt): boolean =>
  verdicts.length === 0 && nodes > 0
