import type { HandClock } from './sim/clock.ts'

/**
 * One lane's view of the clock that all lanes share: its timers carry the lane's name, so that the
 * earliest timer of all lanes is always the next one to fire.
 */
export function laneClock(clock: HandClock, lane: string): HandClock {
  const names = new Map<string, string>()
  const own = (owner: string) => {
    let name = names.get(owner)
    if (name === undefined) {
      name = `${lane}/${owner}`
      names.set(owner, name)
    }
    return name
  }
  return {
    get now() {
      return clock.now
    },
    get nextAt() {
      return clock.nextAt
    },
    handle: (owner, handler) => clock.handle(own(owner), handler),
    schedule: (owner, key, at, sort) => clock.schedule(own(owner), key, at, sort),
    timersOf: (owner, handler) => clock.timersOf(own(owner), handler),
    nextOf: (sort) => clock.nextOf(sort),
    cancel: (owner, key) => clock.cancel(own(owner), key),
    dueAt: (owner, key) => clock.dueAt(own(owner), key),
    step: (limit) => clock.step(limit),
  }
}
