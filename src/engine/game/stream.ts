import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import type { Random } from '../sim/random.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { appIndex, GAME_APPS } from './apps.ts'
import { type Round, rulesOf } from './round.ts'

/** A pod that comes, whoever plays. */
export interface Deal {
  readonly at: Millis
  /** Index into GAME_APPS. */
  readonly app: number
  /** Of a Job: how long it runs once it has its place. */
  readonly runs?: Millis
}

/** A machine that dies: number floor(draw x machines) of those that are up then, in order of place. */
export interface Death {
  readonly at: Millis
  /** In [0, 1). */
  readonly draw: number
}

/** All that a round brings, in order of time; the same for every player and every policy. */
export interface Stream {
  /** Running at the beginning. */
  readonly running: readonly Deal[]
  readonly deals: readonly Deal[]
  readonly deaths: readonly Death[]
}

/** How often an app comes; by minute from the first one on, the last number holds from then on. */
interface Share {
  readonly app: string
  readonly weights: readonly number[]
  /** No more than so many in a round. */
  readonly most?: number
}

/** Large Jobs and pods that keep apart come when the hands are warm. */
const DAY: readonly Share[] = [
  { app: 'web', weights: [12, 5, 3, 2, 2] },
  { app: 'api', weights: [8, 3, 2, 1, 1] },
  { app: 'cache', weights: [8, 4, 2, 2, 1] },
  { app: 'db', weights: [0, 4, 2, 1, 1], most: 4 },
  { app: 'queue', weights: [28, 30, 32, 32, 34] },
  { app: 'report', weights: [24, 24, 24, 22, 22] },
  { app: 'video', weights: [20, 22, 22, 20, 20] },
  { app: 'train', weights: [0, 4, 6, 7, 7] },
]

const NIGHT: readonly Share[] = [
  { app: 'web', weights: [30] },
  { app: 'api', weights: [20] },
  { app: 'cache', weights: [20] },
  { app: 'db', weights: [8], most: 5 },
  { app: 'queue', weights: [22] },
]

/** Milliseconds from one pod to the next at the full minutes; between them it changes evenly. */
const DAY_PACE: readonly Millis[] = [3_500, 2_800, 2_150, 1_700, 1_350, 1_150]
const NIGHT_PACE: readonly Millis[] = [5_500, 4_200, 3_400]
/** Each distance is drawn from this much less to this much more. */
const JITTER = 0.3

/** When machines die; each moment is moved by up to JITTER_OF_DEATHS. */
const DAY_DEATHS: readonly Millis[] = [75, 140, 195, 240, 278].map((at) => at * SECOND)
const NIGHT_DEATHS: readonly Millis[] = [6, 36, 66, 94].map((at) => at * SECOND)
const JITTER_OF_DEATHS: Millis = 5 * SECOND

/** Pods come until so long before the end. */
const LAST: Millis = SECOND

/** What this round brings. Only the seed decides; `daily` is `five`. */
export function streamOf(round: Round): Stream {
  const rules = rulesOf(round)
  const night = round.mode === 'pager'
  const random = createRandom(round.seed).fork(night ? 'night' : 'day')
  const shares = night ? NIGHT : DAY
  const given = new Map<string, number>()
  const start = random.fork('running')
  const running = Array.from({ length: rules.running }, () =>
    deal(0, start, shares.filter(isService), given),
  )
  const coming = random.fork('deals')
  const deals: Deal[] = []
  let at = night ? 12 * SECOND : SECOND
  while (at <= rules.length - LAST) {
    deals.push(deal(at, coming, shares, given))
    const pace = paceAt(night ? NIGHT_PACE : DAY_PACE, at)
    at += tens(pace * (1 + JITTER * (2 * coming.next() - 1)))
  }
  const dying = random.fork('deaths')
  const deaths = (night ? NIGHT_DEATHS : DAY_DEATHS).map((due) => {
    const moved = due + (2 * dying.next() - 1) * JITTER_OF_DEATHS
    return { at: tens(moved), draw: dying.next() }
  })
  return { running, deals, deaths }
}

function isService({ app }: Share): boolean {
  return GAME_APPS[appIndex(app)]!.kind !== 'Job'
}

function deal(
  at: Millis,
  random: Random,
  shares: readonly Share[],
  given: Map<string, number>,
): Deal {
  const minute = Math.floor(at / MINUTE)
  const weights = shares.map(({ app, weights, most }) =>
    (given.get(app) ?? 0) >= (most ?? Number.POSITIVE_INFINITY)
      ? 0
      : weights[Math.min(minute, weights.length - 1)]!,
  )
  let left = random.below(weights.reduce((sum, weight) => sum + weight, 0))
  const chosen = weights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
  const { app: name } = shares[chosen]!
  given.set(name, (given.get(name) ?? 0) + 1)
  const app = appIndex(name)
  const { runs } = GAME_APPS[app]!
  if (!runs) return { at, app }
  return { at, app, runs: tens(runs[0] + random.next() * (runs[1] - runs[0])) }
}

function paceAt(pace: readonly Millis[], at: Millis): Millis {
  const minutes = Math.min(at / MINUTE, pace.length - 1)
  const from = Math.floor(minutes)
  const next = pace[Math.min(from + 1, pace.length - 1)]!
  return pace[from]! + (next - pace[from]!) * (minutes - from)
}

/** Whole hundredths of a second: the grain of the game's time. */
function tens(millis: number): Millis {
  return Math.round(millis / 10) * 10
}
