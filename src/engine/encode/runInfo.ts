import { toAmount } from '../api/quantity.ts'
import type { Millis } from '../api/units.ts'
import { commandTarget } from '../commandLabel.ts'
import type { Run } from '../lanes.ts'
import type { RunInfo } from '../protocol.ts'
import { EVICTION_WAIT } from '../rules/evictionWait.ts'
import type { Arrival, Scenario } from '../scenario.ts'

/**
 * Tells what stays the same during a run: undefined where a page knows it already, from this run or from another
 * one of the same settings. A list of 150,000 arrivals takes longer to tell than everything else.
 */
export type InfoTeller = (run: Run, isKnown: boolean) => RunInfo | undefined

/** @returns a teller for one page; `isKnown` is true of it as long as the page keeps what it was told */
export function createInfoTeller(): InfoTeller {
  let told: { readonly arrivals: readonly Arrival[]; readonly rest: string } | undefined
  /** The apps that arrive, each once. */
  let arriving: readonly string[] = []
  return (run, isKnown) => {
    const { arrivals } = run.scenario
    if (told?.arrivals !== arrivals) arriving = [...new Set(arrivals.map(({ app }) => app))]
    const info = infoWithout(run)
    // In which order they arrive is told by the shuffle among the rest.
    const rest = JSON.stringify([info, arriving.map((app) => numberOf(run, app))])
    if (isKnown && told?.arrivals === arrivals && told.rest === rest) return undefined
    told = { arrivals, rest }
    return {
      ...info,
      arrivals: run.arrivals.map(({ at, app }) => ({ at, app: numberOf(run, app) })),
    }
  }
}

const numberOf = ({ apps }: Run, app: string): number => apps.find(app) ?? 0

function infoWithout(run: Run): Omit<RunInfo, 'arrivals'> {
  const { scenario, resources } = run
  return {
    name: scenario.name,
    title: scenario.title,
    summary: scenario.summary,
    seed: run.seed,
    shuffle: run.shuffle,
    lanes: run.clusters.map(({ id, spec, policy }) => ({
      id,
      title: spec.title,
      nodePrefix: spec.nodePrefix,
      runbook: policy.world === 'runbook',
    })),
    resources,
    machineTypes: scenario.machineTypes.map(({ name, allocatable, pricePerHour, labels }) => ({
      name,
      allocatable: resources.map((resource) => toAmount(resource, allocatable[resource] ?? '0')),
      pricePerHour,
      ...(Object.keys(labels).length > 0 && { labels }),
    })),
    nodeGroups: (scenario.nodeGroups ?? []).map(({ name, machine, min, max, spot, tier }) => ({
      name,
      machineType: run.machineTypeIndex.get(machine.name)!,
      pricePerHour: machine.pricePerHour,
      bootTime: machine.bootTime,
      min,
      max,
      spot,
      ...(tier !== undefined && { tier }),
      labels: machine.labels,
    })),
    ...(scenario.groupBy && { groupBy: scenario.groupBy }),
    ...(scenario.recorded && { recorded: true }),
    actions: actionsOf(scenario.actions, run.changes),
    maxMachines: scenario.maxMachines,
    until: scenario.until,
    configured: scenario.scheduler !== undefined,
    onCall: scenario.onCall,
    ...(run.clusters.some(({ store }) => store.list('CronJob').length > 0) && { cron: true }),
    evictionWait: EVICTION_WAIT,
  }
}

type ActionInfo = RunInfo['actions'][number]

/** What the scenario does, by time. Machines in a row to which the same happens at once are one entry (`1–1667`). */
function actionsOf(
  actions: Scenario['actions'],
  changes: readonly (NonNullable<ActionInfo['changes']> | undefined)[],
): ActionInfo[] {
  const all: ActionInfo[] = []
  let last: { readonly at: Millis; readonly type: string; first: number; to: number } | undefined
  const order = actions.map((action, index) => ({ ...action, index })).sort((a, b) => a.at - b.at)
  for (const { at, command, index } of order) {
    const { type } = command
    const machine = 'machine' in command ? command.machine : Number.NaN
    if (last && last.at === at && last.type === type && last.to + 1 === machine) {
      last.to = machine
      all[all.length - 1] = { at, type, label: `${last.first}–${machine}` }
      continue
    }
    last = { at, type, first: machine, to: machine }
    const told = changes[index] ?? []
    all.push({ at, type, label: commandTarget(command), ...(told.length > 0 && { changes: told }) })
  }
  return all
}
