import type { ClusterView, NodeView, PodInfo, Rejection } from './framework.ts'
import { withNode, withPod } from './nodeView.ts'
import type { ConfiguredPlugin } from './registry.ts'

/** Which plugin refuses a pod, and what it says. */
export interface Refused {
  readonly plugin: string
  readonly rejection: Rejection
}

/** A filter plugin at work on one pod in one cluster. */
export interface ActiveFilter {
  readonly name: string
  readonly run: ReturnType<ConfiguredPlugin['begin']>
}

/** Starts filter plugins on a pod. */
export function beginFilters(
  pod: PodInfo,
  cluster: ClusterView,
  plugins: readonly ConfiguredPlugin[],
): ActiveFilter[] {
  return plugins.map((plugin) => ({ name: plugin.name, run: plugin.begin(pod, cluster) }))
}

/** The first plugin that refuses a node. */
export function firstRejection(
  node: NodeView,
  filters: readonly ActiveFilter[],
): Refused | undefined {
  for (const { name, run } of filters) {
    const rejection = run.preFilter ?? run.filter?.(node)
    if (rejection) return { plugin: name, rejection }
  }
  return undefined
}

type Promises = ReadonlyMap<string, readonly PodInfo[]>

/** Pods that preemption has promised a place to, by node name. */
export interface Nominated
  extends Pick<Promises, 'size' | 'get'>,
    Iterable<[string, readonly PodInfo[]]> {
  /**
   * The same for everybody of the pod's priority, the same object until a promise changes; absent = nobody
   * keeps it.
   */
  readonly all?: Promises
  /** The only node for which `all` says something else: it counts the pod itself there. */
  readonly own?: string
}

/**
 * Why the pod would not fit on the node beside the pods that are nominated to it; undefined also
 * when there are none. Those pods may still go elsewhere, so it must fit without them too.
 */
export function rejectionBesideNominated(
  pod: PodInfo,
  node: NodeView,
  cluster: ClusterView,
  plugins: readonly ConfiguredPlugin[],
  nominated: Nominated,
): Refused | undefined {
  const others = nominated.get(node.name)
  if (!others || others.length === 0) return undefined
  const fuller = others.reduce(withPod, node)
  return firstRejection(fuller, beginFilters(pod, withNode(cluster, fuller), plugins))
}

/** Why the pod does not fit on this node of this cluster, nominated pods counted. */
export function rejectionOn(
  pod: PodInfo,
  node: NodeView,
  cluster: ClusterView,
  plugins: readonly ConfiguredPlugin[],
  nominated: Nominated,
): Refused | undefined {
  return (
    rejectionBesideNominated(pod, node, cluster, plugins, nominated) ??
    firstRejection(node, beginFilters(pod, cluster, plugins))
  )
}
