import { matchesLabelSelector } from '../api/selectors.ts'
import type { LabelSelector } from '../api/types.gen.ts'
import type { ClusterView } from '../scheduler/framework.ts'
import { nodeView, podInfo } from '../scheduler/nodeView.ts'
import type { Case } from './suite.ts'

/** The snapshot of a case: its nodes in their order, each with the pods that name it. */
export function clusterOf({ nodes = [], pods = [], ...test }: Case): ClusterView {
  const infos = pods.map(podInfo)
  const { namespaces = [], services = [], pdbs = [] } = test
  return {
    namespaceLabels: (name) =>
      namespaces.find(({ metadata }) => metadata?.name === name)?.metadata?.labels,
    groupSelectors: ({ metadata }) =>
      services
        .filter((service) => service.metadata.namespace === metadata?.namespace)
        .map((service): LabelSelector => ({ matchLabels: service.spec.selector }))
        .filter((selector) => matchesLabelSelector(selector, metadata?.labels)),
    disruptionBudgets: pdbs.map(({ metadata, spec, status }) => ({
      namespace: metadata.namespace,
      selector: spec.selector,
      disruptionsAllowed: status.disruptionsAllowed ?? 0,
      disruptedPods: new Set(Object.keys(status.disruptedPods ?? {})),
    })),
    nodes: nodes.map((node) =>
      nodeView(
        node,
        infos.filter(({ pod }) => pod.spec?.nodeName === node.metadata?.name),
      ),
    ),
  }
}
