/** Arrivals that fall on one bar of a dense timeline. */
export interface HistogramBar {
  readonly count: number
  /** Number of the bar's first arrival; the count of all before it when the bar is empty. */
  readonly first: number
  /** App and how many of it, in the order of first appearance. */
  readonly apps: readonly (readonly [number, number])[]
}

/**
 * Puts arrivals into `bars` equal parts of the timeline.
 * @param ticks place of each arrival, 0..1, ascending
 */
export function histogram(
  arrivals: readonly { readonly app: number }[],
  ticks: readonly number[],
  bars: number,
): readonly HistogramBar[] {
  const found = Array.from({ length: Math.max(1, bars) }, () => ({
    count: 0,
    first: -1,
    apps: new Map<number, number>(),
  }))
  arrivals.forEach(({ app }, i) => {
    const bar = found[Math.min(found.length - 1, Math.floor(ticks[i]! * found.length))]!
    if (bar.first < 0) bar.first = i
    bar.count++
    bar.apps.set(app, (bar.apps.get(app) ?? 0) + 1)
  })
  let before = 0
  return found.map(({ count, first, apps }) => {
    const bar = { count, first: first < 0 ? before : first, apps: [...apps] }
    before += count
    return bar
  })
}
