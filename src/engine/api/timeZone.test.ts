import { describe, expect, test } from 'vitest'
import { timeOfCivil } from '../sim/calendar.ts'
import { parseCronSchedule } from './cronSchedule.ts'
import { inZone, timeZoneOf } from './timeZone.ts'
import { MINUTE } from './units.ts'

const HOUR = 60 * MINUTE

/** UTC, as `3-29 1:30` of 2026. */
const at = (text: string) => {
  const [month, day, hour, minute] = text.split(/[- :]/).map(Number)
  return timeOfCivil({ year: 2026, month: month!, day: day!, hour: hour!, minute: minute! })
}

/** The next starts after a moment, in UTC. */
function starts(schedule: string, zone: string, after: string, count: number): number[] {
  const { next } = inZone(parseCronSchedule(schedule), timeZoneOf(zone)!)
  const times: number[] = []
  for (let time = at(after); times.length < count; times.push(time)) time = next(time)!
  return times
}

describe('C3.1 time zones', () => {
  test.each([
    ['UTC', '1-1 0:00', 0],
    ['Europe/Berlin', '1-1 0:00', 1],
    ['Europe/Berlin', '7-1 0:00', 2],
    ['America/New_York', '7-1 0:00', -4],
    ['Asia/Kolkata', '7-1 0:00', 5.5],
    ['Asia/Calcutta', '7-1 0:00', 5.5],
    ['Australia/Adelaide', '1-1 0:00', 10.5],
    ['Etc/GMT+8', '1-1 0:00', -8],
  ])('%s at %s is %d hours ahead', (name, time, hours) => {
    const ahead = timeZoneOf(name)!.findLast(({ since }) => since <= at(time))!.ahead
    expect(ahead).toBe(hours * HOUR)
  })

  test.each(['Europe/Atlantis', 'europe/berlin', '', 'Local', 'CET+1', '__proto__'])(
    '%j is none',
    (name) => expect(timeZoneOf(name)).toBeUndefined(),
  )

  test('every night at two, by the clocks there', () => {
    expect(starts('0 2 * * *', 'Europe/Berlin', '1-1 0:00', 2)).toEqual([
      at('1-1 1:00'),
      at('1-2 1:00'),
    ])
    expect(starts('0 2 * * *', 'Asia/Tokyo', '1-1 0:00', 1)).toEqual([at('1-1 17:00')])
  })

  test('in the night in which clocks go forward, half past two does not come', () => {
    expect(starts('30 2 * * *', 'Europe/Berlin', '3-28 0:00', 3)).toEqual([
      at('3-28 1:30'),
      at('3-30 0:30'),
      at('3-31 0:30'),
    ])
    // Three o'clock is the moment of the change.
    expect(starts('0 3 * * *', 'Europe/Berlin', '3-28 12:00', 1)).toEqual([at('3-29 1:00')])
  })

  test('in the night in which they go back, half past two comes twice', () => {
    expect(starts('30 2 * * *', 'Europe/Berlin', '10-24 12:00', 3)).toEqual([
      at('10-25 0:30'),
      at('10-25 1:30'),
      at('10-26 1:30'),
    ])
  })

  test('weekdays are those of the place', () => {
    // Sunday evening in New York is Monday in UTC.
    expect(starts('0 20 * * sun', 'America/New_York', '1-1 0:00', 1)).toEqual([at('1-5 1:00')])
  })
})
