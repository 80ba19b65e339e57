import type { Millis } from '../api/units.ts'
import {
  type HandClock,
  type HeldTimer,
  type HeldTimers,
  TIMER_SORTS,
  type TimerSort,
} from './clock.ts'
import { createTimeline, type Timeline } from './timeline.ts'

interface Entry extends HeldTimer {
  readonly sequence: number
  /** Those of its sort. */
  readonly line: Timeline<Entry>
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
export const createClock = (): HandClock => new QueueClock()

/** A class, so that asking for the time is no look-up: it is asked for several times for every change. */
class QueueClock implements HandClock {
  now: Millis = 0
  readonly #lines: Readonly<Record<TimerSort, Timeline<Entry>>> = {
    consequence: createTimeline(),
    work: createTimeline(),
    beat: createTimeline(),
  }
  readonly #allLines = TIMER_SORTS.map((sort) => this.#lines[sort])
  readonly #owners = new Map<string, Owner>()
  #sequence = 0
  /** The earliest timer, as long as that is known. */
  #earliest: Entry | undefined
  #isKnown = false

  get nextAt(): Millis | undefined {
    return this.#first()?.at
  }

  nextOf(sort: TimerSort): Millis | undefined {
    return this.#lines[sort].first()?.at
  }

  handle(owner: string, handler: (key: string) => void): void {
    this.#setHandler(owner, handler as Owner['handler'])
  }

  timersOf<T>(name: string, handler: (subject: T) => void): HeldTimers<T> {
    const owner = this.#setHandler(name, handler as Owner['handler'])
    return {
      set: (subject, at, sort = 'consequence') => this.#set(owner, subject, at, sort),
      cancel: (timer) => this.#cancel(timer as Entry),
    }
  }

  schedule(name: string, key: string, at: Millis, sort: TimerSort = 'consequence'): void {
    const owner = this.#ownerOf(name)
    const earlier = dueOf(owner, key)
    if (earlier) this.#cancel(earlier)
    else owner.due += 1
    owner.byKey.set(key, this.#set(owner, key, at, sort))
    tidy(owner)
  }

  cancel(name: string, key: string): void {
    const owner = this.#owners.get(name)
    const entry = owner && dueOf(owner, key)
    if (!entry) return
    owner.due -= 1
    this.#cancel(entry)
  }

  dueAt(name: string, key: string): Millis | undefined {
    const owner = this.#owners.get(name)
    return owner && dueOf(owner, key)?.at
  }

  step(limit: Millis): boolean {
    const due = this.#first()
    if (!due || due.at > limit) {
      // An endless limit means "until nothing is left": time stays where the last timer left it.
      if (limit > this.now && Number.isFinite(limit)) this.now = limit
      return false
    }
    due.line.shift()
    this.#isKnown = false
    const { owner, subject } = due
    due.fired = true
    if (owner.byKey.size > 0) owner.due -= 1
    this.now = due.at
    if (!owner.handler) throw new Error(`nobody handles the timers of ${owner.name}`)
    owner.handler(subject as never)
    return true
  }

  #first(): Entry | undefined {
    if (this.#isKnown) return this.#earliest
    let earliest: Entry | undefined
    for (let i = 0; i < this.#allLines.length; i++) {
      const entry = this.#allLines[i]!.first()
      if (entry && (!earliest || before(entry, earliest))) earliest = entry
    }
    this.#earliest = earliest
    this.#isKnown = true
    return earliest
  }

  #ownerOf(name: string): Owner {
    let owner = this.#owners.get(name)
    if (!owner) {
      owner = { name, handler: undefined, byKey: new Map(), due: 0 }
      this.#owners.set(name, owner)
    }
    return owner
  }

  #setHandler(name: string, handler: Owner['handler']): Owner {
    const owner = this.#ownerOf(name)
    if (owner.handler) throw new Error(`timer owner ${name} already has a handler`)
    owner.handler = handler
    return owner
  }

  #set(owner: Owner, subject: unknown, at: Millis, sort: TimerSort): Entry {
    const time = Math.max(at, this.now)
    const line = this.#lines[sort]
    const entry: Entry = {
      at: time,
      sequence: this.#sequence++,
      line,
      owner,
      subject,
      cancelled: false,
      fired: false,
    }
    line.add(entry)
    // Of equal times the one that was set first is the earlier.
    if (this.#isKnown && (this.#earliest === undefined || time < this.#earliest.at)) {
      this.#earliest = entry
    }
    return entry
  }

  #cancel(entry: Entry): void {
    entry.cancelled = true
    if (entry === this.#earliest) this.#isKnown = false
    entry.line.cancelled(entry)
  }
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

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
}
