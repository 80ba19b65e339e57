import type { CronSchedule } from './cronSchedule.ts'
import { MINUTE, type Millis } from './units.ts'
import { ZONE_CHANGES } from './zones.gen.ts'

/** The clocks of a time zone, change by change; the first entry begins before all times. */
export type TimeZone = readonly {
  /** UTC, from the beginning of 2026 on. */
  readonly since: Millis
  /** What the clocks are ahead of UTC. */
  readonly ahead: Millis
}[]

const known = new Map<string, TimeZone>()

/**
 * A zone of the IANA database by its name, which is case-sensitive; undefined = there is none. After the
 * years that the table knows (zones.gen.ts) the clocks stay as they are.
 */
export function timeZoneOf(name: string): TimeZone | undefined {
  if (known.size === 0) {
    for (const [changes, names] of ZONE_CHANGES) {
      const zone = changes.split(' ').map((change, index) => {
        const [since = '', ahead] = change.split('=')
        return index === 0
          ? { since: Number.NEGATIVE_INFINITY, ahead: Number(since) * MINUTE }
          : { since: Number(since) * MINUTE, ahead: Number(ahead) * MINUTE }
      })
      for (const one of names.split(' ')) known.set(one, zone)
    }
  }
  return known.get(name)
}

/**
 * A schedule by the clocks of a zone, for times in UTC. As in Go's time package, on which robfig/cron rests:
 * a time that is skipped when clocks go forward does not come, one that they show twice comes twice.
 */
export function inZone(schedule: CronSchedule, zone: TimeZone): CronSchedule {
  return {
    ...schedule,
    next(after) {
      let from = after
      for (let index = latestAt(zone, after); index < zone.length; index++) {
        const { ahead } = zone[index]!
        const end = zone[index + 1]?.since ?? Number.POSITIVE_INFINITY
        const local = schedule.next(from + ahead)
        if (local !== undefined && local - ahead < end) return local - ahead
        // What begins with the change itself belongs to the time after it.
        from = end - 1
      }
      return undefined
    },
  }
}

function latestAt(zone: TimeZone, time: Millis): number {
  return zone.findLastIndex(({ since }) => since <= time)
}
