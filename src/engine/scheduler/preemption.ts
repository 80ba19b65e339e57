import { firstRejection } from './filterNodes.ts'
import { fitErrorMessage } from './fitError.ts'
import type { ClusterView, NodeView, PodInfo, Rejection } from './framework.ts'
import { withNode, withoutPods } from './nodeView.ts'
import type { ConfiguredPlugin } from './registry.ts'
import { onceEach } from './schedulingCycle.ts'

const priorityOf = (pod: PodInfo) => pod.pod.spec?.priority ?? 0

/**
 * What PostFilter says after a failed search (SCHEDULER.md sections 9 and 10): the answer of
 * DynamicResources, which comes first since 1.34, and that of DefaultPreemption. Undefined when
 * making room by preemption is possible.
 * @param rejections of single nodes; nodes without one count as unresolvable unless `absent` says else
 */
export function postFilterMessage(
  pod: PodInfo,
  cluster: ClusterView,
  filters: readonly ConfiguredPlugin[],
  failed: {
    readonly rejections: ReadonlyMap<string, Rejection>
    readonly absent?: Rejection
    readonly preFilterRejected: boolean
  },
): string | undefined {
  // A PreFilter that ends the cycle leaves DynamicResources without its state.
  if (failed.preFilterRejected && failed.absent?.code === 'UnschedulableAndUnresolvable') {
    return 'not found'
  }
  const preemption = preemptionMessage(pod, cluster, filters, (node) => {
    return (failed.rejections.get(node.name) ?? failed.absent)?.code === 'Unschedulable'
  })
  return preemption && `no new claims to deallocate, preemption: ${preemption}`
}

function preemptionMessage(
  pod: PodInfo,
  cluster: ClusterView,
  filters: readonly ConfiguredPlugin[],
  isPotential: (node: NodeView) => boolean,
): string | undefined {
  if (pod.pod.spec?.preemptionPolicy === 'Never') {
    return 'not eligible due to preemptionPolicy=Never.'
  }
  const potential = cluster.nodes.filter(isPotential)
  const reasons: (readonly string[])[] = []
  for (const node of potential) {
    const rejection = withoutLowerPriority(pod, node, cluster, filters)
    if (!rejection) return undefined
    reasons.push(rejection.reasons)
  }
  return fitErrorMessage({
    numAllNodes: cluster.nodes.length,
    nodeReasons: reasons,
    absent: {
      count: cluster.nodes.length - potential.length,
      reasons: ['Preemption is not helpful for scheduling'],
    },
  })
}

/** Why the pod would not fit even if every pod of lower priority left the node. */
function withoutLowerPriority(
  pod: PodInfo,
  node: NodeView,
  cluster: ClusterView,
  filters: readonly ConfiguredPlugin[],
): Rejection | undefined {
  const left = withoutPods(node, (other) => priorityOf(other) < priorityOf(pod))
  if (left.pods.length === node.pods.length) {
    return {
      code: 'UnschedulableAndUnresolvable',
      reasons: ['No preemption victims found for incoming pod'],
    }
  }
  const begin = onceEach(pod, withNode(cluster, left))
  const active = filters.map((plugin) => ({ name: plugin.name, run: begin(plugin) }))
  return firstRejection(left, active)?.rejection
}
