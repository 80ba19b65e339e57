import type { Millis } from '../api/units.ts'

/** The end of a moment of a run: all that was due then has happened. */
export interface Milestone {
  readonly at: Millis
  /** See `Run.actions`. */
  readonly actions: number
  /** See `Run.work`. */
  readonly work: number
  /** Of all lanes. */
  readonly pods: number
}

/** Where the work of a run lies in time, in few numbers however long it is. */
export interface Course {
  /** In order; moments in which little happens stand together with the next ones. */
  readonly milestones: readonly Milestone[]
  /** Whether a moment that ends with so much work done is worth a milestone. */
  counts(work: number): boolean
  pass(milestone: Milestone): void
}

/** Work between two milestones at least: what takes a fraction of a millisecond. */
const FINEST = 16
const MOST = 1_024

/** @param most milestones; when there are more, what lies close together is told as one */
export function createCourse(most = MOST): Course {
  let milestones: Milestone[] = []
  let grain = FINEST

  return {
    get milestones() {
      return milestones
    },
    counts: (work) => work - (milestones.at(-1)?.work ?? 0) >= grain,
    pass(milestone) {
      milestones.push(milestone)
      while (milestones.length > most) {
        grain *= 2
        let last = 0
        milestones = milestones.filter(({ work }) => {
          const counts = work - last >= grain
          if (counts) last = work
          return counts
        })
      }
    },
  }
}

/**
 * Milestones from which every moment of the run is reached with at most `distance` of work that does not
 * belong to the moment itself: where much happens in one moment, one stands at its end.
 */
export function placesAlong(milestones: readonly Milestone[], distance: number): Milestone[] {
  let last = 0
  return milestones.filter(({ work }) => {
    const counts = work - last > distance
    if (counts) last = work
    return counts
  })
}
