import type { LaneId } from '../protocol.ts'
import { createReplay, type Replay } from '../replay.ts'
import type { Simulation } from '../simulation.ts'

/** Timers per slice: a few milliseconds of work. */
const SLICE = 64

/**
 * Copies of a run, on which one may look ahead. A copy is made by replaying; one that stands at or
 * before the present is kept, so that the next is made in little time. Everything that may take long
 * is a generator whose steps are slices of work.
 */
export interface Copies {
  /** A copy that stands where the run stands; it is the caller's. */
  take(): Generator<undefined, Replay>
  /** A copy that was only run on, without other commands than the log's, can be of use again. */
  giveBack(copy: Replay): void
  /** Brings a copy to the present, so that the next `take` has nothing to do. */
  prepare(): Generator<undefined, void>
  /**
   * How many actions (see `Run.actions`) the run has done just before the lane's attempt of this id,
   * which may be yet to come; undefined = there is none.
   */
  actionsBefore(lane: LaneId, attempt: number): Generator<undefined, number | undefined>
}

export function createCopies(simulation: Simulation): Copies {
  let kept: Replay | undefined

  /** It has done what the run does, so far as either has gone. */
  function isFaithful({ settings, done, run, next }: Replay): boolean {
    const { log } = simulation
    return (
      settings === simulation.settings &&
      done.every((command, index) => command === log[index]) &&
      (next === undefined || next.at >= run.now)
    )
  }

  function isAhead({ run }: Replay): boolean {
    return run.actions > simulation.run.actions
  }

  function* caughtUp(): Generator<undefined, Replay> {
    for (let steps = 1; ; steps++) {
      if (!kept || !isFaithful(kept) || isAhead(kept)) {
        kept = createReplay(simulation.settings, () => simulation.log)
      }
      if (kept.run.actions === simulation.run.actions) return kept
      if (!kept.step(simulation.now)) throw new Error('A copy of the run has gone another way.')
      if (steps % SLICE === 0) yield
    }
  }

  function* take(): Generator<undefined, Replay> {
    const copy = yield* caughtUp()
    kept = undefined
    return copy
  }

  return {
    take,
    giveBack(copy) {
      kept = copy
    },
    *prepare() {
      // One that is ahead has looked at what comes next, and is of use when that has come.
      if (kept && isFaithful(kept) && isAhead(kept)) return
      yield* caughtUp()
    },
    *actionsBefore(lane, attempt) {
      const known = simulation.run.actionsBefore(lane, attempt)
      if (known !== undefined) return known
      const copy = kept && isFaithful(kept) ? kept : yield* take()
      kept = undefined
      for (let steps = 1; copy.run.actionsBefore(lane, attempt) === undefined; steps++) {
        if (!copy.step(Number.POSITIVE_INFINITY)) return undefined
        if (steps % SLICE === 0) yield
      }
      kept = copy
      return copy.run.actionsBefore(lane, attempt)
    },
  }
}
