import type { Millis } from './api/units.ts'
import type { HandClock, HeldTimers, TimerSort } from './sim/clock.ts'
import type { Timer } from './sim/timer.ts'

/**
 * One lane's view of the clock that all lanes share: its timers carry the lane's name, so that the
 * earliest timer of all lanes is always the next one to fire.
 */
export const laneClock = (clock: HandClock, lane: string): HandClock => new LaneClock(clock, lane)

class LaneClock implements HandClock {
  readonly #clock: HandClock
  readonly #lane: string
  readonly #names = new Map<string, string>()

  constructor(clock: HandClock, lane: string) {
    this.#clock = clock
    this.#lane = lane
  }

  get now(): Millis {
    return this.#clock.now
  }

  get nextAt(): Millis | undefined {
    return this.#clock.nextAt
  }

  handle(owner: string, handler: (key: string) => void): void {
    this.#clock.handle(this.#own(owner), handler)
  }

  schedule(owner: string, key: string, at: Millis, sort?: TimerSort): void {
    this.#clock.schedule(this.#own(owner), key, at, sort)
  }

  timersOf<T extends Timer>(owner: string, handler: (timer: T) => void): HeldTimers {
    return this.#clock.timersOf(this.#own(owner), handler)
  }

  nextOf(sort: TimerSort): Millis | undefined {
    return this.#clock.nextOf(sort)
  }

  cancel(owner: string, key: string): void {
    this.#clock.cancel(this.#own(owner), key)
  }

  dueAt(owner: string, key: string): Millis | undefined {
    return this.#clock.dueAt(this.#own(owner), key)
  }

  step(limit: Millis): boolean {
    return this.#clock.step(limit)
  }

  #own(owner: string): string {
    let name = this.#names.get(owner)
    if (name === undefined) {
      name = `${this.#lane}/${owner}`
      this.#names.set(owner, name)
    }
    return name
  }
}
