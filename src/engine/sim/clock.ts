import type { Millis } from '../api/units.ts'

/**
 * A timer is data, never a closure, so that a run can be checkpointed and replayed.
 * `owner` names the component that handles it (see `Clock.handle`), `key` says what it is about
 * (an object's uid, say). Scheduling the same owner and key again replaces the earlier timer.
 */
export interface Timer {
  readonly at: Millis
  readonly owner: string
  readonly key: string
}

export interface Clock {
  /** Simulated now. */
  readonly now: Millis
  /** Time of the earliest timer, or undefined when nothing is due ever again. */
  readonly nextAt: Millis | undefined
  /** Registers who handles an owner's timers; once per owner, at composition time. */
  handle(owner: string, handler: (key: string) => void): void
  /** Sets a timer; `at` earlier than now counts as now. Equal times fire in the order of setting. */
  schedule(owner: string, key: string, at: Millis): void
  cancel(owner: string, key: string): void
  /** When the timer of this owner and key is due, or undefined. */
  dueAt(owner: string, key: string): Millis | undefined
  /**
   * Moves to the earliest timer not later than `limit` and fires it; returns false (and moves to
   * `limit`) when there is none.
   */
  step(limit: Millis): boolean
}
