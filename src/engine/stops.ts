import type { Replay } from './replay.ts'
import type { Work } from './work.ts'

/** For which runs stops are kept, and how many. */
export interface StopLimits {
  /** A run that has fired fewer timers than this is played again in no time. */
  readonly worthIt: number
  /** Pods (of all lanes) that all stops hold together, some 5 kB each. */
  readonly pods: number
  readonly most: number
}

const STOP_LIMITS: StopLimits = { worthIt: 2_000, pods: 48_000, most: 20 }

const SLICE = 64
/** That a stop keeps in a lane: all that a lane may hold would be ten times the rest of it. */
const VERDICTS = 1_000
/** Places are so many actions apart, or this much more, and so on: a run that grows a little keeps them. */
const SHORTEST = 64
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
  put(replay: Replay): void
  /** Sees to it that some stand at even distances, up to where the run has come. */
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

  function keep(): void {
    stops = stops.filter(isFaithful).sort((a, b) => a.run.actions - b.run.actions)
  }

  function farthest(present: Replay): Replay {
    return stops.reduce((a, b) => (b.run.actions > a.run.actions ? b : a), present)
  }

  /** How many stops at even distances a run that has come so far may have. */
  function roomFor(farthest: Replay): number {
    if (farthest.run.actions < limits.worthIt) return 0
    return Math.min(limits.most, Math.floor(limits.pods / Math.max(1, podsOf(farthest))))
  }

  function isTooMuch(): boolean {
    const pods = stops.reduce((sum, stop) => sum + podsOf(stop), 0)
    return stops.length > limits.most || pods > limits.pods
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
      const isShort = Math.max(farthest(replay).run.actions, replay.run.actions) < limits.worthIt
      // Whoever asks why is answered from a replay (foresight/recall.ts).
      for (const { attempts } of replay.run.clusters) attempts.thin(VERDICTS)
      stops.push(replay)
      keep()
      if (isShort) stops = []
      while (isTooMuch()) {
        // The one that stands closest behind another is missed least.
        const gaps = stops.map(({ run }, i) => run.actions - (stops[i - 1]?.run.actions ?? 0))
        stops.splice(gaps.indexOf(Math.min(...gaps)), 1)
      }
    },
    *prepare(present) {
      keep()
      const end = farthest(present)
      const room = roomFor(end)
      let distance = Math.min(SHORTEST, end.run.actions / 2)
      while (distance * (room + 1) < end.run.actions) distance *= GROWTH
      for (const n of spread(Math.min(room, Math.floor(end.run.actions / distance)))) {
        const target = Math.floor(n * distance)
        const isNear = ({ run }: Replay) =>
          run.actions <= target && run.actions > target - distance * NEAR
        if (stops.some(isNear)) continue
        const made = fresh()
        for (let steps = 1; made.run.actions < target; steps++) {
          if (!made.step(Number.POSITIVE_INFINITY)) break
          if (steps % SLICE === 0) yield
        }
        this.put(made)
      }
    },
  }
}

function podsOf({ run }: Replay): number {
  return run.clusters.reduce((sum, { ledger }) => sum + ledger.pods.size, 0)
}

/** 1 to `count`, each as far as possible from those before it: what is ready first helps most. */
function spread(count: number): readonly number[] {
  const order: number[] = []
  const gaps: [number, number][] = [[1, count]]
  for (let gap = gaps.shift(); gap; gap = gaps.shift()) {
    const [first, last] = gap
    if (first > last) continue
    const middle = Math.floor((first + last + 1) / 2)
    order.push(middle)
    gaps.push([middle + 1, last], [first, middle - 1])
  }
  return order
}
