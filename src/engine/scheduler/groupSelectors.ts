import { matchesLabelSelector } from '../api/selectors.ts'
import type { LabelSelector, OwnerReference, Pod, Service } from '../api/types.gen.ts'
import { controllerOf } from '../store/identity.ts'

/** A workload that may own pods, as far as it says which pods are its own. */
export interface OwnerWorkload {
  /** A ReplicationController has a bare map of labels here. */
  readonly spec?: { readonly selector?: LabelSelector | Readonly<Record<string, string>> }
}

/** Where the objects are found that describe groups of pods. */
export interface GroupSources {
  services(namespace: string): readonly Service[]
  owner(kind: OwnerKind, namespace: string, name: string): OwnerWorkload | undefined
}

type OwnerKind = 'ReplicationController' | 'ReplicaSet' | 'StatefulSet'

/** Owners whose selectors upstream looks up, with their API versions. */
const OWNERS: readonly { readonly kind: OwnerKind; readonly apiVersion: string }[] = [
  { kind: 'ReplicationController', apiVersion: 'v1' },
  { kind: 'ReplicaSet', apiVersion: 'apps/v1' },
  { kind: 'StatefulSet', apiVersion: 'apps/v1' },
]

/** Undefined = upstream does not look at it. */
function ownerKind(owner: OwnerReference | undefined): OwnerKind | undefined {
  if (!owner) return undefined
  for (const { kind, apiVersion } of OWNERS) {
    if (owner.kind === kind && owner.apiVersion === apiVersion) return kind
  }
  return undefined
}

function serviceSelectors(services: readonly Service[], labels: Labels): LabelSelector[] {
  const selectors: LabelSelector[] = []
  for (const { spec } of services) {
    if (!spec?.selector) continue
    const selector = { matchLabels: spec.selector }
    if (matchesLabelSelector(selector, labels)) selectors.push(selector)
  }
  return selectors
}

type Labels = NonNullable<Pod['metadata']>['labels']

/**
 * Selectors that describe the group a pod belongs to (upstream's helper.DefaultSelector): those of
 * every service of its namespace that selects it, and that of the workload that owns it.
 */
export function groupSelectors(pod: Pod, sources: GroupSources): readonly LabelSelector[] {
  const { namespace = '', labels } = pod.metadata ?? {}
  const services = sources.services(namespace)
  const selectors = services.length === 0 ? [] : serviceSelectors(services, labels)
  const owner = controllerOf(pod)
  const kind = ownerKind(owner)
  if (!owner || !kind) return selectors
  const selector = sources.owner(kind, namespace, owner.name)?.spec?.selector
  if (selector && selectors.length === 0 && kind !== 'ReplicationController') {
    return alone(selector as LabelSelector)
  }
  if (selector && kind === 'ReplicationController') {
    selectors.push({ matchLabels: selector as Readonly<Record<string, string>> })
  } else if (selector) selectors.push(selector as LabelSelector)
  return selectors
}

/** A list of one, the same for all pods of one owner that come one after the other. */
function alone(selector: LabelSelector): readonly LabelSelector[] {
  if (latest[0] !== selector) latest = [selector]
  return latest
}

let latest: readonly LabelSelector[] = []
