import type { Millis } from '../api/units.ts'
import type { Clock } from '../sim/clock.ts'

/**
 * Counts the apps of one lane that do not serve, and for how long. An app goes down when its
 * machine loses power (or when it is put on a machine that has none) and is up again when it is
 * ready, there or elsewhere. `lost` is exact: a whole number of app-milliseconds.
 */
export interface Availability {
  /** Returns whether that changed anything. */
  setDown(app: object, down: boolean): boolean
  isDown(app: object): boolean
  readonly down: number
  /** App-minutes lost from the start of the run until now. */
  readonly appMinutesLost: number
}

const MILLIS_PER_MINUTE = 60_000

export function createAvailability(clock: Clock): Availability {
  const down = new Set<object>()
  let lost: Millis = 0
  let since: Millis = clock.now

  /** Everything that was down stayed so since the last change. */
  function settle(): void {
    lost += down.size * (clock.now - since)
    since = clock.now
  }

  return {
    setDown(app, isDown) {
      if (down.has(app) === isDown) return false
      settle()
      if (isDown) down.add(app)
      else down.delete(app)
      return true
    },
    isDown: (app) => down.has(app),
    get down() {
      return down.size
    },
    get appMinutesLost() {
      settle()
      return lost / MILLIS_PER_MINUTE
    },
  }
}
