import * as v from 'valibot'
import type { Game } from '../../engine/game/game.ts'
import {
  type Move,
  ReplayError,
  readMoves,
  replayGame,
  writeMoves,
} from '../../engine/game/moves.ts'
import { MODES, MOST_SEED, type Round } from '../../engine/game/round.ts'
import { pack, unpack } from '../share/pack.ts'

/** The form of codes; another one is not read. */
const VERSION = 1
const PREFIX = 'PF'
export const LONGEST_NAME = 24
/** No result is longer; what is longer is not looked at. */
const LONGEST_CODE = 12_000

const Result = v.object({
  mode: v.picklist(MODES),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_SEED)),
  moves: v.string(),
  score: v.pipe(v.number(), v.integer()),
  name: v.pipe(v.string(), v.maxLength(LONGEST_NAME)),
})

/** A game that was played, as its moves tell it. */
export interface Played {
  readonly name: string
  readonly round: Round
  readonly game: Game
}

export type CodeProblem = 'damaged' | 'newer' | 'impossible' | 'score'

/** One word that carries a whole game: `PF1.` and the round, the moves and a name, packed as links are. */
export async function writeCode(
  { mode, seed }: Round,
  moves: readonly Move[],
  score: number,
  name: string,
): Promise<string> {
  const result = { mode, seed, moves: writeMoves(moves), score, name: tidyName(name) }
  return `${PREFIX}${VERSION}.${await pack(JSON.stringify(result))}`
}

/** What a code tells, after its moves have been played again; or what is wrong with it. */
export async function readCode(code: string): Promise<Played | { readonly problem: CodeProblem }> {
  const [, version, packed] = /^PF(\d{1,4})\.([\w-]+)$/.exec(code) ?? []
  if (packed === undefined || code.length > LONGEST_CODE) return { problem: 'damaged' }
  if (Number(version) > VERSION) return { problem: 'newer' }
  let result: v.InferOutput<typeof Result>
  try {
    result = v.parse(Result, JSON.parse(await unpack(packed)))
  } catch {
    return { problem: 'damaged' }
  }
  const { mode, seed, score, name } = result
  const round = { mode, seed }
  try {
    const game = replayGame(round, readMoves(result.moves))
    return game.score.total === score ? { name: tidyName(name), round, game } : { problem: 'score' }
  } catch (error) {
    if (error instanceof ReplayError) return { problem: 'impossible' }
    throw error
  }
}

/** Codes in a text that somebody has pasted, whatever stands around them; each once. */
export function findCodes(text: string): readonly string[] {
  return [...new Set(text.match(/PF\d{1,4}\.[\w-]*/g) ?? [])]
}

/** On one line, without what cannot be seen. */
function tidyName(name: string): string {
  return name
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
}
