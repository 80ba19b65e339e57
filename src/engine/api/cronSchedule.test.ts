import { describe, expect, it, test } from 'vitest'
import { civilTime, fromTimestamp, toLongTimestamp, toTimestamp } from '../sim/calendar.ts'
import { parseCronSchedule } from './cronSchedule.ts'

const at = (text: string) => fromTimestamp(`${text}:00Z`)!
const next = (schedule: string, from: string, times = 1) => {
  const read = parseCronSchedule(schedule)
  const found: string[] = []
  for (let time: number | undefined = at(from); found.length < times; ) {
    time = read.next(time!)
    if (time === undefined) return 'never'
    found.push(toTimestamp(time).slice(0, 16))
  }
  return found.join(' ')
}

test.each([
  ['* * * * *', '2026-01-01T00:00', 1, '2026-01-01T00:01'],
  ['0 3 * * *', '2026-01-01T03:00', 2, '2026-01-02T03:00 2026-01-03T03:00'],
  ['0 3 * * *', '2026-01-01T02:59', 1, '2026-01-01T03:00'],
  ['*/20 9-10 * * *', '2026-01-01T09:30', 3, '2026-01-01T09:40 2026-01-01T10:00 2026-01-01T10:20'],
  ['50/5 * * * *', '2026-01-01T00:00', 3, '2026-01-01T00:50 2026-01-01T00:55 2026-01-01T01:50'],
  ['0,30 0 * * *', '2026-01-01T00:00', 2, '2026-01-01T00:30 2026-01-02T00:00'],
  ['0 0 * * MON-fri', '2026-01-02T00:00', 2, '2026-01-05T00:00 2026-01-06T00:00'],
  ['0 0 1 JAN,jul *', '2026-01-01T00:00', 2, '2026-07-01T00:00 2027-01-01T00:00'],
  ['0 0 29 2 *', '2026-01-01T00:00', 1, '2028-02-29T00:00'],
  ['59 23 31 2 *', '2026-01-01T00:00', 1, 'never'],
  ['0 0 31 * *', '2026-01-31T00:00', 2, '2026-03-31T00:00 2026-05-31T00:00'],
  ['0 0 ? * ?', '2026-12-31T23:59', 1, '2027-01-01T00:00'],
  // Both days are given: either will do. A step is a day that is given, a star is none.
  ['0 0 13 * 5', '2026-01-01T00:00', 3, '2026-01-02T00:00 2026-01-09T00:00 2026-01-13T00:00'],
  ['0 0 */30 * 1', '2026-01-01T00:00', 2, '2026-01-05T00:00 2026-01-12T00:00'],
  ['@daily', '2026-01-01T00:00', 1, '2026-01-02T00:00'],
  ['@hourly', '2026-01-01T00:00', 1, '2026-01-01T01:00'],
  ['@weekly', '2026-01-01T00:00', 1, '2026-01-04T00:00'],
  ['@every 90m', '2026-01-01T00:00', 2, '2026-01-01T01:30 2026-01-01T03:00'],
] as const)('C3.1 %s after %s: %d are %s', (schedule, from, times, expected) => {
  expect(next(schedule, from, times)).toBe(expected)
})

test.each([
  ['', /fields/],
  ['* * * *', /it has 4 fields instead of five/],
  ['* * * * * *', /it has 6 fields/],
  ['60 * * * *', /the minute 60 is not from 0 to 59/],
  ['* * 0 * *', /the day of the month 0 is not from 1 to 31/],
  ['* * * * 7', /the day of the week 7 is not from 0 to 6/],
  ['5-1 * * * *', /begins after its end/],
  ['*/0 * * * *', /step of \*\/0 must be 1 or more/],
  ['* * * foo *', /"foo" is no number for the month/],
  ['1-2-3 * * * *', /too many hyphens/],
  ['1/2/3 * * * *', /too many slashes/],
  ['@sometimes', /@sometimes is unknown/],
  ['@every tuesday', /no time span/],
  ['TZ=UTC * * * * *', /time zone stands in timeZone/],
])('M2 %s is no schedule', (schedule, why) => {
  expect(() => parseCronSchedule(schedule)).toThrow(why)
})

describe('the calendar', () => {
  it('goes on before time 0', () => {
    expect(civilTime(-60_000)).toEqual({
      year: 2025,
      month: 12,
      day: 31,
      weekday: 3,
      hour: 23,
      minute: 59,
    })
  })

  it('writes times as Go does', () => {
    expect(toLongTimestamp(at('2026-02-28T23:05'))).toBe('Sat, 28 Feb 2026 23:05:00 +0000')
  })
})
