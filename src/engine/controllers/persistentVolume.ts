import { AdmissionError } from '../api/admission.ts'
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../api/types.gen.ts'
import { findCondition, isFinished } from '../rules/podStatus.ts'
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
import { volumeAffinity } from '../volumes/topology.ts'
import type { ControllerContext } from './context.ts'

/**
 * Binds claims to volumes, has volumes made by the provisioners of storage classes (at once), makes the
 * claims of ephemeral volumes, and takes volumes back when their claims are gone
 * (pkg/controller/volume/persistentvolume, .../ephemeral).
 */
export function startPersistentVolumeController({ store, clock, events }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'persistentVolume', sync)
  /** What was last said of a claim that is not bound, by its uid. */
  const told = new Map<string, string>()

  store.watch(
    ({ type, kind, object }) => {
      if (kind === 'PersistentVolumeClaim') {
        if (type === 'DELETED') told.delete(uidOf(object))
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
      else if (kind === 'Pod' && object.spec?.volumes && isUnschedulable(object)) {
        for (const key of claimKeysOf(object)) queue.add(key)
      }
    },
    ['PersistentVolumeClaim', 'PersistentVolume', 'StorageClass', 'Pod'],
    { pods: ({ volumes }) => volumes },
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
    else {
      setPhase(claim, 'Pending')
      explain(claim, storageClass)
    }
  }

  /** Why a claim waits (pv_controller.go, syncUnboundClaim and what it calls). */
  function explain(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined): void {
    const { storageClassName: name, volumeName } = claim.spec ?? {}
    if (volumeName) return
    if (isDelayed(storageClass)) {
      const pods = unscheduledPods(claim)
      const reason = pods.length > 0 ? 'WaitForPodScheduled' : 'WaitForFirstConsumer'
      tell(claim, 'Normal', reason, waitingFor(pods))
    } else if (!name) tell(claim, 'Normal', 'FailedBinding', NO_CLASS)
    else if (storageClass) tell(claim, 'Warning', 'ProvisioningFailed', noPlugin(storageClass))
    else
      tell(
        claim,
        'Warning',
        'ProvisioningFailed',
        `storageclass.storage.k8s.io "${name}" not found`,
      )
  }

  /** Names of the pods that wait with the claim: the scheduler has said that it finds no place. */
  function unscheduledPods(claim: PersistentVolumeClaim): readonly string[] {
    return store
      .list('Pod', namespaceOf(claim))
      .filter((pod) => isUnschedulable(pod) && claimKeysOf(pod).includes(keyOf(claim)))
      .map(nameOf)
  }

  /** Each thing once, until something else is to be said. */
  function tell(
    claim: PersistentVolumeClaim,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    if (told.get(uidOf(claim)) === message) return
    told.set(uidOf(claim), message)
    const object = {
      kind: 'PersistentVolumeClaim',
      namespace: namespaceOf(claim),
      name: nameOf(claim),
    } as const
    events.record(type, reason, object, message)
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
    const selected = claim.metadata?.annotations?.[SELECTED_NODE]
    const node = selected === undefined ? undefined : store.get('Node', '', selected)
    const nodeAffinity = volumeAffinity(nameOf(claim), storageClass, node, store.list('Node'))
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
        ...(nodeAffinity && { nodeAffinity }),
      },
    }
    tell(claim, 'Normal', 'ExternalProvisioning', externally(storageClass))
    tell(claim, 'Normal', 'Provisioning', provisioning(claim))
    tell(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${name}`)
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

const NO_CLASS = 'no persistent volumes available for this claim and no storage class is set'

function waitingFor(pods: readonly string[]): string {
  if (pods.length === 0) return 'waiting for first consumer to be created before binding'
  return `waiting for pod${pods.length > 1 ? 's' : ''} ${pods.join(',')} to be scheduled`
}

function noPlugin({ provisioner }: StorageClass): string {
  return `no volume plugin matched name: ${provisioner}`
}

function externally(storageClass: StorageClass | undefined): string {
  return (
    `Waiting for a volume to be created either by the external provisioner '${storageClass?.provisioner}' ` +
    'or manually by the system administrator. If volume creation is delayed, please verify that the ' +
    'provisioner is running and correctly registered.'
  )
}

/** Of the provisioner, which is a controller of its own (external-provisioner). */
function provisioning(claim: PersistentVolumeClaim): string {
  return `External provisioner is provisioning volume for claim "${keyOf(claim)}"`
}

function isUnschedulable({ spec, status }: Pod): boolean {
  return !spec?.nodeName && findCondition(status?.conditions, 'PodScheduled')?.status === 'False'
}
