import type { Said, SaidArg } from '../protocol.ts'
import { type Sayable, textOf } from '../sentences/textOf.ts'
import { type CivilTime, civilTime, daysInMonth, timeOfCivil } from '../sim/calendar.ts'
import { parseGoDuration } from './goDuration.ts'
import { MINUTE, type Millis, SECOND } from './units.ts'

/** When something happens again and again; times are those of the clock on the wall. */
export interface CronSchedule {
  /** The first time after this one, in whole minutes; undefined = never within five years. */
  next(after: Millis): Millis | undefined
  /** Of `@every`: the time between two, whatever the clock shows. */
  readonly every?: Millis
}

interface Field {
  readonly name: 'cronMinute' | 'cronHour' | 'cronDay' | 'cronMonth' | 'cronWeekday'
  readonly from: number
  readonly to: number
  readonly words?: readonly string[]
}

const FIELDS: readonly Field[] = [
  { name: 'cronMinute', from: 0, to: 59 },
  { name: 'cronHour', from: 0, to: 23 },
  { name: 'cronDay', from: 1, to: 31 },
  {
    name: 'cronMonth',
    from: 1,
    to: 12,
    words: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
  },
  { name: 'cronWeekday', from: 0, to: 6, words: 'sun mon tue wed thu fri sat'.split(' ') },
]

const NAMED: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/** Why a text is no schedule, by code: to go after `is no schedule:`. */
export const CRON_REASONS = {
  cronZone: () => 'a time zone stands in timeZone, not here',
  cronName: (text: string, known: readonly string[]) =>
    `${text} is unknown; there are ${known.join(', ')}`,
  cronFields: (fields: number) =>
    `it has ${fields} fields instead of five: minute, hour, day of the month, month, day of the week`,
  cronSlashes: (part: string) => `too many slashes in ${part}`,
  cronStep: (part: string) => `the step of ${part} must be 1 or more`,
  cronHyphens: (text: string) => `too many hyphens in ${text}`,
  cronRange: (field: string, text: string, from: number, to: number) =>
    `the ${field} ${text} is not from ${from} to ${to}`,
  cronOrder: (text: string) => `${text} begins after its end`,
  cronNumber: (text: string, field: string) => `"${text}" is no number for the ${field}`,
  cronSpan: (text: string) => `"${text}" is no time span such as 90s or 1h30m`,
  cronMinute: () => 'minute',
  cronHour: () => 'hour',
  cronDay: () => 'day of the month',
  cronMonth: () => 'month',
  cronWeekday: () => 'day of the week',
}

/** A schedule that cannot be read. */
export class CronError extends Error {
  override readonly name = 'CronError'
  /** The message as a sentence of src/engine/sentences. */
  readonly said: Said

  constructor(said: Said) {
    super(textOf(said, CRON_REASONS))
    this.said = said
  }
}

const wrong = <C extends keyof typeof CRON_REASONS>(
  code: C,
  ...args: Sayable<Parameters<(typeof CRON_REASONS)[C]>>
) => new CronError({ code, args: args as readonly SaidArg[] })

/**
 * A schedule as CronJobs write it (robfig/cron, ParseStandard): five fields of numbers, names, `*`,
 * ranges, steps and lists, or `@daily` and its like, or `@every 90s`.
 * @throws CronError
 */
export function parseCronSchedule(text: string): CronSchedule {
  if (/^(CRON_)?TZ=/.test(text)) throw wrong('cronZone')
  if (text.startsWith('@every ')) return everySchedule(text.slice('@every '.length))
  if (text.startsWith('@')) {
    const named = Object.hasOwn(NAMED, text) ? NAMED[text] : undefined
    if (named === undefined) {
      throw wrong('cronName', text, [...Object.keys(NAMED), '@every 90s'])
    }
    return parseCronSchedule(named)
  }
  const parts = text.trim().split(/\s+/)
  if (parts.length !== FIELDS.length) throw wrong('cronFields', parts.length)
  const [minutes, hours, days, months, weekdays] = parts.map((part, index) =>
    readField(part, FIELDS[index]!),
  )
  return calendarSchedule(minutes!, hours!, days!, months!, weekdays!)
}

interface Wanted {
  readonly values: ReadonlySet<number>
  /** `*`: anything will do. */
  readonly any: boolean
}

function readField(text: string, field: Field): Wanted {
  const values = new Set<number>()
  let any = false
  for (const part of text.split(',')) {
    const [range = '', stepText, ...rest] = part.split('/')
    if (rest.length > 0) throw wrong('cronSlashes', part)
    const step = stepText === undefined ? 1 : readNumber(stepText, field, false)
    if (step < 1) throw wrong('cronStep', part)
    const [from, to] = readRange(range, stepText !== undefined, field)
    if (/^[*?]$/.test(range) && step === 1) any = true
    for (let value = from; value <= to; value += step) values.add(value)
  }
  return { values, any }
}

function readRange(text: string, stepped: boolean, field: Field): readonly [number, number] {
  if (text === '*' || text === '?') return [field.from, field.to]
  const [first = '', second, ...rest] = text.split('-')
  if (rest.length > 0) throw wrong('cronHyphens', text)
  const from = readNumber(first, field, true)
  const last = stepped ? field.to : from
  const to = second === undefined ? last : readNumber(second, field, true)
  if (from < field.from || to > field.to) {
    throw wrong('cronRange', { code: field.name, args: [] }, text, field.from, field.to)
  }
  if (from > to) throw wrong('cronOrder', text)
  return [from, to]
}

function readNumber(text: string, { name, words, from }: Field, named: boolean): number {
  const word = named ? (words?.indexOf(text.toLowerCase()) ?? -1) : -1
  if (word >= 0) return word + from
  if (!/^\d{1,9}$/.test(text)) throw wrong('cronNumber', text, { code: name, args: [] })
  return Number(text)
}

function everySchedule(text: string): CronSchedule {
  const span = parseGoDuration(text.trim())
  if (span === undefined) throw wrong('cronSpan', text)
  const delay = Math.max(SECOND, Math.floor(span / SECOND) * SECOND)
  return { every: delay, next: (after) => Math.floor(after / SECOND) * SECOND + delay }
}

const MOST_YEARS = 5

function calendarSchedule(
  minutes: Wanted,
  hours: Wanted,
  days: Wanted,
  months: Wanted,
  weekdays: Wanted,
): CronSchedule {
  /** With both days given, either will do. */
  function suits({ month, day, weekday }: CivilTime): boolean {
    if (!months.values.has(month)) return false
    const [byDay, byWeekday] = [days.values.has(day), weekdays.values.has(weekday)]
    return days.any || weekdays.any ? byDay && byWeekday : byDay || byWeekday
  }

  function inDay({ hour, minute }: CivilTime): readonly [number, number] | undefined {
    for (let at = hour; at < 24; at++) {
      if (!hours.values.has(at)) continue
      for (let m = at === hour ? minute : 0; m < 60; m++) if (minutes.values.has(m)) return [at, m]
    }
    return undefined
  }

  return {
    next(after) {
      let time = civilTime((Math.floor(after / MINUTE) + 1) * MINUTE)
      const last = time.year + MOST_YEARS
      while (time.year <= last) {
        const found = suits(time) ? inDay(time) : undefined
        if (found) return timeOfCivil({ ...time, hour: found[0], minute: found[1] })
        const { year, month, day } = time
        const end = day === daysInMonth(year, month)
        const next = { year, month, day: day + 1, hour: 0, minute: 0 }
        time = civilTime(timeOfCivil(end ? monthAfter(year, month) : next))
      }
      return undefined
    },
  }
}

function monthAfter(year: number, month: number) {
  const turn = month === 12
  return { year: turn ? year + 1 : year, month: turn ? 1 : month + 1, day: 1, hour: 0, minute: 0 }
}
