import type { Millis } from '../../engine/api/units.ts'

/** Maps simulated time to 0..1 along the timeline and back, piece by piece. */
export interface TimeScale {
  toFraction(time: Millis): number
  toTime(fraction: number): Millis
  /** Middle of each arrival's tick, 0..1, in the order of the arrivals. */
  readonly ticks: readonly number[]
}

/** A gap this many times longer than the usual one is a wait. */
const WAIT_FACTOR = 4

/**
 * Arrivals stand evenly, whatever the time between them; waits are compressed, so that six minutes
 * of nothing cost the width of a few arrivals. `marks` (plugs, commands) after the last arrival
 * keep a little room between them.
 * @param arrivals times in order, from 0; equal times are a burst and get one tick each
 * @param end the scale's last moment; raised to the last arrival or mark
 */
export function createTimeScale(
  arrivals: readonly Millis[],
  marks: readonly Millis[],
  end: Millis,
): TimeScale {
  const times: number[] = [0]
  const units: number[] = [0]
  const centres: number[] = []
  const usual = usualGap(arrivals)

  let place = 0
  for (let i = 0; i < arrivals.length; ) {
    const at = arrivals[i]!
    let burst = 1
    while (arrivals[i + burst] === at) burst++
    const gap = at - times.at(-1)!
    const wait = gap > usual * WAIT_FACTOR ? Math.log2(gap / usual) / 2 : 0
    place += wait
    for (let j = 0; j < burst; j++) centres.push(place + j + 0.5)
    place += burst
    if (gap <= 0) units[units.length - 1] = place
    else {
      times.push(at)
      units.push(place)
    }
    i += burst
  }

  const lastArrival = times.at(-1)!
  const last = Math.max(end, lastArrival, ...marks)
  const tail = [...marks.filter((at) => at > lastArrival && at < last), last].sort((a, b) => a - b)
  for (const at of tail) {
    const gap = at - times.at(-1)!
    if (gap <= 0) continue
    place += Math.min(5, Math.max(0.25, Math.log2(1 + gap / 1_000) / 2))
    times.push(at)
    units.push(place)
  }
  const whole = place === 0 ? 1 : place

  return {
    toFraction: (time) => interpolate(times, units, time) / whole,
    toTime: (fraction) => Math.round(interpolate(units, times, fraction * whole)),
    ticks: centres.map((centre) => centre / whole),
  }
}

/** The median gap between arrivals, at least 1 ms. */
function usualGap(arrivals: readonly Millis[]): number {
  const gaps: number[] = []
  for (let i = 0; i < arrivals.length; i++) {
    const gap = arrivals[i]! - (arrivals[i - 1] ?? 0)
    if (gap > 0) gaps.push(gap)
  }
  gaps.sort((a, b) => a - b)
  return Math.max(1, gaps[gaps.length >> 1] ?? 1)
}

function interpolate(from: readonly number[], to: readonly number[], value: number): number {
  if (value <= from[0]!) return to[0]!
  const end = from.length - 1
  if (value >= from[end]!) return to[end]!
  let low = 0
  let high = end
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (from[middle]! <= value) low = middle
    else high = middle
  }
  const share = (value - from[low]!) / (from[high]! - from[low]!)
  return to[low]! + share * (to[high]! - to[low]!)
}
