import { nonZeroIncoming, podRequests } from '../../api/podRequests.ts'
import type { Pod } from '../../api/types.gen.ts'
import type { Columns, FastAnswer } from '../fastPath.ts'
import { fitArgsProblems, type NodeResourcesFitArgs, type ScoringStrategy } from '../fitArgs.ts'
import { FitColumns, MOST_WANTED } from '../fitColumns.ts'
import {
  type ClusterView,
  type Insufficient,
  LATEST_MINOR,
  type NodeView,
  type Plugin,
  type PodInfo,
  type ResourceAmounts,
} from '../framework.ts'
import { assignedPodChange, nodeChange, ownChange, releasedPod } from '../hints.ts'
import { isResized, nodeView } from '../nodeView.ts'
import { leastAll, mostAll, scoreAll } from '../resourceColumns.ts'
import {
  BASIC_RESOURCES,
  isExtendedResource,
  isScalarResource,
  isScored,
  leastAllocatedScore,
  mostAllocatedScore,
  requestedToCapacityRatioScore,
  type Usage,
} from '../resourceScoring.ts'

/** A node must have room for what the pod asks for; what is left decides the score. */
export const NodeResourcesFit: Plugin<NodeResourcesFitArgs> = {
  name: 'NodeResourcesFit',
  defaultArgs: {
    scoringStrategy: {
      type: 'LeastAllocated',
      resources: [
        { name: 'cpu', weight: 1 },
        { name: 'memory', weight: 1 },
      ],
    },
  },
  problems: fitArgsProblems,
  wakeOn: [
    { kind: 'Pod', hint: (pod, change) => podMadeRoom(pod, change) },
    { kind: 'Node', hint: (pod, change) => nodeMadeRoom(pod, change) },
  ],
  fast: fastRun,
  begin(pod, { kubernetesMinor = LATEST_MINOR }, args) {
    const { scoringStrategy } = args
    const incoming = incomingAmounts(pod)
    return {
      filter(node) {
        const insufficient = shortages(pod.requests, node, args)
        if (insufficient.length === 0) return undefined
        // Since 1.34: what is too large for the empty node will not fit by preemption either.
        const unresolvable =
          kubernetesMinor >= 34 &&
          insufficient.some(
            ({ resource, requested, capacity }) => resource !== 'pods' && requested > capacity,
          )
        return {
          code: unresolvable ? 'UnschedulableAndUnresolvable' : 'Unschedulable',
          reasons: insufficient.map(({ resource }) =>
            resource === 'pods' ? 'Too many pods' : `Insufficient ${resource}`,
          ),
          insufficient,
        }
      },
      scoreError: scoringStrategy.resources.length === 0 ? 'resources not found' : undefined,
      score: (node) => strategyScore(scoringStrategy, usages(scoringStrategy, incoming, node)),
    }
  },
}

/** The same by columns. */
function fastRun(
  pod: PodInfo,
  columns: Columns,
  { kubernetesMinor = LATEST_MINOR }: ClusterView,
  args: NodeResourcesFitArgs,
): FastAnswer {
  const { scoringStrategy: strategy } = args
  if (strategy.resources.length === 0) return undefined
  const wanted = inUpstreamOrder(pod.requests)
    .filter((resource) => (pod.requests[resource] ?? 0) > 0 && !isIgnored(resource, args))
    .map((resource) => ({
      resource,
      amount: pod.requests[resource]!,
      columns: columns.amounts(resource),
    }))
  if (wanted.length > MOST_WANTED) return undefined
  const incoming = incomingAmounts(pod)
  const sources = strategy.resources.map(({ name, weight }) => {
    const asked = incoming[name] ?? 0
    const { allocatable, requested } = columns.amounts(name)
    const isNonZero = name === 'cpu' || name === 'memory'
    return {
      weight,
      more: asked,
      allocatable,
      requested: isNonZero ? columns.nonZero[name] : requested,
      counts: isScored(name, asked),
    }
  })

  const scores = COLUMN_SCORES[strategy.type](sources, (usages) => strategyScore(strategy, usages))
  return new FitColumns(columns, wanted, kubernetesMinor >= 34, scores)
}

const COLUMN_SCORES = {
  LeastAllocated: leastAll,
  MostAllocated: mostAll,
  RequestedToCapacityRatio: scoreAll,
}

/** Everything the node lacks. Resources the pod does not ask for are not looked at. */
function shortages(
  requests: ResourceAmounts,
  node: NodeView,
  ignore: Partial<NodeResourcesFitArgs>,
): Insufficient[] {
  const found: Insufficient[] = []
  const pods = { requested: 1, used: node.pods.length, capacity: node.allocatable.pods ?? 0 }
  if (pods.used + 1 > pods.capacity) found.push({ resource: 'pods', ...pods })
  for (const resource of inUpstreamOrder(requests)) {
    const requested = requests[resource] ?? 0
    if (requested <= 0 || isIgnored(resource, ignore)) continue
    const capacity = node.allocatable[resource] ?? 0
    const used = node.requested[resource] ?? 0
    if (requested > capacity - used) found.push({ resource, requested, used, capacity })
  }
  return found
}

function inUpstreamOrder(requests: ResourceAmounts): string[] {
  return [...BASIC_RESOURCES, ...Object.keys(requests).filter(isScalarResource)]
}

function isIgnored(resource: string, ignore: Partial<NodeResourcesFitArgs>): boolean {
  if (!isExtendedResource(resource)) return false
  const group = resource.slice(0, resource.indexOf('/'))
  return !!(
    ignore.ignoredResources?.includes(resource) || ignore.ignoredResourceGroups?.includes(group)
  )
}

/** What the incoming pod counts for in the score: defaults per container, pod-level requests unseen. */
function incomingAmounts({ pod, requests, nonZero }: PodInfo): ResourceAmounts {
  if (!pod.spec?.resources) return { ...requests, ...nonZero }
  return { ...podRequests(pod, { skipPodLevel: true }), ...nonZeroIncoming(pod) }
}

function usages(
  strategy: ScoringStrategy,
  incoming: ResourceAmounts,
  node: NodeView,
): readonly Usage[] {
  const onNode: ResourceAmounts = { ...node.requested, ...node.nonZeroRequested }
  return strategy.resources.map(({ name, weight }) => {
    const asked = incoming[name] ?? 0
    return {
      weight,
      requested: (onNode[name] ?? 0) + asked,
      allocatable: isScored(name, asked) ? (node.allocatable[name] ?? 0) : 0,
    }
  })
}

function strategyScore(strategy: ScoringStrategy, resources: readonly Usage[]): number {
  switch (strategy.type) {
    case 'LeastAllocated':
      return leastAllocatedScore(resources)
    case 'MostAllocated':
      return mostAllocatedScore(resources)
    case 'RequestedToCapacityRatio':
      return requestedToCapacityRatioScore(
        resources,
        strategy.requestedToCapacityRatio?.shape ?? [],
      )
  }
}

type Hint = NonNullable<NonNullable<Plugin['wakeOn']>[number]['hint']>

/** A pod left a node, or one on a node (or the waiting pod itself) asks for less. */
const podMadeRoom: Hint = (pod, change) => {
  if (releasedPod(change)) return true
  const resized = assignedPodChange(change) ?? ownChange(pod, change)
  if (!resized || sameRequests(resized.before, resized.after)) return false
  const before = podRequests(resized.before)
  const after = podRequests(resized.after)
  return Object.keys(pod.requests).some(
    (resource) => (before[resource] ?? 0) > (after[resource] ?? 0),
  )
}

/** Most changes of a pod are about its status; asking for the requests costs more than this. */
function sameRequests(before: Pod, after: Pod): boolean {
  return before.spec === after.spec && !isResized(before) && !isResized(after)
}

/** A node came or grew, and would hold the pod if it were empty. */
const nodeMadeRoom: Hint = (pod, change) => {
  const node = nodeChange(change)
  if (!node) return false
  const now = nodeView(node.after, [])
  if (shortages(pod.requests, now, {}).length > 0) return false
  if (!node.before) return true
  const earlier = nodeView(node.before, [])
  const wanted = ['pods', ...Object.keys(pod.requests)]
  return wanted.some(
    (resource) => (now.allocatable[resource] ?? 0) > (earlier.allocatable[resource] ?? 0),
  )
}
