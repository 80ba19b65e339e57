import type { Millis } from '../api/units.ts'
import { createGame, type DropResult, type Game, type GameEvent } from './game.ts'
import { MODES, MOST_SEED, type Round, rulesOf } from './round.ts'

/** What a player did: dropped the pod in hand on a place, or let it wait. */
export interface Move {
  /** A whole number of hundredths of a second, in milliseconds. */
  readonly at: Millis
  /** 0 to 7, or HOLD. */
  readonly slot: number
}

/** The pod in hand goes to the end of the queue. */
export const HOLD = 8
/** The grain of time of moves. */
export const GRAIN: Millis = 10

/** A game whose moves can be told again. */
export interface Recording {
  readonly game: Game
  readonly moves: readonly Move[]
  /** As of the game. */
  drop(slot: number): DropResult
  hold(): boolean
}

/** A round at its beginning that notes what counted; whoever plays it lets time go in steps of GRAIN. */
export function recordGame(round: Round, onEvent?: (event: GameEvent) => void): Recording {
  const game = createGame(round, onEvent)
  const moves: Move[] = []
  return {
    game,
    moves,
    drop(slot) {
      const result = game.drop(slot)
      if (result.done === 'placed') moves.push({ at: game.now, slot })
      return result
    },
    hold() {
      const held = game.hold()
      if (held) moves.push({ at: game.now, slot: HOLD })
      return held
    },
  }
}

/** Moves that are none of this round: made up, changed, or of another version of the game. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError'
}

/**
 * Plays a round to its end with these moves.
 * @throws ReplayError when a move could not have been made
 */
export function replayGame(round: Round, moves: readonly Move[]): Game {
  if (!MODES.includes(round.mode) || !isWhole(round.seed, MOST_SEED)) {
    throw new ReplayError('there is no such round')
  }
  const { length } = rulesOf(round)
  const game = createGame(round)
  for (const [index, { at, slot }] of moves.entries()) {
    if (!isWhole(at, length) || at % GRAIN !== 0 || at < game.now) {
      throw new ReplayError(`move ${index + 1} has no place in time`)
    }
    game.advance(at)
    const made = slot === HOLD ? game.hold() : game.drop(slot).done === 'placed'
    if (!made) throw new ReplayError(`move ${index + 1} cannot be made`)
  }
  game.advance(length)
  return game
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most
}

/**
 * Moves as a text: for each the time since the last one in hundredths of a second, to the base of 32,
 * and a capital letter for the place (A to H; I = held).
 */
export function writeMoves(moves: readonly Move[]): string {
  let before = 0
  return moves
    .map(({ at, slot }) => {
      const since = (at - before) / GRAIN
      before = at
      return since.toString(32) + String.fromCharCode(FIRST_PLACE + slot)
    })
    .join('')
}

const FIRST_PLACE = 'A'.charCodeAt(0)
/** Nobody makes so many in five minutes. */
const MOST_MOVES = 5_000

/** @throws ReplayError for what `writeMoves` has not written */
export function readMoves(text: string): readonly Move[] {
  const parts = text.match(/[0-9a-v]{1,4}[A-I]/g) ?? []
  if (parts.join('') !== text || parts.length > MOST_MOVES) {
    throw new ReplayError('these are no moves')
  }
  let at = 0
  return parts.map((part) => {
    at += Number.parseInt(part.slice(0, -1), 32) * GRAIN
    return { at, slot: part.charCodeAt(part.length - 1) - FIRST_PLACE }
  })
}
