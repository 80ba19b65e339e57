import type { Node, Pod, Taint } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { ControllerContext } from '../controllers/context.ts'
import type { Cloud } from '../machine.ts'
import type { MachineFact } from '../metrics/facts.ts'
import { DELETION_CANDIDATE, TO_BE_DELETED } from '../rules/autoscalerTaints.ts'
import { drainability } from '../rules/drainability.ts'
import { findCondition } from '../rules/podStatus.ts'
import type { AutoscalerSettings, NodeGroup } from '../scenario.ts'
import type { NodeView } from '../scheduler/framework.ts'
import { unixSeconds } from '../sim/calendar.ts'
import { namespaceOf } from '../store/identity.ts'
import type { Removal } from './removal.ts'
import {
  DELAY_AFTER_FAILURE,
  MOST_DELETIONS,
  MOST_DRAINS,
  MOST_SOFT_TAINTS,
  RECHECK_TIME,
  UNREADY_TIME,
} from './settings.ts'
import type { Snapshot } from './snapshot.ts'
import { findUnneeded } from './unneeded.ts'
import { utilizationOf, utilizationText } from './utilization.ts'

/** On a Node: the cluster autoscaler leaves it alone. */
const DISABLED = 'cluster-autoscaler.kubernetes.io/scale-down-disabled'

export interface ScaleDown {
  /** Machines were added: nothing is taken away for a while. */
  grown(): void
  /**
   * One loop without growth.
   * @param paused nothing is taken away in this loop
   */
  look(paused: boolean, snapshot: () => Snapshot): void
  /** When a node will have been unneeded for long enough; undefined = none is. */
  nextAt(): Millis | undefined
  /** When a node whose pods could not be moved is looked at again. */
  recheckAt(): Millis | undefined
  forget(): void
  /** Names of a group's nodes that are held to be unneeded. */
  unneeded(group: string): readonly string[]
}

export interface ScaleDownOptions {
  readonly settings: AutoscalerSettings
  readonly groups: readonly NodeGroup[]
  readonly removal: Removal
  readonly cloud: Cloud
  /** What is requested of each machine, by name. */
  readonly machines: ReadonlyMap<string, MachineFact>
}

interface Unneeded {
  readonly group: string
  readonly since: Millis
  readonly ready: boolean
  readonly pods: readonly Pod[]
}

/** Finds machines that the cluster can do without, and takes them away when they were so for long. */
export function createScaleDown(
  { store, clock }: ControllerContext,
  { settings, groups, removal, cloud, machines }: ScaleDownOptions,
): ScaleDown {
  /** By name, in the order in which they were found. */
  let unneeded = new Map<string, Unneeded>()
  /** Nodes whose pods could not be moved, and when to look at them again. */
  const unremovable = new Map<string, Millis>()
  let lastGrowth = Number.NEGATIVE_INFINITY
  let lastFailure = Number.NEGATIVE_INFINITY
  let failures = 0

  const minimum = new Map(groups.map(({ name, min }) => [name, min]))

  function look(paused: boolean, snapshot: () => Snapshot): void {
    if (removal.failures !== failures) lastFailure = clock.now
    failures = removal.failures
    for (const [name, until] of unremovable) if (until <= clock.now) unremovable.delete(name)
    const candidates = eligible()
    unneeded = categorize(candidates, snapshot)
    if (paused || coolsDown()) return
    if (!takeAway()) markCandidates()
  }

  function coolsDown(): boolean {
    return (
      lastGrowth + settings.scaleDownDelayAfterAdd > clock.now ||
      lastFailure + DELAY_AFTER_FAILURE > clock.now
    )
  }

  /**
   * Nodes of groups that use little, those without pods first, then those of the last loop. A group
   * at its minimum has none, so none of its nodes is marked either, and marks of before go: this is
   * decided before utilization is looked at, by the size the group is meant to have
   * (processors/nodes/pre_filtering_processor, core/static_autoscaler updateSoftDeletionTaints).
   */
  function eligible(): Candidate[] {
    const found: Candidate[] = []
    const sizes = targetSizes()
    for (const { name, group, booting } of cloud.machines()) {
      if (group === undefined || booting || removal.inProgress.has(name)) continue
      if (isAtMinimum(group, sizes)) continue
      if (unremovable.has(name)) continue
      const node = store.get('Node', '', name)
      // A kubelet that has not reported yet belongs to a machine on its way.
      if (!node || node.status?.conditions === undefined) continue
      if (node.metadata?.annotations?.[DISABLED] === 'true') continue
      const { allocatable, requested, used } = machines.get(name)!
      const { utilization } = utilizationOf(allocatable, requested)
      if (utilization >= settings.scaleDownUtilizationThreshold) continue
      const rank = used === 0 ? 0 : unneeded.has(name) ? 1 : 2
      found.push({ name, group, ready: isNodeReady(node), rank })
    }
    return found.sort((a, b) => a.rank - b.rank)
  }

  /** Machines of each group, those that boot and those on their way out among them. */
  function targetSizes(): Map<string, number> {
    const sizes = new Map<string, number>()
    for (const { group } of cloud.machines()) {
      if (group !== undefined) sizes.set(group, (sizes.get(group) ?? 0) + 1)
    }
    return sizes
  }

  const isAtMinimum = (group: string, sizes: ReadonlyMap<string, number>): boolean =>
    (sizes.get(group) ?? 0) <= (minimum.get(group) ?? 0)

  function categorize(
    candidates: readonly Candidate[],
    snapshot: () => Snapshot,
  ): Map<string, Unneeded> {
    const removable = removableOf(candidates, snapshot)
    const next = new Map<string, Unneeded>()
    for (const { name, group, ready } of candidates) {
      const pods = removable.get(name)
      if (!pods) continue
      next.set(name, { group, ready, pods, since: unneeded.get(name)?.since ?? clock.now })
    }
    return next
  }

  /** The candidates that could go, with the pods that would move; a snapshot is made if it matters. */
  function removableOf(
    candidates: readonly Candidate[],
    take: () => Snapshot,
  ): ReadonlyMap<string, readonly Pod[]> {
    const empty = candidates.filter(({ rank }) => rank === 0).map(({ name }) => name)
    const others = candidates.filter(({ rank }) => rank > 0).map(({ name }) => name)
    const ongoing = [...removal.inProgress].filter(([, { drain }]) => drain)
    if (others.length === 0 && ongoing.length === 0) {
      return new Map(empty.map((name) => [name, []]))
    }
    const snapshot = take()
    // Whoever is on the way out of another node will need a place first.
    for (const [name] of ongoing) {
      for (const info of snapshot.node(name)?.pods ?? []) {
        if (drainability(info.pod, []) === 'stays') continue
        const { nodeName: _, ...spec } = info.pod.spec!
        const place = snapshot.place({ ...info, pod: { ...info.pod, spec } })
        if (place === undefined) return new Map()
      }
    }
    const result = findUnneeded({
      snapshot,
      empty,
      candidates: others,
      isDestination: ({ name, node }: NodeView) =>
        cloud.byName(name)?.booting === false && isNodeReady(node),
      drainability: (pod) => drainability(pod, store.list('PodDisruptionBudget', namespaceOf(pod))),
    })
    for (const name of result.unremovable) unremovable.set(name, clock.now + RECHECK_TIME)
    return result.removable
  }

  /** Whether any node was sent on its way. */
  function takeAway(): boolean {
    const sizes = new Map<string, number>()
    for (const { name, group } of cloud.machines()) {
      if (group === undefined || removal.inProgress.has(name)) continue
      sizes.set(group, (sizes.get(group) ?? 0) + 1)
    }
    let deletions = MOST_DELETIONS - removal.inProgress.size
    let drains = MOST_DRAINS - [...removal.inProgress.values()].filter(({ drain }) => drain).length
    let any = false
    const ready = [...unneeded].filter(([, entry]) => dueAt(entry) < clock.now)
    const emptyFirst = [
      ...ready.filter(([, { pods }]) => pods.length === 0),
      ...ready.filter(([, { pods }]) => pods.length > 0),
    ]
    for (const [name, { group, pods }] of emptyFirst) {
      if (isAtMinimum(group, sizes)) continue
      if (deletions <= 0 || (pods.length > 0 && drains <= 0)) continue
      sizes.set(group, sizes.get(group)! - 1)
      deletions -= 1
      if (pods.length > 0) {
        drains -= 1
        const { allocatable, requested } = machines.get(name)!
        removal.drain(name, group, utilizationText(utilizationOf(allocatable, requested)), pods)
      } else removal.empty(name, group)
      unneeded.delete(name)
      any = true
    }
    return any
  }

  function dueAt({ since, ready }: Unneeded): Millis {
    return since + (ready ? settings.scaleDownUnneededTime : UNREADY_TIME)
  }

  /** Unneeded nodes get a soft taint: the scheduler fills others first. */
  function markCandidates(): void {
    let left = MOST_SOFT_TAINTS
    for (const { name, group } of cloud.machines()) {
      if (left === 0) return
      const node = group === undefined ? undefined : store.get('Node', '', name)
      if (!node) continue
      const taints = node.spec?.taints ?? []
      const marked = taints.some(({ key }) => key === DELETION_CANDIDATE)
      if (marked === unneeded.has(name)) continue
      if (taints.some(({ key }) => key === TO_BE_DELETED)) continue
      left -= 1
      const soft: Taint = {
        key: DELETION_CANDIDATE,
        value: String(unixSeconds(clock.now)),
        effect: 'PreferNoSchedule',
      }
      const next = marked
        ? taints.filter(({ key }) => key !== DELETION_CANDIDATE)
        : [...taints, soft]
      const { taints: _, ...spec } = node.spec ?? {}
      store.update('Node', { ...node, spec: next.length > 0 ? { ...spec, taints: next } : spec })
    }
  }

  return {
    look,
    grown() {
      lastGrowth = clock.now
    },
    nextAt() {
      const sizes = targetSizes()
      const times: Millis[] = []
      for (const entry of unneeded.values()) {
        if (isAtMinimum(entry.group, sizes)) continue
        const free = Math.max(
          dueAt(entry) + 1,
          lastGrowth + settings.scaleDownDelayAfterAdd,
          lastFailure + DELAY_AFTER_FAILURE,
        )
        times.push(free)
      }
      return times.length > 0 ? Math.min(...times) : undefined
    },
    forget() {
      unneeded = new Map()
      unremovable.clear()
      lastGrowth = Number.NEGATIVE_INFINITY
      lastFailure = Number.NEGATIVE_INFINITY
    },
    recheckAt: () => (unremovable.size > 0 ? Math.min(...unremovable.values()) : undefined),
    unneeded: (group) =>
      [...unneeded].filter(([, entry]) => entry.group === group).map(([name]) => name),
  }
}

interface Candidate {
  readonly name: string
  readonly group: string
  readonly ready: boolean
  readonly rank: number
}

function isNodeReady(node: Node): boolean {
  return findCondition(node.status?.conditions, 'Ready')?.status === 'True'
}
