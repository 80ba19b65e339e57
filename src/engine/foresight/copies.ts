import type { Millis } from '../api/units.ts'
import { wayTold } from '../history/wayDone.ts'
import type { LaneId, Progress } from '../protocol.ts'
import { createReplay, type Replay } from '../replay.ts'
import type { Simulation } from '../simulation.ts'
import type { Work } from '../work.ts'

/** Timers per slice: a few milliseconds of work. */
const SLICE = 64

/**
 * Copies of a run, on which one may look ahead. A copy is made by replaying; one that stands at or
 * before the present is kept, so that the next is made in little time. Everything that may take long
 * is a generator whose steps are slices of work.
 */
export interface Copies {
  /**
   * A copy that stands where the run stands; it is the caller's.
   * @param to what is told is how far it is on the way to this moment; the present if absent
   */
  take(to?: Millis): Work<TakenCopy>
  /** A copy that was only run on, without other commands than the log's, can be of use again. */
  giveBack(copy: Replay): void
  /** Brings a copy to the present, so that the next `take` has nothing to do; not after one that was left. */
  prepare(): Work<void>
  /**
   * How many actions (see `Run.actions`) the run has done just before the lane's attempt of this id,
   * which may be yet to come; undefined = there is none.
   */
  actionsBefore(lane: LaneId, attempt: number): Work<number | undefined>
}

export interface TakenCopy {
  readonly copy: Replay
  /** How far it is on the way that was asked for. */
  readonly told: () => Progress
}

export function createCopies(simulation: Simulation): Copies {
  let kept: Replay | undefined
  /** The latest `take` came to its end: another one is likely. */
  let wanted = false

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

  function* caughtUp(to: Millis): Work<TakenCopy> {
    let copy: Replay | undefined
    let told!: () => Progress
    for (let steps = 1; ; steps++) {
      if (!kept || !isFaithful(kept) || isAhead(kept)) {
        kept = createReplay(simulation.settings, () => simulation.log)
      }
      if (copy !== kept) {
        copy = kept
        told = wayTold(copy.run, to)
      }
      if (copy.run.actions === simulation.run.actions) return { copy, told }
      if (!copy.step(simulation.now)) throw new Error('A copy of the run has gone another way.')
      if (steps % SLICE === 0) yield told()
    }
  }

  function* take(to = simulation.now): Work<TakenCopy> {
    wanted = false
    const taken = yield* caughtUp(to)
    wanted = true
    kept = undefined
    return taken
  }

  return {
    take,
    giveBack(copy) {
      kept = copy
    },
    *prepare() {
      // One that is ahead has looked at what comes next, and is of use when that has come.
      if (!wanted || (kept && isFaithful(kept) && isAhead(kept))) return
      for (const _ of caughtUp(simulation.now)) {
        yield
        if (!wanted) return
      }
    },
    *actionsBefore(lane, attempt) {
      const known = simulation.run.actionsBefore(lane, attempt)
      if (known !== undefined) return known
      const copy = kept && isFaithful(kept) ? kept : (yield* take()).copy
      kept = undefined
      for (let steps = 1; copy.run.actionsBefore(lane, attempt) === undefined; steps++) {
        if (!copy.step(Number.POSITIVE_INFINITY)) return undefined
        if (steps % SLICE === 0) yield undefined
      }
      kept = copy
      return copy.run.actionsBefore(lane, attempt)
    },
  }
}
