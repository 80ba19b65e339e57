import type { Replay } from './replay.ts'
import type { Work } from './work.ts'

/** For which runs stops are kept, and how many. */
export interface StopLimits {
  /** A run that has fired fewer timers than this is played again in no time. */
  readonly worthIt: number
  /** Pods (of all lanes) that all stops hold together, some 8 kB each. */
  readonly pods: number
  readonly most: number
}

const STOP_LIMITS: StopLimits = { worthIt: 2_000, pods: 10_000, most: 8 }

const SLICE = 64

/**
 * Replays of one run that stand somewhere on its way, so that going there takes less time than
 * playing it from the start. A replay is used up by going on from it; the one that is left takes its
 * place. Short runs have none, and very large ones neither, as each is a run of its own in memory.
 */
export interface Stops {
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

  /** How many a run of this size may have. */
  function roomFor(farthest: Replay): number {
    if (farthest.run.actions < limits.worthIt) return 0
    const pods = farthest.run.clusters.reduce((sum, { ledger }) => sum + ledger.pods.size, 0)
    return Math.min(limits.most, Math.floor(limits.pods / Math.max(1, pods)))
  }

  return {
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
      stops.push(replay)
      keep()
      const room = roomFor(farthest(replay))
      while (stops.length > room) {
        // The one that stands closest behind another is missed least.
        const gaps = stops.map(({ run }, i) => run.actions - (stops[i - 1]?.run.actions ?? 0))
        stops.splice(gaps.indexOf(Math.min(...gaps)), 1)
      }
    },
    *prepare(present) {
      keep()
      const end = farthest(present)
      const room = roomFor(end)
      const distance = end.run.actions / (room + 1)
      for (let n = room; n > 0; n--) {
        const target = Math.floor(n * distance)
        const isNear = ({ run }: Replay) =>
          run.actions <= target && run.actions > target - distance / 2
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
