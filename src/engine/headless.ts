import { allocatableOf } from './api/amounts.ts'
import type { Pod } from './api/types.gen.ts'
import type { Millis } from './api/units.ts'
import type { Cluster } from './cluster.ts'
import type { RunSettings } from './lanes.ts'
import { createStrandedCache, laneMetrics } from './metrics/laneMetrics.ts'
import { wasDropped } from './metrics/podState.ts'
import { type LoggedCommand, PodState } from './protocol.ts'
import { createReplay } from './replay.ts'
import type { Scenario } from './scenario.ts'
import type { ResourceAmounts } from './scheduler/framework.ts'
import type { Policy } from './scheduler/policy.ts'

/** One cluster at the end of a headless run; seconds, millicores, bytes, US dollars. */
export interface HeadlessResult {
  readonly time: number
  readonly nodes: readonly {
    readonly name: string
    readonly allocatable: ResourceAmounts
    readonly requested: ResourceAmounts
    /** Names of the pods that hold their requests there, in order of binding. */
    readonly pods: readonly string[]
  }[]
  readonly pods: readonly {
    readonly namespace: string
    readonly name: string
    readonly phase: string
    readonly nodeName: string | null
    readonly reason: string | null
    readonly message: string | null
  }[]
  readonly metrics: {
    readonly machines: number
    readonly machinesUsed: number
    readonly pending: number
    /** Requested / allocatable of the machines that are up, 0..1. */
    readonly utilisation: { readonly cpu: number; readonly memory: number }
    readonly costPerHour: number
  }
  readonly events: readonly {
    readonly time: number
    readonly type: string
    readonly reason: string
    readonly object: string
    readonly message: string
  }[]
  /** Who sent requests, and what became of them; absent where nobody does. */
  readonly traffic?: readonly {
    readonly namespace: string
    readonly name: string
    readonly to: string
    readonly answered: number
    readonly failed: number
    /** Answers by version. */
    readonly versions: Readonly<Record<string, number>>
    /** Failed requests by reason. */
    readonly failures: Readonly<Record<string, number>>
  }[]
}

/** Nobody looks at such a run while it goes on. */
const ALL = Number.POSITIVE_INFINITY

/** What did not come about in a headless run. */
export type HeadlessProblem =
  /** An object of the settings, by index, that was not accepted. */
  | { readonly object: number; readonly reason: string }
  /** An action of the scenario, at a time in seconds, that could not be carried out. */
  | { readonly at: number; readonly action: string; readonly reason: string }

/**
 * Runs a scenario to `until` without a page; one result per lane, in the scenario's order, and how many
 * apps do not serve then, as the page counts them.
 * @param report is told afterwards what did not come about
 * @param log commands that are given at their times
 */
export function runHeadless(
  settings: RunSettings,
  until: Millis,
  report: (problem: HeadlessProblem) => void = () => undefined,
  log: readonly LoggedCommand[] = [],
): { readonly lane: string; readonly result: HeadlessResult; readonly down: number }[] {
  const replay = createReplay({ ...settings, eventLimit: ALL, markLimit: ALL }, () => log)
  replay.runUntil(until)
  const { run } = replay
  for (const { index, reason } of run.refused) report({ object: index, reason })
  for (const { at, label, error } of run.marks.after(0)) {
    if (error !== undefined) report({ at: at / 1_000, action: label, reason: error })
  }
  return run.clusters.map((cluster) => ({
    lane: cluster.id,
    result: resultOf(cluster),
    down: cluster.ledger.availability.down,
  }))
}

function resultOf(cluster: Cluster): HeadlessResult {
  const { store, ledger, log, clock } = cluster
  const numbers = laneMetrics(
    ledger,
    ['cpu', 'memory'],
    createStrandedCache(ledger, ['cpu', 'memory']),
  )
  const [cpu, memory] = numbers.resources.map(({ requested, allocatable }) =>
    allocatable > 0 ? rounded(requested / allocatable) : 0,
  )
  return {
    time: clock.now / 1_000,
    nodes: store.list('Node').map((node) => {
      const name = node.metadata!.name!
      const machine = ledger.machines.get(name)
      const { pods: _, ...requested } = machine?.requested ?? {}
      const held = machine ? ledger.podsOn(machine).filter(({ occupies }) => occupies) : []
      return {
        name,
        allocatable: inOrder(allocatableOf(node)),
        requested: inOrder({ cpu: 0, memory: 0, ...requested }),
        pods: held.map((pod) => pod.name),
      }
    }),
    pods: store.list('Pod').map((pod) => podRow(cluster, pod)),
    metrics: {
      machines: numbers.machines,
      machinesUsed: numbers.machinesUsed,
      pending: numbers.pending,
      utilisation: { cpu: cpu!, memory: memory! },
      costPerHour: rounded(numbers.costPerHour),
    },
    events: log.after(0).map(({ at, type, reason, object, message }) => ({
      time: at / 1_000,
      type,
      reason,
      object,
      message,
    })),
    ...trafficOf(cluster),
  }
}

function trafficOf({ services }: Cluster): Pick<HeadlessResult, 'traffic'> {
  const traffic = services
    .traffic()
    .map(({ versions, failures, requestsPerSecond: _, flows: _now, ...rest }) => ({
      ...rest,
      versions: Object.fromEntries(versions.map(({ version, answered }) => [version, answered])),
      failures: Object.fromEntries(failures.map(({ reason, count }) => [reason, count])),
    }))
  return traffic.length > 0 ? { traffic } : {}
}

function podRow({ ledger }: Cluster, pod: Pod): HeadlessResult['pods'][number] {
  const { namespace = '', name = '', uid = '', deletionTimestamp } = pod.metadata ?? {}
  const { phase = 'Pending', reason, message, conditions, containerStatuses } = pod.status ?? {}
  const nodeName = pod.spec?.nodeName ?? null
  const identity = { namespace, name }
  // Nobody can tell what became of an app on a machine without power, in a world without an API.
  if (ledger.pods.get(uid)?.state === PodState.Down) {
    const why = wasDropped(pod) ? 'takes no new work' : 'is down'
    return {
      ...identity,
      phase: 'Unknown',
      nodeName,
      reason: 'Down',
      message: `the machine ${why}`,
    }
  }
  const refused = nodeName ? undefined : conditions?.find(({ type }) => type === 'PodScheduled')
  const waiting = containerStatuses?.find(({ state }) => state?.waiting)?.state?.waiting?.reason
  return {
    ...identity,
    phase,
    nodeName,
    reason: reason ?? refused?.reason ?? (deletionTimestamp ? 'Terminating' : waiting) ?? null,
    message: message ?? refused?.message ?? null,
  }
}

/** cpu, memory, then the others by name: the same bytes whatever the manifest's order. */
function inOrder(amounts: ResourceAmounts): ResourceAmounts {
  const { cpu = 0, memory = 0, ...others } = amounts
  const rest = Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1))
  return { cpu, memory, ...Object.fromEntries(rest) }
}

/** To a millionth: sums of prices and ratios have no shorter exact form. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

/**
 * The scenario with one lane under this policy: the scenario's own lane of that policy if it has
 * one, so that the same machines get the same names and the same luck.
 */
export function withPolicy(scenario: Scenario, policy: Policy): Scenario {
  const own = scenario.lanes.find((lane) => lane.policy === policy.id)
  const { id, title } = policy
  const nodePrefix = policy.world === 'runbook' ? 'vm-' : 'node-'
  return { ...scenario, lanes: [own ?? { id, title, policy: id, nodePrefix }] }
}
