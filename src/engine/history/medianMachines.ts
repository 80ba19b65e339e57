import { createRun, type RunSettings } from '../lanes.ts'
import type { LaneId } from '../protocol.ts'

/** Machines that a lane pays for at the end of the run, over many random orders of arrival. */
export interface MedianMachines {
  readonly lane: LaneId
  readonly median: number
}

/** Arrivals per step: a few milliseconds of work. */
const SLICE = 16

/**
 * Runs the scenario once for each of `orders` random orders of its arrivals, in small steps, so
 * that other work can be done between them. Order n is drawn by seed n (from 1).
 */
export function* medianMachines(
  settings: RunSettings,
  orders: number,
): Generator<undefined, readonly MedianMachines[]> {
  const counts = settings.scenario.lanes.map(() => [] as number[])
  for (let order = 1; order <= orders; order++) {
    const run = createRun({ ...settings, shuffle: order, eventLimit: 1 })
    for (let next = SLICE; next < run.arrivals.length; next += SLICE) {
      run.runUntil(run.arrivals[next]!.at)
      yield
    }
    run.runUntil(settings.scenario.until)
    run.clusters.forEach(({ cloud }, lane) => {
      counts[lane]!.push(cloud.machines().length)
    })
    yield
  }
  return settings.scenario.lanes.map(({ id }, lane) => ({
    lane: id,
    median: median(counts[lane]!),
  }))
}

/** The lower one of the two in the middle when there is an even number of values. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0
}
