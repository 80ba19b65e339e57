import { MINUTE, type Millis, SECOND } from '../api/units.ts'

/** `five`: five minutes. `daily`: the same, with the day's seed. `pager`: the one-click world at night. */
export type Mode = 'five' | 'daily' | 'pager'
export const MODES: readonly Mode[] = ['five', 'daily', 'pager']

/** What a game is a function of, beside the moves. */
export interface Round {
  readonly mode: Mode
  /** A whole number from 0 to MOST_SEED. */
  readonly seed: number
}

export const MOST_SEED = 99_999_999

/** What differs between modes. */
export interface GameRules {
  readonly length: Millis
  /** Machines that stand there at the beginning. */
  readonly machines: number
  /** Pods that run on them at the beginning, dealt from machine to machine whatever their shape. */
  readonly running: number
  /** More pods waiting than this, for longer than `patience`, end the round; undefined = never. */
  readonly queueLimit: number | undefined
  readonly patience: Millis
  /** A machine that has stood empty for so long goes back, but for the last; undefined = never. */
  readonly idleReturn: Millis | undefined
  /** A machine costs one point per so many milliseconds. */
  readonly machinePerPoint: Millis
  /** So does a lost pod that waits. */
  readonly lostPerPoint: Millis
  /** Places where machines can stand. */
  readonly slots: number
}

/** Points for a pod that gets its place for the first time. */
export const POINTS_PER_POD = 10
/** A pod that waits costs one point per so many milliseconds; in no mode does a machine cost more. */
export const WAITING_PER_POINT: Millis = 3 * SECOND
/** For so long a dead machine keeps its place. */
export const RUBBLE: Millis = 4 * SECOND

const FIVE: GameRules = {
  length: 5 * MINUTE,
  machines: 2,
  running: 0,
  queueLimit: 12,
  patience: 10 * SECOND,
  idleReturn: 8 * SECOND,
  machinePerPoint: WAITING_PER_POINT,
  lostPerPoint: WAITING_PER_POINT,
  slots: 8,
}

const RULES: Readonly<Record<Mode, GameRules>> = {
  five: FIVE,
  daily: FIVE,
  pager: {
    length: 2 * MINUTE,
    machines: 6,
    running: 24,
    queueLimit: undefined,
    patience: 0,
    idleReturn: undefined,
    // Here machines cost little and people's sleep much.
    machinePerPoint: 12 * SECOND,
    lostPerPoint: SECOND,
    slots: 8,
  },
}

export function rulesOf({ mode }: Round): GameRules {
  return RULES[mode]
}
