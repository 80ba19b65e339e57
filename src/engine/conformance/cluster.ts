import { disruptionBudget } from '../scheduler/disruptionBudget.ts'
import type { ClusterView } from '../scheduler/framework.ts'
import { groupSelectors } from '../scheduler/groupSelectors.ts'
import { nodeView, podInfo } from '../scheduler/nodeView.ts'
import type { Case } from './suite.ts'

/** The snapshot of a case: its nodes in their order, each with the pods that name it. */
export function clusterOf({ nodes = [], pods = [], ...test }: Case): ClusterView {
  const infos = pods.map(podInfo)
  const { namespaces = [], services = [], workloads = [], pdbs = [] } = test
  return {
    namespaceLabels: (name) =>
      namespaces.find(({ metadata }) => metadata?.name === name)?.metadata?.labels,
    groupSelectors: (pod) =>
      groupSelectors(pod, {
        services: (namespace) =>
          services.filter(({ metadata }) => metadata?.namespace === namespace),
        owner: (wanted, namespace, name) =>
          workloads.find(
            ({ kind, metadata }) =>
              kind === wanted && metadata?.namespace === namespace && metadata.name === name,
          ),
      }),
    disruptionBudgets: pdbs.map(disruptionBudget),
    nodes: nodes.map((node) =>
      nodeView(
        node,
        infos.filter(({ pod }) => pod.spec?.nodeName === node.metadata?.name),
      ),
    ),
  }
}
