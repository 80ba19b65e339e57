import type { Millis } from '../api/units.ts'

/** Simulated time 0 as a day: 2026-01-01, counted in days since 1970-01-01. */
const FIRST_DAY = 20_454
const SECONDS_PER_DAY = 86_400

/**
 * A simulated time as objects carry it: RFC 3339 in UTC with whole seconds, rounded down, as
 * Kubernetes writes metav1.Time. Time 0 is 2026-01-01T00:00:00Z.
 */
export function toTimestamp(time: Millis): string {
  const seconds = Math.floor(time / 1_000)
  // A busy instant writes the same time into thousands of objects: let them share one string.
  if (seconds !== latest.seconds) latest = { seconds, text: format(seconds) }
  return latest.text
}

/** Seconds since 1970, as Unix counts them. */
export function unixSeconds(time: Millis): number {
  return FIRST_DAY * SECONDS_PER_DAY + Math.floor(time / 1_000)
}

let latest = { seconds: Number.NaN, text: '' }

function format(seconds: number): string {
  const { year, month, day } = civilFromDays(FIRST_DAY + Math.floor(seconds / SECONDS_PER_DAY))
  const inDay = ((seconds % SECONDS_PER_DAY) + SECONDS_PER_DAY) % SECONDS_PER_DAY
  const clock = [Math.floor(inDay / 3_600), Math.floor(inDay / 60) % 60, inDay % 60]
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T${clock.map((n) => digits(n, 2)).join(':')}Z`
}

const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** The simulated time of an RFC 3339 timestamp (negative before 2026), or undefined if it is none. */
export function fromTimestamp(text: string): Millis | undefined {
  const match = TIMESTAMP.exec(text)
  if (!match) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number)
  const days = daysFromCivil(year!, month!, day!) - FIRST_DAY
  const seconds = days * SECONDS_PER_DAY + hour! * 3_600 + minute! * 60 + second!
  const fraction = Math.floor(Number(match[7] ?? 0) * 1_000)
  return (seconds - zoneSeconds(match[8]!)) * 1_000 + fraction
}

/** A simulated time as a calendar and a clock on the wall show it; time 0 is 2026-01-01, 00:00. */
export interface CivilTime {
  readonly year: number
  /** From 1. */
  readonly month: number
  /** Of the month, from 1. */
  readonly day: number
  /** 0 = Sunday. */
  readonly weekday: number
  readonly hour: number
  readonly minute: number
}

const MILLIS_PER_MINUTE = 60_000
const MINUTES_PER_DAY = 1_440
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4

/** Seconds are cut off. */
export function civilTime(time: Millis): CivilTime {
  const minutes = Math.floor(time / MILLIS_PER_MINUTE)
  const days = FIRST_DAY + Math.floor(minutes / MINUTES_PER_DAY)
  const inDay = ((minutes % MINUTES_PER_DAY) + MINUTES_PER_DAY) % MINUTES_PER_DAY
  const weekday = (((days + FIRST_WEEKDAY) % 7) + 7) % 7
  return { ...civilFromDays(days), weekday, hour: Math.floor(inDay / 60), minute: inDay % 60 }
}

/** The way back; the day must be one of its month. */
export function timeOfCivil(time: Omit<CivilTime, 'weekday'>): Millis {
  const days = daysFromCivil(time.year, time.month, time.day) - FIRST_DAY
  return (days * MINUTES_PER_DAY + time.hour * 60 + time.minute) * MILLIS_PER_MINUTE
}

export function daysInMonth(year: number, month: number): number {
  const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)
  return next - daysFromCivil(year, month, 1)
}

/** Whole minutes since 1970-01-01, as CronJobs number their Jobs. */
export function epochMinutes(time: Millis): number {
  return FIRST_DAY * MINUTES_PER_DAY + Math.floor(time / MILLIS_PER_MINUTE)
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** As Go's time.RFC1123Z writes it: `Thu, 01 Jan 2026 00:00:00 +0000`. */
export function toLongTimestamp(time: Millis): string {
  const { year, month, day, weekday, hour, minute } = civilTime(time)
  const second = Math.floor(time / 1_000) % 60
  const clock = [hour, minute, second].map((n) => digits(n, 2)).join(':')
  const date = `${digits(day, 2)} ${MONTHS[month - 1]} ${year}`
  return `${WEEKDAYS[weekday]}, ${date} ${clock} +0000`
}

function zoneSeconds(zone: string): number {
  if (zone === 'Z') return 0
  const [hours, minutes] = zone.slice(1).split(':').map(Number)
  return (zone.startsWith('-') ? -1 : 1) * (hours! * 3_600 + minutes! * 60)
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/*
 * The Gregorian calendar repeats every 400 years (an era of 146,097 days). Counting years from
 * March puts the leap day at a year's end, which makes both directions plain arithmetic.
 */
const DAYS_PER_ERA = 146_097
/** Days from 0000-03-01 to 1970-01-01. */
const MARCH_OF_YEAR_ZERO = 719_468

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + MARCH_OF_YEAR_ZERO
  const era = Math.floor(shifted / DAYS_PER_ERA)
  const dayOfEra = shifted - era * DAYS_PER_ERA
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - daysBeforeYear(yearOfEra)
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

function daysFromCivil(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const fromMarch = month > 2 ? month - 3 : month + 9
  const dayOfYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1
  return era * DAYS_PER_ERA + daysBeforeYear(marchYear - era * 400) + dayOfYear - MARCH_OF_YEAR_ZERO
}

function daysBeforeYear(yearOfEra: number): number {
  return 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
}
