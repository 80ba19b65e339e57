import type { Millis } from '../api/units.ts'
import type { Timer, TimerOwner } from './timer.ts'

/**
 * What somebody who watches may expect of a timer. `consequence`: it follows from what was done and
 * comes to an end by itself. `work`: what containers run for, and what is tried again after their
 * failures; it may take days. `beat`: it comes again and again for as long as nothing changes, or
 * stands in the scenario with its time, or changes nothing that can be seen.
 */
export const TIMER_SORTS = ['consequence', 'work', 'beat'] as const
export type TimerSort = (typeof TIMER_SORTS)[number]

/**
 * Simulated time and what is due. A timer is data, never a closure: `owner` names the component that
 * handles it (see `handle`), `key` says what it is about (an object's uid, say). Scheduling the same
 * owner and key again replaces the earlier timer.
 */
export interface Clock {
  /** Simulated now. */
  readonly now: Millis
  /** Time of the earliest timer, or undefined when nothing is due ever again. */
  readonly nextAt: Millis | undefined
  /** Registers who handles an owner's timers; once per owner, at composition time. */
  handle(owner: string, handler: (key: string) => void): void
  /** Time of the earliest timer of this sort, or undefined. */
  nextOf(sort: TimerSort): Millis | undefined
  /**
   * Sets a timer; `at` earlier than now counts as now. Equal times fire in the order of setting.
   * @param sort what it is for; default `consequence`
   */
  schedule(owner: string, key: string, at: Millis, sort?: TimerSort): void
  cancel(owner: string, key: string): void
  /** When the timer of this owner and key is due, or undefined. */
  dueAt(owner: string, key: string): Millis | undefined
  /**
   * Moves to the earliest timer not later than `limit` and fires it; returns false (and moves to
   * `limit`) when there is none.
   */
  step(limit: Millis): boolean
}

/** The timers of one owner, who holds them in hand instead of naming them. */
export interface HeldTimers {
  /** Whose timers these are: what each of them is made with. */
  readonly owner: TimerOwner
  /** As `Clock.schedule`; replaces what the timer was set to before. */
  set(timer: Timer, at: Millis, sort?: TimerSort): void
  /** Nothing happens if it is not due. */
  cancel(timer: Timer): void
}

/** A clock that also has timers without names: for owners with very many of them. */
export interface HandClock extends Clock {
  /** `handler` is told which timer has fired; all that are set are of its sort. */
  timersOf<T extends Timer>(owner: string, handler: (timer: T) => void): HeldTimers
}
