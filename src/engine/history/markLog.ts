import type { Marker } from '../protocol.ts'

/** So many of the latest are kept at least, and fewer than twice as many. */
const MARKS_KEPT = 5_000

/** The marks on a run's timeline, in order of time. Past `MARKS_KEPT` the oldest are forgotten. */
export interface MarkLog {
  /** How many there have been. */
  readonly count: number
  /** How many of them, the oldest, are no longer kept. */
  readonly forgotten: number
  /** Those that are kept of the ones after the first `count`. */
  after(count: number): readonly Marker[]
}

/** @param kept Infinity = all of them */
export function createMarkLog(kept: number = MARKS_KEPT): MarkLog & { push(mark: Marker): void } {
  let marks: Marker[] = []
  let forgotten = 0
  return {
    get count() {
      return forgotten + marks.length
    },
    get forgotten() {
      return forgotten
    },
    push(mark) {
      marks.push(mark)
      // Cutting in large pieces keeps the cost per mark constant.
      if (marks.length < 2 * kept) return
      forgotten += marks.length - kept
      marks = marks.slice(-kept)
    },
    after: (count) => marks.slice(Math.max(0, count - forgotten)),
  }
}
