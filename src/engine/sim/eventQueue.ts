import type { Millis } from '../api/units.ts'
import { type HandClock, type HeldTimer, TIMER_SORTS, type TimerSort } from './clock.ts'
import { createTimeline, type Timeline } from './timeline.ts'

interface Entry extends HeldTimer {
  readonly sequence: number
  readonly sort: TimerSort
  readonly owner: Owner
  /** The timer's key, or what it was set for. */
  readonly subject: unknown
  cancelled: boolean
  fired: boolean
}

/** Fewer keys than this are not worth tidying up. */
const FEW = 64

/** Whose timers they are. */
interface Owner {
  readonly name: string
  /** Undefined = nobody has said yet. */
  handler: ((subject: never) => void) | undefined
  /** Those that have a key, and some that have fired or were cancelled: most keys come again. */
  byKey: Map<string, Entry>
  /** How many of them are yet to fire. */
  due: number
}

/**
 * A clock at 0 without timers. Timers of one sort and time stand in a line, in the order of setting: with
 * thousands of pods most timers share their moment with many others. Its `step` throws when a timer is
 * due whose owner has no handler.
 */
export function createClock(): HandClock {
  const lines: Record<TimerSort, Timeline<Entry>> = {
    consequence: createTimeline(),
    work: createTimeline(),
    beat: createTimeline(),
  }
  const owners = new Map<string, Owner>()
  let now: Millis = 0
  let sequence = 0
  /** The earliest timer, as long as that is known. */
  let earliest: Entry | undefined
  let isKnown = false

  function ownerOf(name: string): Owner {
    let owner = owners.get(name)
    if (!owner) {
      owner = { name, handler: undefined, byKey: new Map(), due: 0 }
      owners.set(name, owner)
    }
    return owner
  }

  function setHandler(name: string, handler: Owner['handler']): Owner {
    const owner = ownerOf(name)
    if (owner.handler) throw new Error(`timer owner ${name} already has a handler`)
    owner.handler = handler
    return owner
  }

  function set(owner: Owner, subject: unknown, at: Millis, sort: TimerSort): Entry {
    const time = Math.max(at, now)
    const entry: Entry = {
      at: time,
      sequence,
      sort,
      owner,
      subject,
      cancelled: false,
      fired: false,
    }
    sequence += 1
    lines[sort].add(entry)
    // Of equal times the one that was set first is the earlier.
    if (isKnown && (earliest === undefined || time < earliest.at)) earliest = entry
    return entry
  }

  function cancel(entry: Entry): void {
    entry.cancelled = true
    if (entry === earliest) isKnown = false
    lines[entry.sort].cancelled(entry)
  }

  /** The timer of this key that is yet to fire. */
  function dueOf(owner: Owner, key: string): Entry | undefined {
    const entry = owner.byKey.get(key)
    return entry && !entry.fired && !entry.cancelled ? entry : undefined
  }

  function tidy(owner: Owner): void {
    if (owner.byKey.size < FEW || owner.byKey.size < 2 * owner.due) return
    const kept = [...owner.byKey].filter(([, { fired, cancelled }]) => !fired && !cancelled)
    owner.byKey = new Map(kept)
  }

  function first(): Entry | undefined {
    if (isKnown) return earliest
    earliest = undefined
    for (const sort of TIMER_SORTS) {
      const entry = lines[sort].first()
      if (entry && (!earliest || before(entry, earliest))) earliest = entry
    }
    isKnown = true
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
      setHandler(owner, handler as Owner['handler'])
    },
    timersOf(name, handler) {
      const owner = setHandler(name, handler as Owner['handler'])
      return {
        set: (subject, at, sort = 'consequence') => set(owner, subject, at, sort),
        cancel: (timer) => cancel(timer as Entry),
      }
    },
    schedule(name, key, at, sort = 'consequence') {
      const owner = ownerOf(name)
      const earlier = dueOf(owner, key)
      if (earlier) cancel(earlier)
      else owner.due += 1
      owner.byKey.set(key, set(owner, key, at, sort))
      tidy(owner)
    },
    cancel(name, key) {
      const owner = owners.get(name)
      const entry = owner && dueOf(owner, key)
      if (!entry) return
      owner.due -= 1
      cancel(entry)
    },
    dueAt(name, key) {
      const owner = owners.get(name)
      return owner && dueOf(owner, key)?.at
    },
    step(limit) {
      const due = first()
      if (!due || due.at > limit) {
        // An endless limit means "until nothing is left": time stays where the last timer left it.
        if (limit > now && Number.isFinite(limit)) now = limit
        return false
      }
      lines[due.sort].shift()
      isKnown = false
      const { owner, subject } = due
      due.fired = true
      if (owner.byKey.size > 0) owner.due -= 1
      now = due.at
      if (!owner.handler) throw new Error(`nobody handles the timers of ${owner.name}`)
      owner.handler(subject as never)
      return true
    },
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
}
