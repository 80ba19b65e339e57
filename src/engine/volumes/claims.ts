import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
  Volume,
} from '../api/types.gen.ts'

/** Written when a claim and its volume know of each other. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'
/** The node for which a volume is to be provisioned. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'

/** The claim that a pod's volume stands for; undefined for volumes of other kinds. */
export function claimNameOf(pod: Pod, volume: Volume): string | undefined {
  if (volume.persistentVolumeClaim) return volume.persistentVolumeClaim.claimName
  return volume.ephemeral ? `${pod.metadata?.name}-${volume.name}` : undefined
}

/** Whether pods can use the claim. */
export function isFullyBound({ metadata, spec, status }: PersistentVolumeClaim): boolean {
  if (!spec?.volumeName) return false
  // Manifests that were written by hand have the phase at most.
  return Object.hasOwn(metadata?.annotations ?? {}, BIND_COMPLETED) || status?.phase === 'Bound'
}

/** Whether a claim of this class is bound only when a pod that uses it is scheduled. */
export function isDelayed(storageClass: StorageClass | undefined): boolean {
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer'
}

/** Whether somebody makes volumes of this class on demand. */
export function isProvisioned(storageClass: StorageClass | undefined): boolean {
  const provisioner = storageClass?.provisioner ?? ''
  return provisioner !== '' && provisioner !== 'kubernetes.io/no-provisioner'
}

/** The volume meant for this claim. */
export function withClaim(
  volume: PersistentVolume,
  { metadata }: PersistentVolumeClaim,
): PersistentVolume {
  const { namespace, name, uid } = metadata ?? {}
  const claimRef = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace,
    name,
    uid,
  }
  return { ...volume, spec: { ...volume.spec, claimRef } }
}
