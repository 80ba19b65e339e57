import { NAMESPACE_NAME_LABEL } from '../api/defaults.ts'
import type { Store } from '../store/store.ts'
import { disruptionBudget } from './disruptionBudget.ts'
import type { ClusterFacts } from './engine.ts'
import { type GroupSources, groupSelectors } from './groupSelectors.ts'

/** What plugins ask about objects other than nodes and pods, answered from the store. */
export function clusterFacts(store: Store, kubernetesMinor: number): ClusterFacts {
  const sources: GroupSources = {
    services: (namespace) => store.list('Service', namespace),
    owner: (kind, namespace, name) =>
      kind === 'ReplicationController' ? undefined : store.get(kind, namespace, name),
  }
  return {
    kubernetesMinor,
    // A namespace that no manifest brought is there all the same, with the label that all have.
    namespaceLabels: (name) =>
      store.get('Namespace', '', name)?.metadata?.labels ?? { [NAMESPACE_NAME_LABEL]: name },
    groupSelectors: (pod) => groupSelectors(pod, sources),
    storage: {
      claim: (namespace, name) => store.get('PersistentVolumeClaim', namespace, name),
      volume: (name) => store.get('PersistentVolume', '', name),
      volumes: () => store.list('PersistentVolume'),
      storageClass: (name) => store.get('StorageClass', '', name),
      // Machines of the simulation attach any number of volumes.
      csiNode: () => undefined,
    },
    get disruptionBudgets() {
      return store.list('PodDisruptionBudget').map(disruptionBudget)
    },
  }
}
