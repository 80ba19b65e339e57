import { controllerOf } from '../store/identity.ts'
import type { Store } from '../store/store.ts'
import type { ClusterView } from './framework.ts'

/** What plugins ask about objects other than nodes and pods, answered from the store. */
export function clusterFacts(store: Store): Omit<ClusterView, 'nodes'> {
  return {
    namespaceLabels: (name) => store.get('Namespace', '', name)?.metadata?.labels,
    groupSelectors(pod) {
      const owner = controllerOf(pod)
      if (owner?.kind !== 'ReplicaSet') return []
      const replicaSet = store.get('ReplicaSet', pod.metadata?.namespace ?? '', owner.name)
      return replicaSet?.spec ? [replicaSet.spec.selector] : []
    },
  }
}
