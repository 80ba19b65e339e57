import type { Cluster } from '../cluster.ts'
import type { Run } from '../lanes.ts'
import type { NodeGroupState } from '../protocol.ts'

/** What the page is told of a lane's node groups; undefined = nobody resizes any. */
export function nodeGroupStates(
  { nodeGroups, ledger }: Cluster,
  run: Run,
): readonly NodeGroupState[] | undefined {
  const reports = nodeGroups()
  if (!reports) return undefined
  const ready = new Map<string, number>()
  for (const { machine, notReady } of ledger.machines.values()) {
    if (machine.group === undefined || machine.booting || notReady) continue
    ready.set(machine.group, (ready.get(machine.group) ?? 0) + 1)
  }
  return reports.map(({ group, target, unneeded }) => ({
    group: run.nodeGroupIndex.get(group.name)!,
    target,
    ready: ready.get(group.name) ?? 0,
    unneeded: unneeded.flatMap((name) => ledger.machines.get(name)?.row ?? []),
  }))
}
