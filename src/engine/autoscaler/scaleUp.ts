import { GROUP_LABEL, type NodeGroup } from '../scenario.ts'
import type { PodInfo } from '../scheduler/framework.ts'
import { structurallyEqual } from '../store/structuralEquality.ts'
import { estimate, type Template } from './estimate.ts'
import type { Option } from './expanders.ts'
import { type PodGroup, podGroups } from './podGroups.ts'
import { MOST_NEW_NODES } from './settings.ts'
import type { Snapshot } from './snapshot.ts'

const MAX_SIZE_REACHED = 'max node group size reached'
const IN_BACKOFF = 'in backoff after failed scale-up'

/** A group as it stands before a scale-up. */
export interface GroupSize {
  readonly group: NodeGroup
  readonly template: Template
  /** Machines that it has and that are on their way. */
  readonly target: number
  /** The cloud could not give a machine of it a while ago. */
  readonly inBackoff: boolean
}

/** What growing each group would bring, and why it would bring nothing to some pods. */
export interface Options {
  readonly options: readonly Option[]
  /** Pods that no group can help, each with the reasons, one for each group. */
  readonly helpless: readonly {
    readonly pod: PodInfo
    readonly reasons: readonly string[]
  }[]
  /** Whether a pod group of this sample fits the group: what makes groups interchangeable. */
  readonly fits: ReadonlyMap<NodeGroup, ReadonlySet<PodGroup>>
}

/**
 * Works out the expansion options (core/scaleup/orchestrator).
 * @param pods that fit on no machine there is or will be
 * @param room how many machines the cluster may still get in all
 */
export function expansionOptions(
  snapshot: Snapshot,
  sizes: readonly GroupSize[],
  pods: readonly PodInfo[],
  room: number,
): Options {
  const alike = podGroups(pods)
  const reasons = new Map<PodGroup, string[]>(alike.map((group) => [group, []]))
  const helped = new Set<PodGroup>()
  const fits = new Map<NodeGroup, ReadonlySet<PodGroup>>()
  const options: Option[] = []
  for (const { group, template, target, inBackoff } of sizes) {
    if (inBackoff || target >= group.max) continue
    const trial = snapshot.fork()
    const node = template.node(`template-node-for-${group.name}`)
    trial.add(node, template.daemons(node))
    const fitting = alike.filter((each) => {
      const refused = trial.refusal(each.pods[0]!, node.metadata!.name!)
      if (refused) reasons.get(each)!.push(...refused)
      else helped.add(each)
      return !refused
    })
    fits.set(group, new Set(fitting))
    const most = Math.min(room, group.max - target, MOST_NEW_NODES)
    const found = estimate(snapshot, template, fitting, most)
    if (found.count > 0) options.push({ ...found, group, allocatable: template.allocatable })
  }
  const skipped = sizes.flatMap(({ group, target, inBackoff }) =>
    inBackoff ? [IN_BACKOFF] : target >= group.max ? [MAX_SIZE_REACHED] : [],
  )
  const helpless = alike
    .filter((each) => !helped.has(each))
    .flatMap((each) =>
      each.pods.map((pod) => ({ pod, reasons: [...reasons.get(each)!, ...skipped] })),
    )
  return { options, helpless, fits }
}

/** How many machines each group gets: the smallest first, until all are as large. */
export function balance(
  groups: readonly GroupSize[],
  count: number,
): { readonly group: NodeGroup; readonly from: number; readonly to: number }[] {
  const plans = groups
    .map(({ group, target }) => ({ group, from: target, to: target }))
    .sort((a, b) => a.from - b.from)
  for (let left = count; left > 0; left--) {
    const open = plans.filter(({ group, to }) => to < group.max)
    const smallest = Math.min(...open.map(({ to }) => to))
    const plan = open.find(({ to }) => to === smallest)
    if (!plan) break
    plan.to += 1
  }
  return plans.filter(({ from, to }) => to > from)
}

/** Labels that tell machines or places apart, which alike groups may differ in. */
const DISTINCT = new Set([
  GROUP_LABEL,
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
])

/** Whether two groups give machines of the same size and kind (nodegroupset, IsNodeInfoSimilar). */
export function areSimilar(a: NodeGroup, b: NodeGroup): boolean {
  const labels = ({ machine }: NodeGroup) =>
    Object.entries(machine.labels)
      .filter(([key]) => !DISTINCT.has(key))
      .sort(([x], [y]) => (x < y ? -1 : 1))
  return (
    structurallyEqual(a.machine.allocatable, b.machine.allocatable) &&
    structurallyEqual(labels(a), labels(b))
  )
}
