import { type Milestone, placesAlong } from './history/course.ts'
import type { Replay } from './replay.ts'
import type { Work } from './work.ts'

/** For which runs stops are kept, and how many. */
export interface StopLimits {
  /** A run that has fired fewer timers than this is played again in no time. */
  readonly worthIt: number
  /** Pods (of all lanes) that all stops hold together, some 5 kB each. */
  readonly pods: number
  readonly most: number
  /** Work from one to the next at least (see `Run.work`): 1,500 take some 30 ms. */
  readonly apart: number
}

const STOP_LIMITS: StopLimits = { worthIt: 2_000, pods: 48_000, most: 40, apart: 1_500 }

const SLICE = 64
/** That a stop keeps in a lane: all that a lane may hold would be ten times the rest of it. */
const VERDICTS = 1_000
/** Places are `apart`, or this much more, and so on: a run that grows a little keeps them. */
const GROWTH = 1.25
/** A stop does for a place if it stands before it by no more than this share of their distance. */
const NEAR = 1 / 3

/**
 * Replays of one run that stand somewhere on its way, so that going there takes less time than
 * playing it from the start. A replay is used up by going on from it; the one that is left takes its
 * place. Short runs have none, and very large ones neither, as each is a run of its own in memory.
 */
export interface Stops {
  /** How many there are, those that are void now included. */
  readonly count: number
  /** The one that has come farthest of those that fit, `present` included. */
  nearest(present: Replay, fits: (replay: Replay) => boolean): Replay | undefined
  /** What the run has gone away from. */
  put(replay: Replay): void
  /** Sees to it that some stand where no moment is far from one, up to where the run has come. */
  prepare(present: Replay): Work<void>
}

/** @param isFaithful whether a replay has done what the run as it is now does */
export function createStops(
  fresh: () => Replay,
  isFaithful: (replay: Replay) => boolean,
  limits: StopLimits = STOP_LIMITS,
): Stops {
  /** By actions. */
  let stops: Replay[] = []
  /** Where the run stood before it went elsewhere: one may well go back. */
  let left: Replay | undefined

  function keep(): void {
    stops = stops.filter(isFaithful).sort((a, b) => a.run.actions - b.run.actions)
    if (left && !stops.includes(left)) left = undefined
  }

  function farthest(present: Replay): Replay {
    return stops.reduce((a, b) => (b.run.actions > a.run.actions ? b : a), present)
  }

  /** Where stops should stand, and how much work apart; there is room for what was just left beside them. */
  function placesFor(end: Replay): { places: readonly Milestone[]; distance: number } {
    if (end.run.actions < limits.worthIt) return { places: [], distance: 0 }
    const { milestones } = end.run.course
    const room = Math.max(0, limits.pods - podsOf(end))
    for (let distance = limits.apart; ; distance *= GROWTH) {
      const places = placesAlong(milestones, distance)
      const pods = places.reduce((sum, place) => sum + place.pods, 0)
      if (places.length < limits.most && pods <= room) return { places, distance }
    }
  }

  /** A stop before this place that does for none, if it has not just been left: it may be gone on from. */
  function spare(needed: readonly (Replay | undefined)[], place: Milestone): Replay | undefined {
    const found = stops.findLast(
      (stop) => stop.run.work < place.work && stop !== left && !needed.includes(stop),
    )
    if (found) stops = stops.filter((stop) => stop !== found)
    return found
  }

  function isTooMuch(): boolean {
    const pods = stops.reduce((sum, stop) => sum + podsOf(stop), 0)
    return stops.length > limits.most || pods > limits.pods
  }

  function add(replay: Replay): void {
    // Whoever asks why is answered from a replay (foresight/recall.ts).
    for (const { attempts } of replay.run.clusters) attempts.thin(VERDICTS)
    stops.push(replay)
    keep()
    while (isTooMuch()) {
      // The one that stands closest behind another is missed least.
      const gaps = stops.map(({ run }, i) => run.work - (stops[i - 1]?.run.work ?? 0))
      stops.splice(gaps.indexOf(Math.min(...gaps)), 1)
    }
  }

  return {
    get count() {
      return stops.length
    },
    nearest(present, fits) {
      keep()
      let best = fits(present) ? present : undefined
      for (const stop of stops) {
        if (fits(stop) && (!best || stop.run.actions > best.run.actions)) best = stop
      }
      stops = stops.filter((stop) => stop !== best)
      return best
    },
    put(replay) {
      left = replay
      add(replay)
      if (farthest(replay).run.actions < limits.worthIt) stops = []
    },
    *prepare(present) {
      keep()
      const { places, distance } = placesFor(farthest(present))
      const doesFor = ({ work }: Milestone) =>
        stops.findLast(({ run }) => run.work <= work && run.work > work - distance * NEAR)
      for (const place of spread(places)) {
        if (doesFor(place)) continue
        const made = spare(places.map(doesFor), place) ?? fresh()
        try {
          for (let steps = 1; made.run.actions < place.actions; steps++) {
            if (!made.step(Number.POSITIVE_INFINITY)) break
            if (steps % SLICE === 0) yield
          }
        } finally {
          // Where this was left, the next one goes on from here.
          add(made)
        }
      }
    },
  }
}

function podsOf({ run }: Replay): number {
  return run.clusters.reduce((sum, { ledger }) => sum + ledger.pods.size, 0)
}

/** All of a list, each as far as possible from those before it: what is ready first helps most. */
function spread<T>(list: readonly T[]): readonly T[] {
  const order: T[] = []
  const gaps: [number, number][] = [[0, list.length - 1]]
  for (let gap = gaps.shift(); gap; gap = gaps.shift()) {
    const [first, last] = gap
    if (first > last) continue
    const middle = Math.floor((first + last + 1) / 2)
    order.push(list[middle]!)
    gaps.push([middle + 1, last], [first, middle - 1])
  }
  return order
}
