import type { Game } from '../../engine/game/game.ts'
import { OPPONENTS, playPolicy } from '../../engine/game/policyPlayer.ts'
import type { Round } from '../../engine/game/round.ts'
import { type Tally, useOf } from '../../engine/game/tally.ts'
import { volumeBound } from '../../engine/game/volumeBound.ts'
import { gameWords as words } from '../words/game.ts'

/** One line of the comparison. */
export interface ResultLine {
  readonly id: string
  readonly name: string
  readonly score: number
  readonly placed: number
  /** Minutes that machines were paid for, all together. */
  readonly machineMinutes: number
  /** Seconds that pods waited, all together; undefined = does not apply, as below. */
  readonly waited?: number
  /** Shares of what the machines offered that were requested. */
  readonly cpu?: number
  readonly memory?: number
}

export function lineOf(id: string, name: string, game: Game): ResultLine {
  const { tally, score } = game
  return {
    id,
    name,
    score: score.total,
    placed: tally.placed,
    machineMinutes: minutes(tally.machineTime),
    waited: waitedSeconds(tally),
    cpu: useOf(tally.cpu),
    memory: useOf(tally.memory),
  }
}

const minutes = (millis: number) => millis / 60_000

function waitedSeconds({ waitTime, downTime }: Tally): number {
  return Math.round((waitTime + downTime) / 1_000)
}

/** How a policy's score grows in the course of a round. */
export interface Pace {
  readonly name: string
  /** Its score at this moment of the round. */
  at(time: number): number
}

/** The first of the opponents, to play against while the round goes on. */
export function paceOf(round: Round): Pace {
  const policy = OPPONENTS[0]!
  const steps: { readonly at: number; readonly score: number }[] = []
  playPolicy(round, policy, (game) => steps.push({ at: game.now, score: game.score.total }))
  return {
    name: words.rivals[policy.id] ?? policy.title,
    at: (time) => steps.findLast((step) => step.at <= time)?.score ?? 0,
  }
}

/** The policies on the same round, one after the other: each takes some milliseconds. */
export async function opponentLines(round: Round): Promise<readonly ResultLine[]> {
  const lines: ResultLine[] = []
  for (const policy of OPPONENTS) {
    // The page answers in between.
    await new Promise((resolve) => setTimeout(resolve))
    lines.push(
      lineOf(policy.id, words.rivals[policy.id] ?? policy.title, playPolicy(round, policy)),
    )
  }
  return lines
}

export function boundLine(round: Round): ResultLine {
  const { score, placed, machineTime } = volumeBound(round)
  return {
    id: 'bound',
    name: words.end.bound,
    score,
    placed,
    machineMinutes: minutes(machineTime),
  }
}

/** What went well, the best first; nothing where nothing did. */
export function praise(
  game: Game,
  you: ResultLine,
  others: readonly ResultLine[],
): readonly string[] {
  const { well } = words.end
  const { tally } = game
  const beaten = others.filter(({ score }) => score < you.score)
  const quick = tally.placed > 20 && you.waited! < tally.placed
  // What waits needs no machine: that is no packing.
  const packed = others.filter(
    (other) => quick && you.placed >= other.placed && you.machineMinutes < other.machineMinutes,
  )
  const names = (lines: readonly ResultLine[]) => lines.map(({ name }) => name)
  return [
    ...(beaten.length > 0 ? [well.beat(names(beaten))] : []),
    ...(packed.length > 0 ? [well.packed(names(packed))] : []),
    ...(quick ? [well.quick] : []),
    ...(tally.finished > 0 ? [well.jobs(tally.finished)] : []),
    ...(tally.lost > 0 && !game.queue.some(({ lost }) => lost) ? [well.healed(tally.lost)] : []),
  ]
}
