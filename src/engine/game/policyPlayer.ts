import { bestFit } from '../scheduler/policies/bestFit.ts'
import { kubernetesBinPacking } from '../scheduler/policies/kubernetesBinPacking.ts'
import { kubernetesDefault } from '../scheduler/policies/kubernetesDefault.ts'
import type { SchedulerPolicy } from '../scheduler/policy.ts'
import { runnable } from '../scheduler/profile.ts'
import { schedulingCycle } from '../scheduler/schedulingCycle.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { createGame, type Game, isMachine } from './game.ts'
import type { Round } from './round.ts'

/** Policies that play the same round, in the order in which they are shown. */
export const OPPONENTS: readonly SchedulerPolicy[] = [
  bestFit,
  kubernetesBinPacking,
  kubernetesDefault,
]

/**
 * Plays a round to its end as a policy would: each waiting pod is tried in the order of the queue as
 * soon as anything has changed, and placed where the scheduling cycle says. Where it fits nowhere and
 * a place is left, a machine is bought for it, as an autoscaler does.
 * @param onStep called whenever something has happened, and been answered
 */
export function playPolicy(
  round: Round,
  policy: SchedulerPolicy,
  onStep: (game: Game) => void = () => {},
): Game {
  const game = createGame(round)
  const random = createRandom(round.seed).fork(policy.id)
  const rules = { profile: runnable(policy.profile), pick: policy.pick, random }
  let start = { index: 0, last: 0 }

  /** Whether the pod at this position got a place. */
  const place = (position: number): boolean => {
    const { nodes } = game.cluster()
    if (nodes.length > 0) {
      const found = schedulingCycle(game.queue[position]!.info, { nodes }, rules, start)
      start = found.next
      if (found.selected !== undefined) {
        const slot = game.slots.findIndex(
          (there) => isMachine(there) && there.name === found.selected,
        )
        return game.drop(slot, position).done === 'placed'
      }
    }
    const free = game.slots.indexOf(undefined)
    return free >= 0 && game.drop(free, position).done === 'placed'
  }

  for (let next = game.nextAt; next !== undefined; next = game.nextAt) {
    game.advance(next)
    for (let position = 0; position < game.queue.length; ) if (!place(position)) position += 1
    onStep(game)
  }
  return game
}
