import type { Millis } from '../api/units.ts'
import { type Clock, TIMER_SORTS, type Timer, type TimerSort } from './clock.ts'
import { createTimeline, type Timeline } from './timeline.ts'

interface Entry extends Timer {
  readonly sequence: number
  readonly sort: TimerSort
  cancelled: boolean
}

/**
 * A clock at 0 without timers. Timers of one sort and time stand in a line, in the order of setting: with
 * thousands of pods most timers share their moment with many others. Its `step` throws when a timer is
 * due whose owner has no handler.
 */
export function createClock(): Clock {
  const lines: Record<TimerSort, Timeline<Entry>> = {
    consequence: createTimeline(),
    work: createTimeline(),
    beat: createTimeline(),
  }
  const timers = new Map<string, Map<string, Entry>>()
  const handlers = new Map<string, (key: string) => void>()
  let now: Millis = 0
  let sequence = 0

  function cancel(entry: Entry): void {
    entry.cancelled = true
    lines[entry.sort].cancelled(entry)
  }

  function first(): Entry | undefined {
    let earliest: Entry | undefined
    for (const sort of TIMER_SORTS) {
      const entry = lines[sort].first()
      if (entry && (!earliest || before(entry, earliest))) earliest = entry
    }
    return earliest
  }

  return {
    get now() {
      return now
    },
    get nextAt() {
      return first()?.at
    },
    nextOf: (sort) => lines[sort].first()?.at,
    handle(owner, handler) {
      if (handlers.has(owner)) throw new Error(`timer owner ${owner} already has a handler`)
      handlers.set(owner, handler)
    },
    schedule(owner, key, at, sort = 'consequence') {
      let mine = timers.get(owner)
      if (!mine) {
        mine = new Map()
        timers.set(owner, mine)
      }
      const earlier = mine.get(key)
      if (earlier) cancel(earlier)
      const entry = { at: Math.max(at, now), owner, key, sequence, sort, cancelled: false }
      sequence += 1
      mine.set(key, entry)
      lines[sort].add(entry)
    },
    cancel(owner, key) {
      const mine = timers.get(owner)
      const entry = mine?.get(key)
      if (!entry) return
      mine!.delete(key)
      cancel(entry)
    },
    dueAt(owner, key) {
      return timers.get(owner)?.get(key)?.at
    },
    step(limit) {
      const due = first()
      if (!due || due.at > limit) {
        // An endless limit means "until nothing is left": time stays where the last timer left it.
        if (limit > now && Number.isFinite(limit)) now = limit
        return false
      }
      lines[due.sort].shift()
      timers.get(due.owner)!.delete(due.key)
      now = due.at
      const handler = handlers.get(due.owner)
      if (!handler) throw new Error(`nobody handles the timers of ${due.owner}`)
      handler(due.key)
      return true
    },
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
}
