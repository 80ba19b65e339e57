import type { Cluster } from '../cluster.ts'
import type { ComparedRuns } from '../compare/comparison.ts'
import { createEncoder, type Encoder } from '../encode/encoder.ts'
import { type Copies, createCopies } from '../foresight/copies.ts'
import type { RunUpdate } from '../protocol.ts'
import { english, say } from '../sentences/sentences.ts'
import type { Simulation } from '../simulation.ts'
import type { Work } from '../work.ts'
import { RequestError } from './answer.ts'

/** The run that is held between requests, and what the page has of it. */
export interface HeldRun {
  readonly simulation: Simulation | undefined
  /** @throws RequestError where there is none */
  current(): Simulation
  /** Another run takes its place. */
  start(made: Simulation): void
  /** While two branches are shown side by side. */
  readonly compared: ComparedRuns | undefined
  compare(runs: ComparedRuns | undefined): void
  /** @throws RequestError while two branches are compared */
  notComparing(): void
  /** What the page does not have yet; `reset`: all of it. */
  update(reset?: boolean): RunUpdate
  /**
   * The run that has this lane, and its own name for it.
   * @throws RequestError where there is no such lane
   */
  sideOf(lane: string): { readonly simulation: Simulation; readonly lane: string }
  /** @throws RequestError where there is no such lane */
  cluster(lane: string): Cluster
  /** The copies of this run; a generator that outlives the run finds out by itself. */
  ahead(): Copies
  /** As long as the run of this moment is the one on the page. */
  sameRun<T>(work: Work<T>): Work<T>
  /** See RequestHandler. */
  prepare(): Work<void>
}

export function createHeldRun(): HeldRun {
  let simulation: Simulation | undefined
  let encoder: Encoder = createEncoder()
  let sent: RunUpdate['script']
  let sentBranches: { readonly all: unknown; readonly name: string | undefined } | undefined
  /** Made when somebody first looks ahead in this run. */
  let copies: Copies | undefined
  let compared: ComparedRuns | undefined

  function current(): Simulation {
    if (!simulation) throw new RequestError('No scenario is loaded.')
    return simulation
  }

  function sideOf(lane: string): { readonly simulation: Simulation; readonly lane: string } {
    if (!compared) return { simulation: current(), lane }
    const side = compared.sideOf(lane)
    if (!side) throw new RequestError(`There is no lane "${lane}".`)
    return side
  }

  return {
    get simulation() {
      return simulation
    },
    current,
    start(made) {
      simulation = made
      compared = undefined
      encoder = createEncoder()
      copies = undefined
    },
    get compared() {
      return compared
    },
    compare(runs) {
      compared = runs
      if (runs) copies = undefined
    },
    notComparing() {
      if (compared) throw new RequestError(english(say('comparing')))
    },
    update(reset = false) {
      const { run, nextEventAt, log, done, dropped, settings, branch, branches } = current()
      const { policies } = settings
      const changed =
        reset ||
        sent?.log !== log ||
        sent.policies !== policies ||
        sentBranches?.all !== branches ||
        sentBranches.name !== branch.name
      if (changed) {
        const several = branches.length > 0 || branch.name !== undefined
        sent = { policies, log, ...(several && { branch, branches }) }
        sentBranches = { all: branches, name: branch.name }
      }
      const commands = { done, all: log.length }
      const summary = { nextEventAt, commands, dropped, ...(changed && { script: sent! }) }
      return compared ? compared.update(summary, reset) : encoder.update(run, summary, reset)
    },
    sideOf,
    cluster(lane) {
      const side = sideOf(lane)
      const found = side.simulation.run.clusters.find(({ id }) => id === side.lane)
      if (!found) throw new RequestError(`There is no lane "${lane}".`)
      return found
    },
    ahead() {
      copies ??= createCopies(current())
      return copies
    },
    *sameRun(work) {
      const asked = current()
      for (let slice = work.next(); ; slice = work.next()) {
        if (slice.done) return slice.value
        yield slice.value
        if (simulation !== asked) throw new RequestError('Another scenario has been loaded.')
      }
    },
    *prepare() {
      const prepared = copies
      const asked = simulation
      const both = compared
      if (prepared) {
        const work = prepared.prepare()
        for (let slice = work.next(); !slice.done && copies === prepared; slice = work.next()) yield
      }
      if (!asked) return
      const work = (both ?? asked).slices.prepare()
      const isSame = () => simulation === asked && compared === both
      for (let slice = work.next(); !slice.done && isSame(); slice = work.next()) yield
    },
  }
}
