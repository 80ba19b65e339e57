import { KINDS, type Kind, type KubernetesObject } from '../api/objects.ts'
import type { OwnerReference } from '../api/types.gen.ts'

/** What every object has, whatever its kind. */
type Identified = Pick<KubernetesObject, 'metadata'>

/** The name; '' for an object that has none yet. */
export function nameOf(object: Identified): string {
  return object.metadata?.name ?? ''
}

/** The namespace; '' for cluster-scoped kinds. */
export function namespaceOf(object: Identified): string {
  return object.metadata?.namespace ?? ''
}

/** The uid that the store gave; '' for an object that is not stored. */
export function uidOf(object: Identified): string {
  return object.metadata?.uid ?? ''
}

/** The owner that manages this object; at most one owner reference has `controller: true`. */
export function controllerOf(object: Identified): OwnerReference | undefined {
  const owners = object.metadata?.ownerReferences
  if (owners === undefined) return undefined
  // A loop without a closure: most listeners ask this at every change of a pod.
  for (const owner of owners) if (owner.controller === true) return owner
  return undefined
}

/** The reference by which an object belongs to its controller. */
export function controllerReference(kind: Kind, owner: KubernetesObject): OwnerReference {
  return {
    apiVersion: KINDS[kind].apiVersion,
    kind,
    name: nameOf(owner),
    uid: uidOf(owner),
    controller: true,
    blockOwnerDeletion: true,
  }
}

/** `namespace/name`, or the bare name of a cluster-scoped object: unique per kind. */
export function keyOf(object: Identified): string {
  return objectKey(namespaceOf(object), nameOf(object))
}

/** See `keyOf`. */
export function objectKey(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

/** Takes a `keyOf` apart. */
export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/')
  return { namespace: slash < 0 ? '' : key.slice(0, slash), name: key.slice(slash + 1) }
}
