import type { Millis } from '../api/units.ts'
import { createEncoder } from '../encode/encoder.ts'
import { inOrder } from '../history/scriptHistory.ts'
import type { Comparison, KeptBranch, LaneId, RunUpdate } from '../protocol.ts'
import { createReplay } from '../replay.ts'
import { openSimulation, type Simulation } from '../simulation.ts'
import type { Work } from '../work.ts'
import { findDivergences } from './divergence.ts'
import { createMerger } from './mergeUpdates.ts'

const NEVER = Number.POSITIVE_INFINITY

type Summary = Parameters<ReturnType<typeof createEncoder>['update']>[1]

/** Two branches of a run that go through time together. */
export interface ComparedRuns {
  readonly comparison: Comparison
  /** One run of two lanes (see mergeUpdates.ts). */
  update(summary: Summary, reset: boolean): RunUpdate
  /** Whose lane it is, and how it is called there; undefined = no such lane. */
  sideOf(lane: LaneId): { readonly simulation: Simulation; readonly lane: LaneId } | undefined
  /** As those of a Simulation. */
  readonly slices: Pick<Simulation['slices'], 'runUntil' | 'seek' | 'glance' | 'prepare'>
}

/** Finds where the branches part, and brings the other one to the present moment. */
export function* compareBranches(
  simulation: Simulation,
  branch: KeptBranch,
  lane: LaneId,
): Work<ComparedRuns> {
  const settings = { ...simulation.settings, policies: branch.policies }
  const log = inOrder(branch.log)
  const { scenario } = settings
  const until = Math.max(scenario.until, simulation.seen, branch.seen)
  const divergences = yield* findDivergences(
    createReplay(simulation.settings, () => simulation.log),
    createReplay(settings, () => log),
    until,
  )
  const other = openSimulation(settings, branch.log)
  yield* other.slices.seek(simulation.now)
  const { id, name } = branch
  return comparedRuns(simulation, other, {
    a: simulation.branch,
    b: { id, ...(name !== undefined && { name }) },
    lane,
    lanes: simulation.run.clusters.map(({ spec }) => ({ id: spec.id, title: spec.title })),
    divergences,
  })
}

/** @param b stands where `a` stands */
function comparedRuns(a: Simulation, b: Simulation, comparison: Comparison): ComparedRuns {
  const encoders = [createEncoder(), createEncoder()] as const
  const merger = createMerger(comparison)

  function summaryOf({ nextEventAt, log, done }: Simulation): Summary {
    return { nextEventAt, commands: { done, all: log.length }, dropped: 0 }
  }

  /** Moment by moment, so that both stand at the same one wherever this is left. */
  function* together(time: Millis): Work<void> {
    for (;;) {
      const next = Math.min(a.nextEventAt ?? NEVER, b.nextEventAt ?? NEVER)
      const to = Math.min(next, time)
      yield* a.slices.runUntil(to)
      yield* b.slices.runUntil(to)
      if (next > time) return
    }
  }

  return {
    comparison,
    update(summary, reset) {
      let one = encoders[0].update(a.run, summary, reset)
      let other = encoders[1].update(b.run, summaryOf(b), reset || one.reset)
      if (other.reset && !one.reset) one = encoders[0].update(a.run, summary, true)
      if (one.reset && !other.reset) other = encoders[1].update(b.run, summaryOf(b), true)
      return merger.merge(one, other)
    },
    sideOf(lane) {
      const simulation = lane === comparison.a.id ? a : lane === comparison.b.id ? b : undefined
      return simulation && { simulation, lane: comparison.lane }
    },
    slices: {
      runUntil: together,
      *seek(time) {
        yield* a.slices.seek(time)
        yield* b.slices.seek(time)
      },
      *glance(time) {
        yield* a.slices.glance(time)
        yield* b.slices.seek(a.now)
      },
      *prepare() {
        yield* a.slices.prepare()
        yield* b.slices.prepare()
      },
    },
  }
}
