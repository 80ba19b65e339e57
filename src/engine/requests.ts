import { SelectorError } from './api/labelSelectorText.ts'
import type { Pod } from './api/types.gen.ts'
import { autoscalerStates } from './autoscalerStates.ts'
import type { Cluster } from './cluster.ts'
import { type ComparedRuns, compareBranches } from './compare/comparison.ts'
import { describeObject } from './describe.ts'
import { createEncoder, type Encoder } from './encode/encoder.ts'
import { type Copies, createCopies } from './foresight/copies.ts'
import { peek } from './foresight/peek.ts'
import { isBare, recall } from './foresight/recall.ts'
import { whatIf } from './foresight/whatIf.ts'
import { medianMachines } from './history/medianMachines.ts'
import { createParseMemo } from './history/parseMemo.ts'
import { wayDone } from './history/wayDone.ts'
import { errorAt, type Run } from './lanes.ts'
import { type LogQuery, MOST_LINES, readLogs } from './logs/readLogs.ts'
import { parseScenarioFile, type ScenarioFile } from './manifest/scenarioFile.ts'
import { type MachineFact, objectOf } from './metrics/facts.ts'
import type {
  AttemptStop,
  CheckResult,
  Command,
  LogLine,
  Progress,
  Replies,
  Request,
  RequestType,
  RunUpdate,
} from './protocol.ts'
import { excessOf, RUN_LIMITS, tooManyArrivals } from './runLimits.ts'
import type { Scenario } from './scenario.ts'
import { policyById } from './scheduler/policies/menu.ts'
import { untriedReason } from './scheduler/untried.ts'
import { openSimulation, type Simulation } from './simulation.ts'
import { machineUse } from './usage/machineUse.ts'
import { readUsage } from './usage/readUsage.ts'
import type { Work } from './work.ts'
import { budgetStates, workloadStates } from './workloadStates.ts'

/** Most random orders that one request may ask for. */
const MOST_ORDERS = 10_000

/** What a request is answered with. */
export interface Answer {
  readonly result: Replies[RequestType]
  readonly update?: RunUpdate
  /** It was left before it was done. */
  readonly cancelled?: true
}

/**
 * Asked after every slice, whether the work shall end there: nobody wants it any longer, or what has
 * been done is enough for one answer.
 */
export type Leave = () => 'cancelled' | 'enough' | undefined

/** A run that is moved or made, how far it is to go, and how much of that it has done. */
interface Movement {
  readonly simulation: Simulation
  readonly run: Run
  readonly to: number
  readonly done: (() => number) | undefined
}

/** A request that cannot be answered; the message is a sentence for the page. */
class RequestError extends Error {
  override readonly name = 'RequestError'
}

type Outcome<T> =
  | { readonly left?: undefined; readonly value: T }
  | { readonly left: 'cancelled' | 'enough'; readonly value?: undefined }

/** Answers the page's requests; holds the run between them. */
export interface RequestHandler {
  /**
   * Long requests are work in slices, between which others may be answered; those that move the run
   * (see `movesRun`) one at a time, and nothing else that looks at the run meanwhile.
   * @throws RequestError
   */
  handle(request: Request, leave?: Leave): Answer | Work<Answer>
  /** How far the work that moves the run has come. */
  readonly progress: Progress | undefined
  /**
   * What the run is between two slices of the work that moves it; undefined while another one is made that
   * takes its place when it is done.
   */
  reached(): RunUpdate | undefined
  /**
   * What may be done, a slice at a time, while nobody asks for anything: `peek` and `whatIf` need
   * less time afterwards (nothing in a run in which neither was asked for), and `seek` in a long run.
   */
  prepare(): Work<void>
}

/** Whether a request changes the run, so that everything else that looks at the run has to wait. */
export function movesRun({ type }: Request): boolean {
  return (
    type === 'load' ||
    type === 'command' ||
    type === 'advance' ||
    type === 'seek' ||
    type === 'undo' ||
    type === 'branch' ||
    type === 'compare'
  )
}

export function createRequestHandler(): RequestHandler {
  const parse = createParseMemo()
  let simulation: Simulation | undefined
  let encoder: Encoder = createEncoder()
  let sent: RunUpdate['script']
  let sentBranches: { readonly all: unknown; readonly name: string | undefined } | undefined
  /** Made when somebody first looks ahead in this run. */
  let copies: Copies | undefined
  /** While two branches are shown side by side. */
  let compared: ComparedRuns | undefined
  let whatIfs = 0
  /** The simulation that is being moved or made, and how far it is to go. */
  let moving: Movement | undefined

  function current(): Simulation {
    if (!simulation) throw new RequestError('No scenario is loaded.')
    return simulation
  }

  function update(reset = false): RunUpdate {
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
  }

  /** The run that has this lane, and its own name for it. */
  function sideOf(lane: string): { readonly simulation: Simulation; readonly lane: string } {
    if (!compared) return { simulation: current(), lane }
    const side = compared.sideOf(lane)
    if (!side) throw new RequestError(`There is no lane "${lane}".`)
    return side
  }

  function notComparing(): void {
    if (compared) throw new RequestError(COMPARING)
  }

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

  function* command(given: Command, leave: Leave): Work<Answer> {
    if (compared) {
      return { result: { results: [], diagnostics: [], error: COMPARING }, update: update() }
    }
    const { now, slices: steps } = current()
    const { left, value: result } = yield* slices(current(), now, steps.dispatch(given), leave)
    if (left) {
      const error = 'This was cancelled before it could be carried out.'
      const nothing = { results: [], diagnostics: [], error }
      return { result: nothing, update: update(), cancelled: true }
    }
    return { ...(yield* move(steps.runUntil(current().now), now, leave)), result: result! }
  }

  function* undo(leave: Leave): Work<Answer> {
    notComparing()
    const { now, log, slices: steps } = current()
    const { left, value } = yield* slices(current(), log.at(-1)?.at ?? now, steps.undo(), leave)
    const result = { undone: value === true }
    return { result, update: update(), ...(left && { cancelled: true }) }
  }

  function* branch(
    { action, id, name = '' }: Extract<Request, { readonly type: 'branch' }>,
    leave: Leave,
  ): Work<Answer> {
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

  function* compare(
    { branch: id, lane }: Extract<Request, { readonly type: 'compare' }>,
    leave: Leave,
  ): Work<Answer> {
    const { branches, now, run } = current()
    if (id === undefined) {
      compared = undefined
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
    compared = value
    copies = undefined
    return { result: null, update: update(true) }
  }

  function check(text: string): CheckResult {
    const { diagnostics, shapes, hasScenario, run } = parseScenarioFile(text)
    if (!run) return { diagnostics, shapes, hasScenario }
    const { startLine, endLine, ...record } = run
    const lines = text.split('\n')
    const isOthers = (_: string, index: number) => index + 2 < startLine || index + 1 > endLine
    return {
      ...{ diagnostics, shapes, hasScenario },
      run: { ...record, text: lines.filter(isOthers).join('\n') },
    }
  }

  function* load(request: Extract<Request, { readonly type: 'load' }>, leave: Leave): Work<Answer> {
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
    simulation = made
    compared = undefined
    encoder = createEncoder()
    copies = undefined
    const refused = simulation.run.refused.map(({ index, reason }) => {
      const { document, line } = objects[index]!
      return errorAt(reason, document, line)
    })
    return {
      result: { diagnostics: [...diagnostics, ...refused], loaded: true },
      update: update(true),
      ...(left && { cancelled: true }),
    }
  }

  function cluster(lane: string): Cluster {
    const side = sideOf(lane)
    const found = side.simulation.run.clusters.find(({ id }) => id === side.lane)
    if (!found) throw new RequestError(`There is no lane "${lane}".`)
    return found
  }

  function describe(request: Extract<Request, { readonly type: 'describe' }>): string {
    const { store, ledger } = cluster(request.lane)
    const facts =
      request.kind === 'Pod' ? ledger.pods.values() : machineNames(ledger.machines.values())
    for (const fact of facts) {
      if (fact.row !== request.row) continue
      const object = store.get(request.kind, 'namespace' in fact ? fact.namespace : '', fact.name)
      if (object) return describeObject(object)
    }
    throw new RequestError(`This ${request.kind} is gone.`)
  }

  function logs(request: Extract<Request, { readonly type: 'logs' }>): readonly LogLine[] {
    const { lane, row, tail, ...query } = request
    if (!Number.isInteger(tail) || tail < 1 || tail > MOST_LINES) {
      throw new RequestError(`The number of lines is from 1 to ${MOST_LINES}, not ${tail}.`)
    }
    const { store, clock, requestLog } = cluster(lane)
    const asked: LogQuery = {
      ...query,
      tail,
      ...(row !== undefined && { pod: podOf(cluster(lane), row) }),
    }
    try {
      return readLogs(store, requestLog, asked, clock.now)
    } catch (error) {
      if (error instanceof SelectorError) throw new RequestError(error.message)
      throw error
    }
  }

  function podOf({ store, ledger }: Cluster, row: number): Pod {
    const fact = ledger.pods.get(ledger.uidOfRow(row) ?? '')
    if (!fact) throw new RequestError('This Pod is gone.')
    return objectOf(fact, store)
  }

  function machineAt({ lane, node }: Extract<Request, { readonly type: 'use' }>): MachineFact {
    for (const machine of cluster(lane).ledger.machines.values()) {
      if (machine.row === node) return machine
    }
    throw new RequestError('This Node is gone.')
  }

  function* usage(lane: string): Work<Answer> {
    const side = sideOf(lane)
    return { result: { rows: yield* sameRun(readUsage(side.simulation, side.lane)) } }
  }

  function* shuffles(orders: number): Work<Answer> {
    if (!Number.isInteger(orders) || orders < 1 || orders > MOST_ORDERS) {
      throw new RequestError(`The number of orders is from 1 to ${MOST_ORDERS}, not ${orders}.`)
    }
    return { result: { lanes: yield* sameRun(medianMachines(current().settings, orders)) } }
  }

  /** The copies of this run; a generator that outlives the run finds out by itself. */
  function ahead(): Copies {
    copies ??= createCopies(current())
    return copies
  }

  /** As long as the run of this moment is the one on the page. */
  function* sameRun<T>(work: Work<T>): Work<T> {
    const asked = current()
    for (let slice = work.next(); ; slice = work.next()) {
      if (slice.done) return slice.value
      yield
      if (simulation !== asked) throw new RequestError('Another scenario has been loaded.')
    }
  }

  function* lookAhead(request: Extract<Request, { readonly type: 'peek' }>): Work<Answer> {
    notComparing()
    const { to, lane } = request
    if (lane !== undefined) cluster(lane)
    const result = yield* sameRun(peek(current(), ahead(), wholeTime(to), lane))
    return { result }
  }

  function* imagine(
    { command }: Extract<Request, { readonly type: 'whatIf' }>,
    mine: number,
  ): Work<Answer> {
    notComparing()
    const stale = () => whatIfs !== mine
    const result = yield* sameRun(whatIf(current(), ahead(), command, stale))
    if (!result) throw new RequestError('Another question has come.')
    return { result }
  }

  function* remember(lane: string, uid: string): Work<Answer> {
    const side = sideOf(lane)
    return { result: { attempts: yield* sameRun(recall(side.simulation, side.lane, uid)) } }
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

  function travel(
    request: Extract<Request, { readonly type: 'advance' | 'seek' }>,
    leave: Leave,
  ): Work<Answer> {
    if (request.stop) return goTo(request.type, request.stop, leave)
    const to = wholeTime(request.to)
    const { slices } = compared ?? current()
    if (request.type === 'advance') return move(slices.runUntil(to), to, leave)
    return move(request.rough ? slices.glance(to) : slices.seek(to), to, leave)
  }

  return {
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
    get progress() {
      if (!moving) return undefined
      const { run, to, done } = moving
      const pods = run.clusters.reduce((sum, { ledger }) => sum + ledger.pods.size, 0)
      return { now: run.now, to: Math.max(run.now, to), pods, ...(done && { share: done() }) }
    },
    reached() {
      // Two runs that are compared are not at the same moment on their way.
      if (compared || moving?.simulation !== simulation || moving?.run !== simulation?.run) return
      return update()
    },
    handle(request, leave = () => undefined) {
      switch (request.type) {
        case 'load':
          return load(request, leave)
        case 'command':
          return command(request.command, leave)
        case 'advance':
        case 'seek':
          return travel(request, leave)
        case 'undo':
          return undo(leave)
        case 'branch':
          return branch(request, leave)
        case 'compare':
          return compare(request, leave)
        case 'ping':
        case 'taken':
          return { result: null }
        case 'cancel':
          // Whoever does the work in slices knows of any that is under way.
          return { result: { cancelled: false } }
        case 'check': {
          return { result: check(request.text) }
        }
        case 'why': {
          const { store, ledger, attempts, policy } = cluster(request.lane)
          const uid = ledger.uidOfRow(request.row) ?? ''
          const known = attempts.of(uid)
          const pod = ledger.pods.get(uid)
          const untried = pod && untriedReason(objectOf(pod, store), policy)
          if (untried !== undefined) return { result: { attempts: known, untried } }
          return known.some(isBare) ? remember(request.lane, uid) : { result: { attempts: known } }
        }
        case 'peek':
          return lookAhead(request)
        case 'whatIf':
          whatIfs += 1
          return imagine(request, whatIfs)
        case 'describe':
          return { result: { text: describe(request) } }
        case 'logs':
          return { result: { lines: logs(request) } }
        case 'workloads': {
          const { store } = cluster(request.lane)
          const [workloads, budgets] = [workloadStates(store), budgetStates(store)]
          return { result: { workloads, budgets, autoscalers: autoscalerStates(store) } }
        }
        case 'usage':
          cluster(request.lane)
          return usage(request.lane)
        case 'use':
          return { result: machineUse(cluster(request.lane), machineAt(request)) }
        case 'shuffles':
          return shuffles(request.orders)
        default:
          throw new RequestError(`There is no request "${(request as { type: string }).type}".`)
      }
    },
  }
}

const COMPARING = 'Two branches are being compared; end that first.'

/** What makes this file too much for one run in the page. */
function excessOfFile({ arrivals }: Scenario, objects: ScenarioFile['objects']) {
  const waiting = tooManyArrivals(arrivals.length, RUN_LIMITS)
  if (waiting !== undefined) return errorAt(waiting, 0, 1)
  const wanted = objects.map(({ object }) => object)
  const excess = excessOf(wanted, undefined, RUN_LIMITS)
  if (!excess) return undefined
  const { document, line } = objects[excess.index]!
  return errorAt(excess.sentence, document, line)
}

function* machineNames(
  machines: Iterable<{ readonly row: number; readonly machine: { readonly name: string } }>,
) {
  for (const { row, machine } of machines) yield { row, name: machine.name }
}

/** Simulated time counts whole milliseconds, rounded down. */
function wholeTime(time: number): number {
  if (!Number.isFinite(time) || time < 0) throw new RequestError(`${time} is no simulated time.`)
  return Math.floor(time)
}
