import { MINUTE } from '../api/units.ts'
import type { LaneId, UsageRow } from '../protocol.ts'
import { createReplay } from '../replay.ts'
import type { Simulation } from '../simulation.ts'
import type { Work } from '../work.ts'
import { createRecommender } from './recommend.ts'

/**
 * What the containers of a lane ask for, use and should ask for. Nothing is kept while a run goes on:
 * a copy of it is played from its start and looked at every minute, as upstream's recommender looks,
 * and at the present moment. Takes as long as the run took; in slices.
 */
export function* readUsage(simulation: Simulation, lane: LaneId): Work<readonly UsageRow[]> {
  const copy = createReplay(simulation.settings, () => simulation.log.slice(0, simulation.done))
  const recommender = createRecommender()
  const { now } = simulation
  for (let at = Math.min(MINUTE, now); ; at = Math.min(at + MINUTE, now)) {
    yield* copy.running(at)
    recommender.sample(copy.run.clusters.find(({ id }) => id === lane)!)
    if (at === now) return recommender.rows()
  }
}
