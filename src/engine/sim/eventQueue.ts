import type { Millis } from '../api/units.ts'
import { type HandClock, type HeldTimers, TIMER_SORTS, type TimerSort } from './clock.ts'
import { createTimeline, type Timeline } from './timeline.ts'
import { NOT_DUE, Timer, type TimerOwner } from './timer.ts'

class KeyedTimer extends Timer {
  readonly key: string

  constructor(owner: TimerOwner, key: string) {
    super(owner)
    this.key = key
  }
}

/** Fewer keys than this are not worth tidying up. */
const FEW = 64

interface Owner extends TimerOwner {
  /** Its timers with a key, those that are due and some others: most keys come again. */
  byKey: Map<string, KeyedTimer>
  /** How many of them are due. */
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
  readonly #lines: Readonly<Record<TimerSort, Timeline>> = {
    consequence: createTimeline(),
    work: createTimeline(),
    beat: createTimeline(),
  }
  readonly #allLines = TIMER_SORTS.map((sort) => this.#lines[sort])
  readonly #owners = new Map<string, Owner>()
  #sequence = 0
  /** The earliest timer, as long as that is known. */
  #earliest: Timer | undefined
  #isKnown = false

  get nextAt(): Millis | undefined {
    return this.#first()?.at
  }

  nextOf(sort: TimerSort): Millis | undefined {
    return this.#lines[sort].first()?.at
  }

  handle(name: string, handler: (key: string) => void): void {
    const owner = this.#ownerFor(name)
    owner.handler = (timer) => {
      owner.due -= 1
      handler((timer as KeyedTimer).key)
    }
  }

  timersOf<T extends Timer>(name: string, handler: (timer: T) => void): HeldTimers {
    const owner = this.#ownerFor(name)
    owner.handler = handler as TimerOwner['handler']
    return {
      owner,
      set: (timer, at, sort = 'consequence') => {
        if (timer.sequence !== NOT_DUE) this.#cancel(timer)
        this.#set(timer, at, sort)
      },
      cancel: (timer) => {
        if (timer.sequence !== NOT_DUE) this.#cancel(timer)
      },
    }
  }

  schedule(name: string, key: string, at: Millis, sort: TimerSort = 'consequence'): void {
    const owner = this.#ownerOf(name)
    let timer = owner.byKey.get(key)
    if (timer === undefined) {
      tidy(owner)
      timer = new KeyedTimer(owner, key)
      owner.byKey.set(key, timer)
    }
    if (timer.sequence === NOT_DUE) owner.due += 1
    else this.#cancel(timer)
    this.#set(timer, at, sort)
  }

  cancel(name: string, key: string): void {
    const timer = this.#dueTimer(name, key)
    if (!timer) return
    this.#owners.get(name)!.due -= 1
    this.#cancel(timer)
  }

  dueAt(name: string, key: string): Millis | undefined {
    return this.#dueTimer(name, key)?.at
  }

  step(limit: Millis): boolean {
    const due = this.#first()
    if (!due || due.at > limit) {
      // An endless limit means "until nothing is left": time stays where the last timer left it.
      if (limit > this.now && Number.isFinite(limit)) this.now = limit
      return false
    }
    due.line!.shift()
    this.#isKnown = false
    this.now = due.at
    const { owner } = due
    if (!owner.handler) throw new Error(`nobody handles the timers of ${owner.name}`)
    owner.handler(due)
    return true
  }

  #first(): Timer | undefined {
    if (this.#isKnown) return this.#earliest
    let earliest: Timer | undefined
    for (let i = 0; i < this.#allLines.length; i++) {
      const timer = this.#allLines[i]!.first()
      if (timer && (!earliest || isBefore(timer, earliest))) earliest = timer
    }
    this.#earliest = earliest
    this.#isKnown = true
    return earliest
  }

  #dueTimer(name: string, key: string): Timer | undefined {
    const timer = this.#owners.get(name)?.byKey.get(key)
    return timer && timer.sequence !== NOT_DUE ? timer : undefined
  }

  #ownerOf(name: string): Owner {
    let owner = this.#owners.get(name)
    if (!owner) {
      owner = { name, handler: undefined, byKey: new Map(), due: 0 }
      this.#owners.set(name, owner)
    }
    return owner
  }

  #ownerFor(name: string): Owner {
    const owner = this.#ownerOf(name)
    if (owner.handler) throw new Error(`timer owner ${name} already has a handler`)
    return owner
  }

  #set(timer: Timer, at: Millis, sort: TimerSort): void {
    const time = Math.max(at, this.now)
    const line = this.#lines[sort]
    timer.line = line
    line.add(timer, time, this.#sequence++)
    // Of equal times the one that was set first is the earlier.
    if (this.#isKnown && (this.#earliest === undefined || time < this.#earliest.at)) {
      this.#earliest = timer
    }
  }

  #cancel(timer: Timer): void {
    if (timer === this.#earliest) this.#isKnown = false
    timer.line!.remove(timer)
  }
}

/** Forgets keys that are not due, once they are most of them. */
function tidy(owner: Owner): void {
  if (owner.byKey.size < FEW || owner.byKey.size < 2 * owner.due) return
  owner.byKey = new Map([...owner.byKey].filter(([, { sequence }]) => sequence !== NOT_DUE))
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
}
