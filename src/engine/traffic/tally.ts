import type { Millis } from '../api/units.ts'

/** Latencies of so many seconds are kept. */
const SECONDS_KEPT = 10

/** What became of requests, counted since the start of the run. */
export interface Tally {
  answered: number
  failed: number
  readonly versions: Map<string, number>
  readonly failures: Map<string, number>
  /** Sent in the last whole second. */
  perSecond: number
  /** All that was sent by the last whole second. */
  counted: number
  /** How many answers of the present second took so many milliseconds. */
  latencies: Map<Millis, number>
  /** The same of the seconds before, the latest last. */
  readonly past: Map<Millis, number>[]
}

export function createTally(): Tally {
  return {
    answered: 0,
    failed: 0,
    versions: new Map(),
    failures: new Map(),
    perSecond: 0,
    counted: 0,
    latencies: new Map(),
    past: [],
  }
}

export function countAnswers(tally: Tally, count: number, version: string, latency: Millis): void {
  tally.answered += count
  add(tally.versions, version, count)
  add(tally.latencies, latency, count)
}

export function countFailures(tally: Tally, count: number, reason: string): void {
  tally.failed += count
  add(tally.failures, reason, count)
}

/** Answers that were under way when who gave them died. */
export function takeBack(tally: Tally, count: number, version: string, reason: string): void {
  tally.answered -= count
  add(tally.versions, version, -count)
  countFailures(tally, count, reason)
}

/** A second is over. */
export function closeSecond(tally: Tally): void {
  const sent = tally.answered + tally.failed
  tally.perSecond = sent - tally.counted
  tally.counted = sent
  tally.past.push(tally.latencies)
  tally.latencies = new Map()
  if (tally.past.length > SECONDS_KEPT) tally.past.shift()
}

/** Latencies that half and 99 % of the last seconds' answers did not exceed; 0 without answers. */
export function percentiles({ past }: Tally): { readonly p50: Millis; readonly p99: Millis } {
  const all = new Map<Millis, number>()
  let total = 0
  for (const second of past) {
    for (const [latency, count] of second) {
      add(all, latency, count)
      total += count
    }
  }
  const sorted = [...all].sort(([a], [b]) => a - b)
  const at = (part: number): Millis => {
    let seen = 0
    for (const [latency, count] of sorted) {
      seen += count
      if (seen >= total * part) return latency
    }
    return 0
  }
  return { p50: at(0.5), p99: at(0.99) }
}

/** The most frequent first; among equals the first that was seen. */
export function reasonsOf({ failures }: Tally): readonly { reason: string; count: number }[] {
  return [...failures]
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count)
}

function add<K>(map: Map<K, number>, key: K, count: number): void {
  map.set(key, (map.get(key) ?? 0) + count)
}
