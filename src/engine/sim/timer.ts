import type { Millis } from '../api/units.ts'
import type { Timeline } from './timeline.ts'

/** The sequence of a timer that is not due. */
export const NOT_DUE = -1

/** Whose timers they are. */
export interface TimerOwner {
  readonly name: string
  /** Told of each that fires; undefined = nobody has said yet what to do then. */
  handler: ((timer: Timer) => void) | undefined
}

/**
 * Something that can be due, at one time at most, and again after that. A clock's queue holds these objects
 * themselves, since there are as many as pods: the clock alone writes what stands here.
 */
export class Timer {
  readonly owner: TimerOwner
  /** When it is due, or was last. */
  at: Millis = 0
  /** Its place in the order in which all timers were set; NOT_DUE = it has fired, was cancelled or never set. */
  sequence = NOT_DUE
  /** Where it was set last. */
  line: Timeline | undefined = undefined

  constructor(owner: TimerOwner) {
    this.owner = owner
  }
}
