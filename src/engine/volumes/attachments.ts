import type { PersistentVolumeClaim, Pod, VolumeAttachment } from '../api/types.gen.ts'
import { namespaceOf, objectKey } from '../store/identity.ts'
import type { Store } from '../store/store.ts'
import { claimNameOf } from './claims.ts'

/** Name of the attachment of a volume to a node. */
function attachmentName(volume: string, node: string): string {
  return `csi-${volume}-${node}`
}

const NONE: readonly string[] = []

/** Keys (`namespace/name`) of the claims that a pod mounts; empty for most pods. */
export function claimKeysOf(pod: Pod): readonly string[] {
  const volumes = pod.spec?.volumes
  if (!volumes) return NONE
  return volumes.flatMap((volume) => {
    const name = claimNameOf(pod, volume)
    return name === undefined ? [] : [objectKey(namespaceOf(pod), name)]
  })
}

/** Whether only one node at a time may have the claim's volume. */
export function isExclusive({ spec }: PersistentVolumeClaim): boolean {
  const modes = spec?.accessModes ?? []
  return modes.length > 0 && modes.every((mode) => mode.startsWith('ReadWriteOnce'))
}

/** Whether a pod has to wait for a claim to be bound, or for its volume to be attached to its node. */
export function lacksVolume(store: Store, pod: Pod): boolean {
  const volumes = pod.spec?.volumes
  if (!volumes) return false
  const node = pod.spec?.nodeName ?? ''
  return volumes.some((volume) => {
    const name = claimNameOf(pod, volume)
    if (name === undefined) return false
    const claim = store.get('PersistentVolumeClaim', namespaceOf(pod), name)
    const volumeName = claim?.spec?.volumeName
    if (!volumeName) return true
    if (!store.get('PersistentVolume', '', volumeName)?.spec?.csi) return false
    return !store.get('VolumeAttachment', '', attachmentName(volumeName, node))?.status?.attached
  })
}

export function newAttachment(volume: string, node: string, attacher: string): VolumeAttachment {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: { name: attachmentName(volume, node) },
    spec: { attacher, nodeName: node, source: { persistentVolumeName: volume } },
    status: { attached: false },
  }
}
