import type { Millis } from '../api/units.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { nameOf, namespaceOf, objectKey } from '../store/identity.ts'
import type { Store } from '../store/store.ts'
import { claimKeysOf } from './attachments.ts'

const PROTECTION = 'kubernetes.io/pvc-protection'

/**
 * Deletes a claim; while a pod uses it, it stays Terminating (pkg/controller/volume/pvcprotection). Who
 * sees the last pod go calls this again.
 */
export function deleteClaim(store: Store, now: Millis, namespace: string, name: string): void {
  const claim = store.get('PersistentVolumeClaim', namespace, name)
  if (!claim) return
  const key = objectKey(namespace, name)
  const used = store
    .list('Pod', namespace)
    .some((pod) => !isOver(pod.status?.phase) && claimKeysOf(pod).includes(key))
  if (!used) {
    store.remove('PersistentVolumeClaim', namespaceOf(claim), nameOf(claim))
  } else if (!claim.metadata?.deletionTimestamp) {
    const deletionTimestamp = toTimestamp(now)
    const metadata = { ...claim.metadata, deletionTimestamp, finalizers: [PROTECTION] }
    store.update('PersistentVolumeClaim', { ...claim, metadata })
  }
}

function isOver(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed'
}
