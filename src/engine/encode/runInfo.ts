import { toAmount } from '../api/quantity.ts'
import { commandTarget } from '../commandLabel.ts'
import type { Run } from '../lanes.ts'
import type { RunInfo } from '../protocol.ts'
import { EVICTION_WAIT } from '../rules/evictionWait.ts'

/** What stays the same during a run. */
export function runInfo(run: Run): RunInfo {
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
    })),
    ...(scenario.groupBy && { groupBy: scenario.groupBy }),
    arrivals: run.arrivals.map(({ at, app }) => ({ at, app: run.apps.find(app) ?? 0 })),
    actions: scenario.actions
      .map(({ at, command }, index) => {
        const changes = run.changes[index] ?? []
        return {
          at,
          type: command.type,
          label: commandTarget(command),
          ...(changes.length > 0 && { changes }),
        }
      })
      .sort((a, b) => a.at - b.at),
    maxMachines: scenario.maxMachines,
    until: scenario.until,
    configured: scenario.scheduler !== undefined,
    onCall: scenario.onCall,
    ...(run.clusters.some(({ store }) => store.list('CronJob').length > 0) && { cron: true }),
    evictionWait: EVICTION_WAIT,
  }
}
