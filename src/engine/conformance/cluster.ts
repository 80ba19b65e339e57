import { matchesLabelSelector } from '../api/selectors.ts'
import type { LabelSelector } from '../api/types.gen.ts'
import type { ClusterView } from '../scheduler/framework.ts'
import { nodeView, podInfo } from '../scheduler/nodeView.ts'
import type { Case } from './suite.ts'

/** The snapshot of a case: its nodes in their order, each with the pods that name it. */
export function clusterOf({ nodes = [], pods = [], ...test }: Case): ClusterView {
  const infos = pods.map(podInfo)
  const { namespaces = [], services = [] } = test
  return {
    namespaceLabels: (name) =>
      namespaces.find(({ metadata }) => metadata?.name === name)?.metadata?.labels,
    groupSelectors: ({ metadata }) =>
      services
        .filter((service) => service.metadata.namespace === metadata?.namespace)
        .map((service): LabelSelector => ({ matchLabels: service.spec.selector }))
        .filter((selector) => matchesLabelSelector(selector, metadata?.labels)),
    nodes: nodes.map((node) =>
      nodeView(
        node,
        infos.filter(({ pod }) => pod.spec?.nodeName === node.metadata?.name),
      ),
    ),
  }
}
