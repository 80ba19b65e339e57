import type { Millis } from '../api/units.ts'
import type { Clock, TimerSort } from './clock.ts'

/**
 * A controller's to-do list: keys of objects to look at, each at most once at a time. Work is done
 * by a timer, never inside the store's delivery of changes, so that a controller always sees a
 * store whose changes it has been told.
 */
export interface WorkQueue {
  /** Look at it in this instant. */
  add(key: string): void
  /** Look at it at this time, unless it is due earlier anyway. `sort`: see `Clock.schedule`. */
  addAt(key: string, at: Millis, sort?: TimerSort): void
  drop(key: string): void
}

/** `owner` names the timers; `work` looks at one object, whatever the reason. */
export function createWorkQueue(
  clock: Clock,
  owner: string,
  work: (key: string) => void,
): WorkQueue {
  clock.handle(owner, work)

  function addAt(key: string, at: Millis, sort?: TimerSort): void {
    const due = clock.dueAt(owner, key)
    if (due === undefined || due > at) clock.schedule(owner, key, at, sort)
  }

  return {
    add: (key) => addAt(key, clock.now),
    addAt,
    drop: (key) => clock.cancel(owner, key),
  }
}
