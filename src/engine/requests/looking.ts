import { SelectorError } from '../api/labelSelectorText.ts'
import type { Pod } from '../api/types.gen.ts'
import { autoscalerStates } from '../autoscalerStates.ts'
import type { Cluster } from '../cluster.ts'
import { describeObject } from '../describe.ts'
import { peek } from '../foresight/peek.ts'
import { isBare, recall } from '../foresight/recall.ts'
import { whatIf } from '../foresight/whatIf.ts'
import { medianMachines } from '../history/medianMachines.ts'
import { type LogQuery, MOST_LINES, readLogs } from '../logs/readLogs.ts'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import { type MachineFact, objectOf } from '../metrics/facts.ts'
import type { CheckResult, Command, LogLine, Replies, Request } from '../protocol.ts'
import type { Attempt } from '../scheduler/attempt.ts'
import { untriedReason } from '../scheduler/untried.ts'
import { machineUse } from '../usage/machineUse.ts'
import { readUsage } from '../usage/readUsage.ts'
import type { Work } from '../work.ts'
import { budgetStates, workloadStates } from '../workloadStates.ts'
import { type Answer, type Answering, type Leave, RequestError } from './answer.ts'
import type { HeldRun } from './heldRun.ts'
import { wholeTime } from './moving.ts'

type RequestOf<T extends Request['type']> = Extract<Request, { readonly type: T }>

/** Answers requests that look at the run, or at copies of it, and change nothing. */
export interface Looker {
  check(text: string): CheckResult
  why(request: RequestOf<'why'>, leave: Leave): Answering
  peek(request: RequestOf<'peek'>, leave: Leave): Work<Answer>
  whatIf(request: RequestOf<'whatIf'>, leave: Leave): Work<Answer>
  describe(request: RequestOf<'describe'>): string
  logs(request: RequestOf<'logs'>): readonly LogLine[]
  workloads(request: RequestOf<'workloads'>): Replies['workloads']
  usage(request: RequestOf<'usage'>): Work<Answer>
  use(request: RequestOf<'use'>): Replies['use']
  shuffles(request: RequestOf<'shuffles'>): Work<Answer>
}

/** Most random orders that one request may ask for. */
const MOST_ORDERS = 10_000

export function createLooker(held: HeldRun): Looker {
  const { current, cluster, sideOf, ahead, sameRun, notComparing } = held
  let whatIfs = 0

  function describe(request: RequestOf<'describe'>): string {
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

  function logs(request: RequestOf<'logs'>): readonly LogLine[] {
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

  function machineAt({ lane, node }: RequestOf<'use'>): MachineFact {
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

  function* lookAhead({ to, lane }: RequestOf<'peek'>, leave: Leave): Work<Answer> {
    notComparing()
    if (lane !== undefined) cluster(lane)
    const work = sameRun(peek(current(), ahead(), wholeTime(to), lane))
    for (let slice = work.next(); ; slice = work.next()) {
      if (slice.done) return { result: slice.value }
      if (leave()) return { result: { at: undefined, lanes: [], left: true }, cancelled: true }
      yield slice.value
    }
  }

  function* imagine(command: Command, mine: number, leave: Leave): Work<Answer> {
    notComparing()
    const work = sameRun(whatIf(current(), ahead(), command))
    for (;;) {
      if (whatIfs !== mine) throw new RequestError('Another question has come.')
      if (leave()) throw new RequestError('Nobody waits for the answer any more.')
      const slice = work.next()
      if (slice.done) return { result: slice.value }
      yield slice.value
    }
  }

  /** The attempts with their verdicts; as they are known when that is left. */
  function* remember(
    lane: string,
    uid: string,
    known: readonly Attempt[],
    leave: Leave,
  ): Work<Answer> {
    const side = sideOf(lane)
    const work = sameRun(recall(side.simulation, side.lane, uid, known.at(-1)!.id))
    for (let slice = work.next(); ; slice = work.next()) {
      if (slice.done) return { result: { attempts: slice.value } }
      if (leave()) return { result: { attempts: known }, cancelled: true }
      yield slice.value
    }
  }

  return {
    check,
    why(request, leave) {
      const { store, ledger, attempts, policy } = cluster(request.lane)
      const uid = ledger.uidOfRow(request.row) ?? ''
      const known = attempts.of(uid)
      const pod = ledger.pods.get(uid)
      const untried = pod && untriedReason(objectOf(pod, store), policy)
      if (untried !== undefined) return { result: { attempts: known, untried } }
      return known.some(isBare)
        ? remember(request.lane, uid, known, leave)
        : { result: { attempts: known } }
    },
    peek: lookAhead,
    whatIf({ command }, leave) {
      whatIfs += 1
      return imagine(command, whatIfs, leave)
    },
    describe,
    logs,
    workloads({ lane }) {
      const { store } = cluster(lane)
      const [workloads, budgets] = [workloadStates(store), budgetStates(store)]
      return { workloads, budgets, autoscalers: autoscalerStates(store) }
    },
    usage({ lane }) {
      cluster(lane)
      return usage(lane)
    },
    use: (request) => machineUse(cluster(request.lane), machineAt(request)),
    shuffles: ({ orders }) => shuffles(orders),
  }
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

function* machineNames(
  machines: Iterable<{ readonly row: number; readonly machine: { readonly name: string } }>,
) {
  for (const { row, machine } of machines) yield { row, name: machine.name }
}
