import { AdmissionError } from '../api/admission.ts'
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../api/types.gen.ts'
import { isFinished } from '../rules/podStatus.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { keyOf, nameOf, namespaceOf, objectKey, splitKey, uidOf } from '../store/identity.ts'
import { claimKeysOf } from '../volumes/attachments.ts'
import {
  BIND_COMPLETED,
  claimNameOf,
  isDelayed,
  isFullyBound,
  isProvisioned,
  SELECTED_NODE,
  withClaim,
} from '../volumes/claims.ts'
import { deleteClaim } from '../volumes/deleteClaim.ts'
import { findVolume } from '../volumes/findVolume.ts'
import type { ControllerContext } from './context.ts'

/**
 * Binds claims to volumes, has volumes made by the provisioners of storage classes (at once), makes the
 * claims of ephemeral volumes, and takes volumes back when their claims are gone
 * (pkg/controller/volume/persistentvolume, .../ephemeral).
 */
export function startPersistentVolumeController({ store, clock }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'persistentVolume', sync)

  store.watch(
    ({ type, kind, object }) => {
      if (kind === 'PersistentVolumeClaim') {
        queue.add(keyOf(object))
      } else if (kind === 'PersistentVolume') {
        const { claimRef } = object.spec ?? {}
        if (claimRef?.name) queue.add(objectKey(claimRef.namespace ?? '', claimRef.name))
        else if (type !== 'DELETED') addWaiting()
      } else if (kind === 'StorageClass') addWaiting()
      else if (kind === 'Pod' && type === 'ADDED') makeClaims(object)
      else if (kind === 'Pod' && type === 'DELETED') {
        removeClaims(object)
        freeClaims(object)
      } else if (kind === 'Pod' && isFinished(object)) freeClaims(object)
    },
    ['PersistentVolumeClaim', 'PersistentVolume', 'StorageClass', 'Pod'],
  )

  function addWaiting(): void {
    for (const claim of store.list('PersistentVolumeClaim')) {
      if (!isFullyBound(claim)) queue.add(keyOf(claim))
    }
  }

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const claim = store.get('PersistentVolumeClaim', namespace, name)
    if (!claim) release(namespace, name)
    else if (isFullyBound(claim)) checkBound(claim)
    else findOrMake(claim)
  }

  function checkBound(claim: PersistentVolumeClaim): void {
    const volume = store.get('PersistentVolume', '', claim.spec?.volumeName ?? '')
    if (!volume) setPhase(claim, 'Lost')
    else if (!volume.spec?.claimRef) bind(claim, volume)
  }

  function findOrMake(claim: PersistentVolumeClaim): void {
    const volume = volumeFor(claim)
    const storageClass = classOf(claim)
    const selected = claim.metadata?.annotations?.[SELECTED_NODE] !== undefined
    if (volume) bind(claim, volume)
    else if (isProvisioned(storageClass) && (selected || !isDelayed(storageClass))) provision(claim)
    else setPhase(claim, 'Pending')
  }

  const classOf = ({ spec }: PersistentVolumeClaim) =>
    spec?.storageClassName ? store.get('StorageClass', '', spec.storageClassName) : undefined

  /** The volume that the claim names or that is meant for it; for claims that do not wait, any that suits. */
  function volumeFor(claim: PersistentVolumeClaim): PersistentVolume | undefined {
    const volumes = store.list('PersistentVolume')
    const named = claim.spec?.volumeName
    if (named) {
      const volume = store.get('PersistentVolume', '', named)
      const { claimRef } = volume?.spec ?? {}
      return !claimRef || claimRef.name === nameOf(claim) ? volume : undefined
    }
    const found = findVolume(claim, volumes, undefined)
    return found && (found.spec?.claimRef || !isDelayed(classOf(claim))) ? found : undefined
  }

  function bind(claim: PersistentVolumeClaim, volume: PersistentVolume): void {
    const { capacity, accessModes } = volume.spec ?? {}
    const status = { ...volume.status, phase: 'Bound' }
    store.update('PersistentVolume', { ...withClaim(volume, claim), status })
    const annotations = { ...claim.metadata?.annotations, [BIND_COMPLETED]: 'yes' }
    store.update('PersistentVolumeClaim', {
      ...claim,
      metadata: { ...claim.metadata, annotations },
      spec: { ...claim.spec, volumeName: nameOf(volume) },
      status: { ...claim.status, phase: 'Bound', capacity, accessModes },
    })
  }

  function provision(claim: PersistentVolumeClaim): void {
    const { resources, accessModes, storageClassName, volumeMode } = claim.spec ?? {}
    const storageClass = classOf(claim)
    const name = `pvc-${uidOf(claim)}`
    const volume: PersistentVolume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name },
      spec: {
        capacity: { storage: resources?.requests?.storage ?? '0' },
        accessModes,
        storageClassName,
        volumeMode,
        persistentVolumeReclaimPolicy: storageClass?.reclaimPolicy ?? 'Delete',
        csi: { driver: storageClass?.provisioner ?? '', volumeHandle: name },
      },
    }
    bind(claim, store.create('PersistentVolume', withClaim(volume, claim)))
  }

  function setPhase(claim: PersistentVolumeClaim, phase: string): void {
    store.update('PersistentVolumeClaim', { ...claim, status: { ...claim.status, phase } })
  }

  /** Volumes of a claim that is gone: deleted with what they held, or kept for a person to look at. */
  function release(namespace: string, name: string): void {
    for (const volume of store.list('PersistentVolume')) {
      const { claimRef, persistentVolumeReclaimPolicy: policy } = volume.spec ?? {}
      if (claimRef?.namespace !== namespace || claimRef.name !== name) continue
      // A claim of that name may still come: nothing was ever bound.
      if (volume.status?.phase !== 'Bound') continue
      if (policy === 'Delete') store.remove('PersistentVolume', '', nameOf(volume))
      else {
        const status = { ...volume.status, phase: 'Released' }
        store.update('PersistentVolume', { ...volume, status })
      }
    }
  }

  /** Claims of ephemeral volumes end with their pod. */
  function removeClaims(pod: Pod): void {
    for (const volume of pod.spec?.volumes ?? []) {
      const name = volume.ephemeral && claimNameOf(pod, volume)
      if (name && store.get('PersistentVolumeClaim', namespaceOf(pod), name)) {
        store.remove('PersistentVolumeClaim', namespaceOf(pod), name)
      }
    }
  }

  /** Claims that were to go when nobody uses them any more. */
  function freeClaims(pod: Pod): void {
    for (const key of claimKeysOf(pod)) {
      const { namespace, name } = splitKey(key)
      const claim = store.get('PersistentVolumeClaim', namespace, name)
      if (claim?.metadata?.deletionTimestamp) deleteClaim(store, clock.now, namespace, name)
    }
  }

  function makeClaims(pod: Pod): void {
    for (const volume of pod.spec?.volumes ?? []) {
      const template = volume.ephemeral?.volumeClaimTemplate
      const name = claimNameOf(pod, volume)
      if (!template || name === undefined) continue
      const namespace = namespaceOf(pod)
      if (store.get('PersistentVolumeClaim', namespace, name)) continue
      const owner = { apiVersion: 'v1', kind: 'Pod', name: nameOf(pod), uid: uidOf(pod) }
      makeClaim({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          ...template.metadata,
          name,
          namespace,
          ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
        },
        spec: template.spec,
      })
    }
  }

  /** A claim that a quota refuses is missing: its pod says so. */
  function makeClaim(claim: PersistentVolumeClaim): void {
    try {
      store.create('PersistentVolumeClaim', claim)
    } catch (refusal) {
      if (!(refusal instanceof AdmissionError)) throw refusal
    }
  }
}
