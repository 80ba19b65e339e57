import { compareBranches } from '../compare/comparison.ts'
import type { createParseMemo } from '../history/parseMemo.ts'
import { wayDone } from '../history/wayDone.ts'
import { errorAt, notDone, type Run } from '../lanes.ts'
import type { ScenarioFile } from '../manifest/scenarioFile.ts'
import type { AttemptStop, Command, Progress, Request, RunUpdate } from '../protocol.ts'
import { excessOf, RUN_LIMITS, tooManyArrivals } from '../runLimits.ts'
import type { Scenario } from '../scenario.ts'
import { policyById } from '../scheduler/policies/menu.ts'
import { say } from '../sentences/sentences.ts'
import { openSimulation, type Simulation } from '../simulation.ts'
import type { Work } from '../work.ts'
import { type Answer, type Leave, RequestError } from './answer.ts'
import type { HeldRun } from './heldRun.ts'

type RequestOf<T extends Request['type']> = Extract<Request, { readonly type: T }>

/** Answers requests that move the run or put another one in its place, in slices. */
export interface Mover {
  load(request: RequestOf<'load'>, leave: Leave): Work<Answer>
  command(command: Command, leave: Leave): Work<Answer>
  /** @throws RequestError where `to` is no time */
  travel(request: RequestOf<'advance' | 'seek'>, leave: Leave): Work<Answer>
  undo(leave: Leave): Work<Answer>
  branch(request: RequestOf<'branch'>, leave: Leave): Work<Answer>
  compare(request: RequestOf<'compare'>, leave: Leave): Work<Answer>
  /** See RequestHandler. */
  readonly progress: Progress | undefined
  reached(): RunUpdate | undefined
}

/** A run that is moved or made, how far it is to go, and how much of that it has done. */
interface Movement {
  readonly simulation: Simulation
  readonly run: Run
  readonly to: number
  readonly done: (() => number) | undefined
}

type Outcome<T> =
  | { readonly left?: undefined; readonly value: T }
  | { readonly left: 'cancelled' | 'enough'; readonly value?: undefined }

/** @param parse reads scenario files */
export function createMover(held: HeldRun, parse: ReturnType<typeof createParseMemo>): Mover {
  const { current, update, cluster, ahead, sameRun, notComparing } = held
  /** What is being moved or made. */
  let moving: Movement | undefined

  /** Slices until the work is done, or is left. */
  function* slices<T>(
    mover: Simulation,
    to: number,
    work: Work<T>,
    leave: Leave,
  ): Work<Outcome<T>> {
    try {
      for (;;) {
        const slice = work.next()
        if (slice.done) return { value: slice.value }
        // Another run may have been begun.
        if (moving?.run !== mover.moving) {
          moving = { simulation: mover, run: mover.moving, to, done: wayDone(mover.moving, to) }
        }
        const left = leave()
        if (left) {
          work.return(undefined as T)
          return { left }
        }
        yield
      }
    } finally {
      moving = undefined
    }
  }

  /** Moves the run and tells what it is then, wherever it has got to. */
  function* move(work: Work<void>, to: number, leave: Leave): Work<Answer> {
    const { left } = yield* slices(current(), to, work, leave)
    return { result: null, update: update(), ...(left && { cancelled: true }) }
  }

  function* load(request: RequestOf<'load'>, leave: Leave): Work<Answer> {
    const { scenario, objects, diagnostics } = parse(request.text)
    const broken = diagnostics.some(({ severity }) => severity === 'error')
    if (broken || !scenario) return { result: { diagnostics, loaded: false } }
    const policies = request.policies ?? {}
    for (const id of Object.values(policies)) {
      if (!policyById(id)) throw new RequestError(`There is no policy "${id}".`)
    }
    const excess = excessOfFile(scenario, objects)
    if (excess) return { result: { diagnostics: [...diagnostics, excess], loaded: false } }
    const { shuffle, seed = scenario.seed } = request
    const settings = {
      scenario,
      objects: objects.map(({ object }) => object),
      seed,
      shuffle,
      policies,
      limits: RUN_LIMITS,
    }
    const made = openSimulation({ ...settings, parse }, request.log, undefined, request)
    const { left } = yield* slices(made, 0, made.slices.runUntil(0), leave)
    if (left === 'cancelled') {
      return { result: { diagnostics: [], loaded: false }, cancelled: true }
    }
    held.start(made)
    const refused = made.run.refused.map(({ index, reason }) => {
      const { document, line } = objects[index]!
      return errorAt(reason, document, line)
    })
    return {
      result: { diagnostics: [...diagnostics, ...refused], loaded: true },
      update: update(true),
      ...(left && { cancelled: true }),
    }
  }

  function* command(given: Command, leave: Leave): Work<Answer> {
    if (held.compared) return { result: notDone(say('comparing')), update: update() }
    const { now, slices: steps } = current()
    const { left, value: result } = yield* slices(current(), now, steps.dispatch(given), leave)
    if (left) return { result: notDone(say('cancelled')), update: update(), cancelled: true }
    return { ...(yield* move(steps.runUntil(current().now), now, leave)), result: result! }
  }

  function* goTo(type: 'advance' | 'seek', stop: AttemptStop, leave: Leave): Work<Answer> {
    notComparing()
    cluster(stop.lane)
    const before = yield* sameRun(ahead().actionsBefore(stop.lane, stop.attempt))
    if (before === undefined) throw new RequestError('There is no such decision in this run.')
    const actions = stop.when === 'before' ? before : before + 1
    const { now, run, slices } = current()
    if (type === 'advance' && actions <= run.actions) return { result: null, update: update() }
    return yield* move(slices.goTo(actions), now, leave)
  }

  /** Forward or to any moment; with `stop` to a decision. */
  function travel(request: RequestOf<'advance' | 'seek'>, leave: Leave): Work<Answer> {
    if (request.stop) return goTo(request.type, request.stop, leave)
    const to = wholeTime(request.to)
    const { slices } = held.compared ?? current()
    if (request.type === 'advance') return move(slices.runUntil(to), to, leave)
    return move(request.rough ? slices.glance(to) : slices.seek(to), to, leave)
  }

  function* undo(leave: Leave): Work<Answer> {
    notComparing()
    const { now, log, slices: steps } = current()
    const { left, value } = yield* slices(current(), log.at(-1)?.at ?? now, steps.undo(), leave)
    const result = { undone: value === true }
    return { result, update: update(), ...(left && { cancelled: true }) }
  }

  function* branch({ action, id, name = '' }: RequestOf<'branch'>, leave: Leave): Work<Answer> {
    notComparing()
    const { now, slices: steps } = current()
    if (action === 'switch') {
      const { left, value } = yield* slices(current(), now, steps.switchTo(id), leave)
      const result = { done: value === true }
      return { result, update: update(), ...(left && { cancelled: true }) }
    }
    const done = action === 'rename' ? current().renameBranch(id, name) : current().removeBranch(id)
    return { result: { done }, update: update() }
  }

  function* compare({ branch: id, lane }: RequestOf<'compare'>, leave: Leave): Work<Answer> {
    const { branches, now, run } = current()
    if (id === undefined) {
      held.compare(undefined)
      return { result: null, update: update(true) }
    }
    const branch = branches.find((each) => each.id === id)
    if (!branch) throw new RequestError(`There is no branch "${id}".`)
    const shown = lane ?? run.clusters[0]!.id
    if (run.clusters.every((each) => each.id !== shown)) {
      throw new RequestError(`There is no lane "${shown}".`)
    }
    const work = compareBranches(current(), branch, shown)
    const { left, value } = yield* slices(current(), now, work, leave)
    if (left) return { result: null, update: update(), cancelled: true }
    held.compare(value)
    return { result: null, update: update(true) }
  }

  return {
    ...{ load, command, travel, undo, branch, compare },
    get progress() {
      if (!moving) return undefined
      const { run, to, done } = moving
      const pods = run.clusters.reduce((sum, { ledger }) => sum + ledger.pods.size, 0)
      return { now: run.now, to: Math.max(run.now, to), pods, ...(done && { share: done() }) }
    },
    reached() {
      const { simulation, compared } = held
      // Two runs that are compared are not at the same moment on their way.
      if (compared || moving?.simulation !== simulation || moving?.run !== simulation?.run) return
      return update()
    },
  }
}

/** What makes this file too much for one run in the page. */
function excessOfFile({ arrivals }: Scenario, objects: ScenarioFile['objects']) {
  const waiting = tooManyArrivals(arrivals.length, RUN_LIMITS)
  if (waiting !== undefined) return errorAt(waiting, 0, 1)
  const wanted = objects.map(({ object }) => object)
  const excess = excessOf(wanted, undefined, RUN_LIMITS)
  if (!excess) return undefined
  const { document, line } = objects[excess.index]!
  return errorAt(excess.said, document, line)
}

/** Simulated time counts whole milliseconds, rounded down. */
export function wholeTime(time: number): number {
  if (!Number.isFinite(time) || time < 0) throw new RequestError(`${time} is no simulated time.`)
  return Math.floor(time)
}
