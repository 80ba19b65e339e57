import type { ClusterView } from '../scheduler/framework.ts'
import { nodeView, podInfo } from '../scheduler/nodeView.ts'
import type { Case } from './suite.ts'

/** The snapshot of a case: its nodes in their order, each with the pods that name it. */
export function clusterOf({ nodes = [], pods = [] }: Case): ClusterView {
  const infos = pods.map(podInfo)
  return {
    nodes: nodes.map((node) =>
      nodeView(
        node,
        infos.filter(({ pod }) => pod.spec?.nodeName === node.metadata?.name),
      ),
    ),
  }
}
