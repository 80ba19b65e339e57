import { admitPod, withDefaultClass } from './api/admission.ts'
import { withDefaults } from './api/defaults.ts'
import type { Kind, KindMap } from './api/objects.ts'
import { withAddress } from './api/serviceAddress.ts'
import type { Store } from './store/store.ts'

/**
 * What the API server of a release does to an object before it is stored.
 * @param kubernetesMinor 35 is Kubernetes 1.35
 * @returns a function that throws AdmissionError when a pod must be refused
 */
export function admission(kubernetesMinor: number) {
  return <K extends Kind>(kind: K, object: KindMap[K], store: Store): KindMap[K] => {
    if (kind === 'PersistentVolumeClaim') {
      const claim = withDefaultClass(
        object as KindMap['PersistentVolumeClaim'],
        store.list('StorageClass'),
      )
      return withDefaults(kind, claim as KindMap[K])
    }
    if (kind === 'Service') {
      const service = withDefaults('Service', object as KindMap['Service'])
      return withAddress(service, store.list('Service')) as KindMap[K]
    }
    if (kind !== 'Pod') return withDefaults(kind, object)
    const classes = store.list('PriorityClass')
    return admitPod(object as KindMap['Pod'], classes, kubernetesMinor) as KindMap[K]
  }
}
