import type { Millis } from '../api/units.ts'
import type { Clock } from '../sim/clock.ts'
import { BACKOFF_RESET, FIRST_BACKOFF, LONGEST_BACKOFF } from './settings.ts'

/** Groups that are left alone for a while, as the cloud could not give a machine. */
export interface Backoff {
  failed(group: string): void
  holds(group: string): boolean
  /** When the first group is asked again. */
  nextAt(): Millis | undefined
}

/** 5 min after the first failure, twice as long after each that follows, up to 30 min. */
export function createBackoff(clock: Clock): Backoff {
  const groups = new Map<string, { at: Millis; until: Millis; duration: Millis }>()
  const holds = (group: string) => (groups.get(group)?.until ?? 0) > clock.now

  return {
    holds,
    failed(group) {
      const last = groups.get(group)
      const fresh = !last || last.at + BACKOFF_RESET < clock.now
      const duration = fresh ? FIRST_BACKOFF : Math.min(last.duration * 2, LONGEST_BACKOFF)
      groups.set(group, { at: clock.now, until: clock.now + duration, duration })
    },
    nextAt() {
      const ends = [...groups.values()].map(({ until }) => until).filter((at) => at > clock.now)
      return ends.length > 0 ? Math.min(...ends) : undefined
    },
  }
}
