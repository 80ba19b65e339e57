import type { Node } from '../api/types.gen.ts'
import { beginFilters, firstRejection } from '../scheduler/fitCheck.ts'
import type { ClusterView, NodeView, PodInfo } from '../scheduler/framework.ts'
import { nodeView, withoutPods, withPod } from '../scheduler/nodeView.ts'
import type { ConfiguredPlugin } from '../scheduler/registry.ts'

/**
 * The cluster as it might become: pods are placed and nodes added on paper, and the scheduler's own
 * filters say what fits (cluster-autoscaler/simulator/clustersnapshot).
 */
export interface Snapshot {
  readonly nodes: readonly NodeView[]
  node(name: string): NodeView | undefined
  /** Adds a node with these pods. */
  add(node: Node, pods: readonly PodInfo[]): void
  put(pod: PodInfo, nodeName: string): void
  /** Takes pods off a node. */
  take(nodeName: string, leaves: (pod: PodInfo) => boolean): void
  /** Why the pod does not fit on this node, in the filters' words; undefined = it fits. */
  refusal(pod: PodInfo, nodeName: string): readonly string[] | undefined
  /**
   * A node that takes the pod, which is put there; undefined = there is none. Nodes are asked in
   * turn, each search going on behind the node that the one before has found.
   */
  place(pod: PodInfo, accepts?: (node: NodeView) => boolean): string | undefined
  /** A copy whose changes leave this one alone. */
  fork(): Snapshot
}

export function createSnapshot(
  cluster: ClusterView,
  filters: readonly ConfiguredPlugin[],
): Snapshot {
  return snapshot(cluster, [...cluster.nodes], filters, 0)
}

function snapshot(
  facts: ClusterView,
  nodes: NodeView[],
  filters: readonly ConfiguredPlugin[],
  start: number,
): Snapshot {
  const places = new Map(nodes.map(({ name }, index) => [name, index]))
  let next = start
  /** Another object whenever something changed: plugins may keep what they found out about one. */
  let view: ClusterView | undefined

  function current(): ClusterView {
    // What was the lowest priority need not be it with other pods.
    view ??= { ...without(facts), nodes: [...nodes] }
    return view
  }

  function change(name: string, update: (node: NodeView) => NodeView): void {
    const index = places.get(name)
    if (index === undefined) return
    nodes[index] = update(nodes[index]!)
    view = undefined
  }

  function begin(pod: PodInfo) {
    const active = beginFilters(pod, current(), filters)
    return (node: NodeView): readonly string[] | undefined => {
      const left = active.find(({ run }) => run.onlyNodes && !run.onlyNodes.has(node.name))
      if (left) return [`node(s) didn't satisfy plugin(s) [${left.name}]`]
      return firstRejection(node, active)?.rejection.reasons
    }
  }

  const put = (pod: PodInfo, name: string) => change(name, (node) => withPod(node, pod))

  return {
    nodes,
    node: (name) => nodes[places.get(name) ?? -1],
    add(node, pods) {
      const added = nodeView(node, pods)
      places.set(added.name, nodes.push(added) - 1)
      view = undefined
    },
    put,
    take: (name, leaves) => change(name, (node) => withoutPods(node, leaves)),
    refusal: (pod, name) => begin(pod)(nodes[places.get(name)!]!),
    place(pod, accepts = () => true) {
      const ask = begin(pod)
      for (let step = 0; step < nodes.length; step++) {
        const index = (next + step) % nodes.length
        const node = nodes[index]!
        if (!accepts(node) || ask(node)) continue
        next = (index + 1) % nodes.length
        put(pod, node.name)
        return node.name
      }
      return undefined
    },
    fork: () => snapshot(facts, [...nodes], filters, next),
  }
}

function without({ lowestPriority: _, ...facts }: ClusterView): ClusterView {
  return facts
}
