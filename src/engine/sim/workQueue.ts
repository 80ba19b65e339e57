import type { Millis } from '../api/units.ts'
import type { Clock } from './clock.ts'

/**
 * A controller's to-do list: keys of objects to look at, each at most once at a time. Work is done
 * by a timer, never inside the store's delivery of changes, so that a controller always sees a
 * store whose changes it has been told.
 */
export interface WorkQueue {
  /** Look at it in this instant. */
  add(key: string): void
  /** Look at it at this time, unless it is due earlier anyway. */
  addAt(key: string, at: Millis): void
  drop(key: string): void
}

/** `owner` names the timers; `work` looks at one object, whatever the reason. */
export function createWorkQueue(
  clock: Clock,
  owner: string,
  work: (key: string) => void,
): WorkQueue {
  clock.handle(owner, work)

  function addAt(key: string, at: Millis): void {
    const due = clock.dueAt(owner, key)
    if (due === undefined || due > at) clock.schedule(owner, key, at)
  }

  return {
    add: (key) => addAt(key, clock.now),
    addAt,
    drop: (key) => clock.cancel(owner, key),
  }
}
