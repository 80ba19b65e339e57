import { allocatableOf } from '../api/amounts.ts'
import { nonZeroRequests, podRequests } from '../api/podRequests.ts'
import type { ContainerStatus, Node, Pod, PodSpec } from '../api/types.gen.ts'
import type { ClusterView, NodeView, PodInfo, ResourceAmounts } from './framework.ts'

/** A pod with its requests counted. @throws QuantityError for requests that are no quantities */
export function podInfo(pod: Pod): PodInfo {
  const { spec } = pod
  if (!spec || isResized(pod)) return { pod, ...count(pod) }
  if (latest && latest.spec.containers === spec.containers && isCountedAlike(latest.spec, spec)) {
    return { pod, requests: latest.requests, nonZero: latest.nonZero }
  }
  let counted = countedByContainers.get(spec.containers)
  if (!counted || !isCountedAlike(counted.spec, spec)) {
    counted = { ...count(pod), spec }
    countedByContainers.set(spec.containers, counted)
  }
  latest = counted
  return { pod, requests: counted.requests, nonZero: counted.nonZero }
}

/** The pods of one template mostly come one after the other. */
let latest: (Counted & { readonly spec: PodSpec }) | undefined

type Counted = Pick<PodInfo, 'requests' | 'nonZero'>

function count(pod: Pod): Counted {
  return { requests: podRequests(pod), nonZero: nonZeroRequests(pod) }
}

/**
 * Specs are values that never change, most changes of a pod are about its status, and a pod that is
 * bound keeps its list of containers.
 */
const countedByContainers = new WeakMap<object, Counted & { readonly spec: PodSpec }>()

function isCountedAlike(a: PodSpec, b: PodSpec): boolean {
  return (
    a === b ||
    (a.initContainers === b.initContainers &&
      a.overhead === b.overhead &&
      a.resources === b.resources)
  )
}

/** True when the pod's status says what its containers really have: then that counts too. */
export function isResized({ status }: Pod): boolean {
  return sayResources(status?.containerStatuses) || sayResources(status?.initContainerStatuses)
}

function sayResources(statuses: readonly ContainerStatus[] | undefined): boolean {
  if (statuses === undefined) return false
  for (const { resources } of statuses) if (resources !== undefined) return true
  return false
}

/** A node that holds exactly these pods. */
export function nodeView(node: Node, pods: readonly PodInfo[]): NodeView {
  return loaded(node, allocatableOf(node), pods)
}

/** The same node with one pod more. */
export function withPod(view: NodeView, pod: PodInfo): NodeView {
  return loaded(view.node, view.allocatable, [...view.pods, pod])
}

/** The same node without the pods that `leaves` names. */
export function withoutPods(view: NodeView, leaves: (pod: PodInfo) => boolean): NodeView {
  return loaded(
    view.node,
    view.allocatable,
    view.pods.filter((pod) => !leaves(pod)),
  )
}

/** The same cluster with one node replaced by another view of it. */
export function withNode(cluster: ClusterView, view: NodeView): ClusterView {
  const nodes = cluster.nodes.map((node) => (node.name === view.name ? view : node))
  return { ...cluster, nodes }
}

/** The same as `nodeView` where the node's amounts are known. */
export function loaded(
  node: Node,
  allocatable: ResourceAmounts,
  pods: readonly PodInfo[],
): NodeView {
  const requested: Record<string, number> = {}
  const nonZeroRequested = { cpu: 0, memory: 0 }
  for (const { requests, nonZero } of pods) {
    for (const resource in requests) {
      requested[resource] = (requested[resource] ?? 0) + requests[resource]!
    }
    nonZeroRequested.cpu += nonZero.cpu
    nonZeroRequested.memory += nonZero.memory
  }
  return {
    node,
    name: node.metadata?.name ?? '',
    allocatable,
    requested,
    nonZeroRequested,
    pods,
    podsWithAffinity: pods.filter(({ pod }) => hasPodAffinity(pod)),
  }
}

/** Whether a pod wants, or does not want, to be near other pods. */
export function hasPodAffinity({ spec }: Pod): boolean {
  return !!spec?.affinity && !!(spec.affinity.podAffinity || spec.affinity.podAntiAffinity)
}
