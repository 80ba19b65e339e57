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
  /** What was added last, while it is due: changes of the pods of one owner come one after the other. */
  let latest: string | undefined
  let latestAt: Millis = 0

  clock.handle(owner, (key) => {
    latest = undefined
    work(key)
  })

  function addAt(key: string, at: Millis, sort?: TimerSort): void {
    if (key === latest && latestAt <= at) return
    const due = clock.dueAt(owner, key)
    const next = due === undefined || due > at ? at : due
    if (next !== due) clock.schedule(owner, key, at, sort)
    latest = key
    latestAt = next
  }

  return {
    add: (key) => addAt(key, clock.now),
    addAt,
    drop(key) {
      latest = undefined
      clock.cancel(owner, key)
    },
  }
}
