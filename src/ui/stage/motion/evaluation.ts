import type { Attempt } from '../../../engine/scheduler/attempt.ts'
import { progress } from '../easing.ts'
import type { LookedAt } from './findings.ts'
import { lookTime, TIMES } from './timings.ts'

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
  /** Opacity of what stands over the rim. */
  readonly shown: number
  /** Opacity of the ghost. */
  readonly ghost: number
  /** Opacity of the machine's pods. */
  readonly pods: number
  /** 0..1: how far the score has counted up; 0 = not shown. */
  readonly counted: number
  /** 0..1: how much of the winner's frame is drawn. */
  readonly framed: number
  /** 0..1: how far the machine has been cleared for the pod. */
  readonly cleared: number
}

/** What painters need to know of a look at the wells, be it played or gone through step by step. */
export interface Look {
  readonly app: number
  /** Cells by resource. */
  readonly heights: Float64Array
  readonly wells: readonly EvaluatedWell[]
  readonly attempt: Attempt
}

/** Pods of a machine that is too full; a machine and its pods that a rule refuses. */
const MISFIT = 0.62
const REFUSED = 0.38

/** How visible the pods of a machine stay that the decision has left behind. */
export function dimOf(looked: LookedAt): number {
  const { verdict } = looked
  if (verdict && verdict.rejectedBy === undefined) return 1
  return isRefused(looked) ? REFUSED : MISFIT
}

/** Not for want of room: a rule says no. */
export function isRefused({ verdict, excess }: LookedAt): boolean {
  return verdict?.rejectedBy !== undefined && !excess.some((cells) => cells > 0)
}

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
  const falling = now >= evaluation.fallAt
  const won = evaluation.attempt.selected !== undefined
  return evaluation.wells.map((well, i) => {
    const seen = progress(elapsed, per * i, TIMES.ghostIn) * out
    const fits = well.verdict !== undefined && well.verdict.rejectedBy === undefined
    const shown = fits && !well.winner && won && falling ? 0 : seen
    const scored = fits && won && !(well.winner && falling)
    return {
      looked: well,
      shown,
      ghost: well.winner && falling ? 0 : shown,
      pods: 1 + (dimOf(well) - 1) * seen,
      // The piece falls through the place where the winner's score stood.
      counted: scored ? progress(elapsed, looked, TIMES.scores) * out : 0,
      framed: well.winner ? progress(elapsed, looked + TIMES.scores, TIMES.winner) * out : 0,
      cleared: 0,
    }
  })
}
