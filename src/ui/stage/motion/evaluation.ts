import type { Attempt, NodeVerdict } from '../../../engine/scheduler/attempt.ts'
import { progress } from '../easing.ts'
import { lookTime, TIMES } from './timings.ts'

/** What the scheduler found out about one well. */
export interface LookedAt {
  readonly node: number
  readonly verdict: NodeVerdict
  /** Too much by this many cells, by resource; 0 = fits. */
  readonly excess: readonly number[]
  readonly winner: boolean
  /** Where the ghost's halves begin, cells by resource. */
  readonly lows: Float64Array
}

/** The scheduler's look at the wells, one after the other, then the scores, then the choice. */
export interface Evaluation {
  readonly row: number
  readonly app: number
  /** Cells by resource. */
  readonly heights: Float64Array
  readonly start: number
  readonly rate: number
  readonly wells: readonly LookedAt[]
  readonly attempt: Attempt
  /** Wall time at which the piece falls, or at which an attempt in vain is over. */
  readonly fallAt: number
  /** Wall time at which nothing of the evaluation is left. */
  readonly end: number
}

/** How an evaluated well looks at this moment. */
export interface EvaluatedWell {
  readonly looked: LookedAt
  /** Opacity of ghost and overshoot. */
  readonly shown: number
  /** Opacity of the machine's pods. */
  readonly pods: number
  /** 0..1: how far the score has counted up; 0 = not shown. */
  readonly counted: number
  /** 0..1: how much of the winner's frame is drawn. */
  readonly framed: number
}

/** Pods of a machine that does not fit, and of one that a rule refuses. */
const MISFIT = 0.38
const REFUSED = 0.62

/** State of every well of an evaluation at `now`. */
export function evaluationAt(evaluation: Evaluation, now: number): EvaluatedWell[] {
  const elapsed = (now - evaluation.start) * evaluation.rate
  const per = lookTime(evaluation.wells.length)
  const looked = per * evaluation.wells.length
  const out =
    1 -
    progress(
      now,
      evaluation.end - TIMES.evaluateOut / evaluation.rate,
      TIMES.evaluateOut / evaluation.rate,
    )
  // From the fall on the ghosts have done their work; the frame stays until the piece has landed.
  const falling = now >= evaluation.fallAt ? 0 : 1
  const won = evaluation.attempt.selected !== undefined
  return evaluation.wells.map((well, i) => {
    const shown = progress(elapsed, per * i, TIMES.ghostIn) * out
    const fits = well.verdict.rejectedBy === undefined
    const over = well.excess.some((cells) => cells > 0)
    const dim = fits ? 1 : over ? MISFIT : REFUSED
    return {
      looked: well,
      shown: fits && !well.winner ? shown * (won ? falling : 1) : shown,
      pods: 1 + (dim - 1) * shown,
      counted: fits && won ? progress(elapsed, looked, TIMES.scores) * out : 0,
      framed: well.winner ? progress(elapsed, looked + TIMES.scores, TIMES.winner) * out : 0,
    }
  })
}
