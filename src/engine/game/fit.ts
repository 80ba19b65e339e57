import { beginFilters, firstRejection } from '../scheduler/fitCheck.ts'
import type { ClusterView, Insufficient, NodeView, PodInfo } from '../scheduler/framework.ts'
import { kubernetesDefault } from '../scheduler/policies/kubernetesDefault.ts'
import { filtersOf } from '../scheduler/wouldFit.ts'

/** Why a pod cannot go on a machine. */
export interface Misfit {
  /** The filter plugin that refuses. */
  readonly plugin: string
  /** kube-scheduler's own words: `Insufficient cpu`. */
  readonly reasons: readonly string[]
  /** By how much: cpu in millicores, memory in bytes. */
  readonly insufficient: readonly Insufficient[]
}

const FILTERS = filtersOf(kubernetesDefault)

/** Why the pod does not fit on this node of the cluster, by kube-scheduler's filters; undefined = it does. */
export function misfitOf(pod: PodInfo, node: NodeView, cluster: ClusterView): Misfit | undefined {
  const refused = firstRejection(node, beginFilters(pod, cluster, FILTERS))
  if (!refused) return undefined
  const { reasons, insufficient = [] } = refused.rejection
  return { plugin: refused.plugin, reasons, insufficient }
}
