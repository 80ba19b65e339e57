import { createRandom } from '../../sim/seededRandom.ts'
import { isMachine } from '../game.ts'
import { GRAIN, type Recording, recordGame } from '../moves.ts'
import type { Round } from '../round.ts'

/** Plays a round as a person might who needs about `think` milliseconds for each pod, by this luck. */
export function playByHand(round: Round, think: number, luck: number): Recording {
  const recording = recordGame(round)
  const { game } = recording
  const random = createRandom(luck)
  while (game.over === undefined) {
    const pause = think * (0.5 + random.next())
    game.advance(game.now + Math.max(GRAIN, Math.round(pause / GRAIN) * GRAIN))
    if (game.queue.length === 0) continue
    const fits = game.slots.flatMap((slot, index) =>
      isMachine(slot) && game.misfit(index) === undefined ? [index] : [],
    )
    const free = game.slots.indexOf(undefined)
    const wanted = fits.length > 0 && random.next() < 0.95 ? fits[random.below(fits.length)]! : free
    // Some moves are mistakes.
    if (wanted < 0 || random.next() < 0.03) recording.hold()
    else recording.drop(random.next() < 0.95 ? wanted : random.below(game.rules.slots))
  }
  return recording
}
