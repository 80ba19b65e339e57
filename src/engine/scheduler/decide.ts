import type { Pod } from '../api/types.gen.ts'
import type { Attempt, PreemptionReasons } from './attempt.ts'
import type { FilterResult } from './filterNodes.ts'
import { type Nominated, rejectionOn } from './fitCheck.ts'
import { fitErrorMessage } from './fitError.ts'
import type { ClusterView, PodInfo, PostFilterResult, Trials, VolumeBindings } from './framework.ts'
import { type CycleRules, type CycleStart, schedulingCycle } from './schedulingCycle.ts'
import { ScoreError } from './scoreNodes.ts'

/** What becomes of a pod, and everything that explains it; nothing of it is written yet. */
export interface Decision {
  readonly record: Pick<
    Attempt,
    | 'verdicts'
    | 'selected'
    | 'candidates'
    | 'equals'
    | 'maxTotal'
    | 'message'
    | 'preemption'
    | 'nodes'
    | 'examined'
    | 'nominated'
  >
  /** Exactly one of these two is there. */
  readonly selected?: string
  readonly refusal?: Refusal
  /** What the pod's claims get on the selected node. */
  readonly bindings?: VolumeBindings
  /** Where the next decision of this scheduler goes on. */
  readonly next: CycleStart
  /** What it was made on, where the record lacks verdicts that may be made later (see wholeLater.ts). */
  readonly seen?: ClusterView
}

/** As much of a failed search as tells why it failed. */
export type Rejections = Pick<
  FilterResult,
  'rejections' | 'groups' | 'absent' | 'preFilterRejected' | 'rejectedBy'
>

interface Refusal {
  readonly reason: 'Unschedulable' | 'SchedulerError'
  readonly message: string
  /** Plugins to blame; none = an error, or no nodes at all. */
  readonly rejectedBy: ReadonlySet<string>
  /** The node that is cleared for the pod; '' = an earlier nomination ends; absent = no change. */
  readonly nominated?: string
  /** Pods to delete there. */
  readonly victims: readonly Pod[]
  /** Nodes that could have been cleared just as well. */
  readonly equals: readonly string[]
  readonly reasons?: PreemptionReasons
}

/**
 * Decides about one pod: the scheduling cycle, and preemption when no node is feasible
 * (SCHEDULER.md sections 3, 9 and 10). Changes nothing but the random stream.
 */
export function decide(
  pod: PodInfo,
  cluster: ClusterView,
  rules: CycleRules,
  start: CycleStart,
  nominated: Nominated,
): Decision {
  const { maxTotal } = rules.profile
  if (cluster.nodes.length === 0) {
    const refusal = failure('Unschedulable', 'no nodes available to schedule pods')
    const record = { verdicts: [], candidates: [], maxTotal, message: refusal.message }
    return { record, refusal, next: start }
  }
  try {
    const found = schedulingCycle(pod, cluster, rules, start, nominated)
    const { filtered, next, bindings, ...cycle } = { ...found, nodes: cluster.nodes.length }
    if (cycle.selected !== undefined) {
      const { nominated: alone } = filtered
      const record = alone === undefined ? cycle : { ...cycle, nominated: alone }
      return { record, selected: cycle.selected, bindings, next }
    }
    const refusal = refuse(pod, cluster, rules, filtered, nominated)
    return { record: { ...cycle, ...recordOf(refusal) }, refusal, next }
  } catch (error) {
    if (!(error instanceof ScoreError)) throw error
    const refusal = failure('SchedulerError', error.message)
    const record = { verdicts: [], candidates: [], maxTotal, message: refusal.message }
    return { record, refusal, next: start }
  }
}

function failure(reason: Refusal['reason'], message: string): Refusal {
  return { reason, message, rejectedBy: new Set(), victims: [], equals: [] }
}

/** What the record of a failed attempt says about it. */
export function recordOf({
  message,
  nominated,
  victims,
  equals,
  reasons,
}: Refusal): Partial<Attempt> {
  if (!nominated) return { message }
  const names = victims.map((victim) => victim.metadata?.name ?? '')
  const preemption = { nominatedNode: nominated, victims: names, ...(reasons && { reasons }) }
  if (equals.length <= 1) return { message, preemption }
  return { message, preemption: { ...preemption, candidates: equals } }
}

/**
 * What becomes of a pod that no node takes: the plugins that make room are asked.
 * @param trials nodes to make room on, where an engine has its own way of trying them
 */
export function refuse(
  pod: PodInfo,
  cluster: ClusterView,
  rules: CycleRules,
  filtered: Rejections,
  nominated: Nominated,
  trials?: Trials,
): Refusal {
  const { rejections, groups, absent, preFilterRejected, rejectedBy } = filtered
  const room = makeRoom(pod, cluster, rules, filtered, nominated, trials)
  const numAllNodes = cluster.nodeCount ?? cluster.nodes.length
  const message = fitErrorMessage({
    numAllNodes,
    nodeReasons: groups ? [] : Array.from(rejections.values(), ({ reasons }) => reasons),
    alike: groups?.map(({ rejection, nodes }) => ({ reasons: rejection.reasons, nodes })),
    absent: absent && {
      count: numAllNodes - rejections.size,
      reasons: absent.reasons,
    },
    preFilterMessage: preFilterRejected ? absent?.reasons.join(', ') : undefined,
    postFilterMessage: room.message,
  })
  return {
    reason: 'Unschedulable',
    message,
    rejectedBy,
    nominated: room.nomination?.node ?? (room.keepNomination ? undefined : ''),
    victims: room.nomination?.victims ?? [],
    equals: room.nomination?.candidates ?? [],
    ...(room.nomination?.reasons && { reasons: room.nomination.reasons }),
  }
}

function makeRoom(
  pod: PodInfo,
  cluster: ClusterView,
  { profile, random }: CycleRules,
  filtered: Rejections,
  nominated: Nominated,
  trials: Trials | undefined,
): PostFilterResult {
  const messages: string[] = []
  let keepNomination = true
  for (const { postFilter } of profile.postFilters) {
    const result = postFilter?.(pod, cluster, filtered, {
      random,
      trials,
      rejection: (node, changed) =>
        rejectionOn(pod, node, changed, profile.filters, nominated)?.rejection,
    })
    if (!result) continue
    if (result.nomination || result.failed) return result
    if (result.message) messages.push(result.message)
    keepNomination &&= result.keepNomination ?? false
  }
  return { message: messages.join(', ') || undefined, keepNomination }
}
