import type {
  OwnerReference,
  PersistentVolumeClaim,
  Pod,
  PodTemplateSpec,
  StatefulSet,
} from '../api/types.gen.ts'
import { REVISION_HASH_LABEL } from '../store/controllerRevisions.ts'
import { controllerReference, nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import { podFromTemplate } from './podTemplate.ts'
import { desiredReplicas } from './rollout.ts'

/*
 * What makes a StatefulSet's pods themselves: their name, their place and their claims, which a
 * pod of the same name takes over (stateful_set_utils.go of Kubernetes).
 */

const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name'
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index'

/** The number in a pod's name; undefined for a pod that this set did not name. */
export function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const prefix = `${nameOf(set)}-`
  const name = nameOf(pod)
  const digits = name.slice(prefix.length)
  return name.startsWith(prefix) && /^\d{1,10}$/.test(digits) ? Number(digits) : undefined
}

/** The first ordinal and the one after the last. */
export function ordinalsOf(set: StatefulSet): { readonly start: number; readonly end: number } {
  const start = set.spec?.ordinals?.start ?? 0
  return { start, end: start + desiredReplicas(set) }
}

/** @param revision name of the ControllerRevision that the template comes from */
export function statefulPod(
  set: StatefulSet,
  template: PodTemplateSpec,
  revision: string,
  ordinal: number,
): Pod {
  const { metadata, ...pod } = podFromTemplate('StatefulSet', set, template)
  const { generateName: _, ...rest } = metadata!
  const name = `${nameOf(set)}-${ordinal}`
  const spec = pod.spec!
  const claims = claimTemplates(set).map(({ metadata: claim }) => ({
    name: claim?.name ?? '',
    persistentVolumeClaim: { claimName: claimName(set, claim?.name ?? '', ordinal) },
  }))
  const others = (spec.volumes ?? []).filter(
    (volume) => !claims.some((claim) => claim.name === volume.name),
  )
  const labels = {
    ...metadata?.labels,
    [REVISION_HASH_LABEL]: revision,
    [POD_NAME_LABEL]: name,
    [POD_INDEX_LABEL]: String(ordinal),
  }
  const subdomain = set.spec?.serviceName
  const volumes = [...claims, ...others]
  return {
    ...pod,
    metadata: { ...rest, name, labels },
    spec: {
      ...spec,
      hostname: name,
      ...(subdomain && { subdomain }),
      ...(volumes.length > 0 && { volumes }),
    },
  }
}

/** Whether a pod with a number of this set is labelled as itself (identityMatches). */
export function hasIdentity({ metadata }: Pod): boolean {
  return metadata?.labels?.[POD_NAME_LABEL] === metadata?.name
}

/** The pod, labelled with its name and its number (updateIdentity). */
export function withIdentity(set: StatefulSet, pod: Pod): Pod {
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      labels: {
        ...pod.metadata?.labels,
        [POD_NAME_LABEL]: nameOf(pod),
        [POD_INDEX_LABEL]: String(ordinalOf(set, pod)),
      },
    },
  }
}

/** Whether a pod uses each claim that the set has for its number (storageMatches). */
export function hasStorage(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(set, pod) ?? -1
  return claimTemplates(set).every(({ metadata }) => {
    const name = metadata?.name ?? ''
    const volume = pod.spec?.volumes?.find((each) => each.name === name)
    return volume?.persistentVolumeClaim?.claimName === claimName(set, name, ordinal)
  })
}

function claimTemplates({ spec }: StatefulSet): readonly PersistentVolumeClaim[] {
  return spec?.volumeClaimTemplates ?? []
}

function claimName(set: StatefulSet, template: string, ordinal: number): string {
  return `${template}-${nameOf(set)}-${ordinal}`
}

/** The claims of the pod of this ordinal, whether they are there or not. */
export function claimsOf(set: StatefulSet, ordinal: number): readonly PersistentVolumeClaim[] {
  return claimTemplates(set).map(({ metadata, spec }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...metadata,
      name: claimName(set, metadata?.name ?? '', ordinal),
      namespace: namespaceOf(set),
      labels: { ...metadata?.labels, ...set.spec?.selector.matchLabels },
    },
    spec,
    status: { phase: 'Pending' },
  }))
}

/**
 * Who owns a claim, by persistentVolumeClaimRetentionPolicy: it goes with its owner. The set owns it
 * when it shall go with the set, the pod once it is being scaled away.
 */
export function claimOwners(
  set: StatefulSet,
  pod: Pod,
  claim: PersistentVolumeClaim,
): readonly OwnerReference[] {
  const { whenDeleted, whenScaled } = set.spec?.persistentVolumeClaimRetentionPolicy ?? {}
  const { start, end } = ordinalsOf(set)
  const ordinal = ordinalOf(set, pod) ?? -1
  const scaledAway = ordinal < start || ordinal >= end
  const ours = [uidOf(set), uidOf(pod)]
  const others = (claim.metadata?.ownerReferences ?? []).filter(({ uid }) => !ours.includes(uid))
  if (others.some(({ controller }) => controller)) return others
  if (scaledAway && whenScaled === 'Delete') return [...others, controllerReference('Pod', pod)]
  const withSet = whenDeleted === 'Delete'
  return withSet ? [...others, controllerReference('StatefulSet', set)] : others
}
