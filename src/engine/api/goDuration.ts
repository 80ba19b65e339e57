import type { Millis } from './units.ts'

const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y

const UNIT: Readonly<Record<string, Millis>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}

/**
 * A duration as Go's time.ParseDuration reads it (`10s`, `1m30s`, `1.5h`), rounded to whole
 * milliseconds; undefined when the text is none or negative.
 */
export function parseGoDuration(text: string): Millis | undefined {
  if (text === '0') return 0
  let total = 0
  PART.lastIndex = 0
  while (PART.lastIndex < text.length) {
    const match = PART.exec(text)
    if (!match) return undefined
    total += Number(match[1]) * UNIT[match[2]!]!
  }
  return text === '' || !Number.isSafeInteger(Math.round(total)) ? undefined : Math.round(total)
}
