import { admitPod } from './api/admission.ts'
import { withDefaults } from './api/defaults.ts'
import type { Kind, KindMap } from './api/objects.ts'
import type { Store } from './store/store.ts'

/**
 * What the API server does to an object before it is stored.
 * @throws AdmissionError when a pod must be refused
 */
export function admit<K extends Kind>(kind: K, object: KindMap[K], store: Store): KindMap[K] {
  if (kind !== 'Pod') return withDefaults(kind, object)
  return admitPod(object as KindMap['Pod'], store.list('PriorityClass')) as KindMap[K]
}
