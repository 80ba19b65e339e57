import type { Kind, KubernetesObject } from '../api/objects.ts'
import type { ControllerRevision, PodTemplateSpec } from '../api/types.gen.ts'
import { controllerReference, nameOf, namespaceOf, uidOf } from './identity.ts'
import type { Store } from './store.ts'
import { structurallyEqual } from './structuralEquality.ts'

/** The label of pods that tells which revision of their workload they are made from. */
export const REVISION_HASH_LABEL = 'controller-revision-hash'

/** What the API server fills in for spec.revisionHistoryLimit. */
export const REVISION_HISTORY_LIMIT = 10

/** The history of a workload that keeps its pod templates as ControllerRevisions. */
export interface Revisions {
  /** Of the present template. */
  readonly current: ControllerRevision
  /** The others, oldest first. */
  readonly old: readonly ControllerRevision[]
  /** How often a hash was taken by another template already. */
  readonly collisions: number
}

/** What of a workload makes its history. */
export interface Versioned {
  readonly kind: Kind
  readonly owner: KubernetesObject
  readonly template: PodTemplateSpec
  /** status.collisionCount */
  readonly collisions: number
  readonly hash: (template: PodTemplateSpec, collisions: number | undefined) => string
}

/**
 * Makes sure that the present template is the latest revision: a new one gets the next number, a
 * former one gets it, too (pkg/controller/history).
 */
export function syncRevisions(store: Store, versioned: Versioned): Revisions {
  const { owner, template } = versioned
  const all = inOrder(store.ownedBy('ControllerRevision', uidOf(owner)))
  const found = all.findLast((revision) => structurallyEqual(templateOf(revision), template))
  const old = all.filter((revision) => revision !== found)
  const number = Math.max(0, ...old.map(({ revision }) => revision)) + 1
  if (!found) return create(store, versioned, number, old)
  const current =
    found.revision < number
      ? store.update('ControllerRevision', { ...found, revision: number })
      : found
  return { current, old, collisions: versioned.collisions }
}

function create(
  store: Store,
  { kind, owner, template, collisions: before, hash }: Versioned,
  revision: number,
  old: readonly ControllerRevision[],
): Revisions {
  const namespace = namespaceOf(owner)
  let collisions = before
  for (;;) {
    const label = hash(template, collisions || undefined)
    const name = `${nameOf(owner)}-${label}`
    if (store.get('ControllerRevision', namespace, name)) {
      collisions += 1
      continue
    }
    const current = store.create('ControllerRevision', {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name,
        namespace,
        labels: { ...template.metadata?.labels, [REVISION_HASH_LABEL]: label },
        ownerReferences: [controllerReference(kind, owner)],
      },
      revision,
      data: { spec: { template } },
    })
    return { current, old, collisions }
  }
}

/** The hash of a revision, which its pods carry as a label. */
export function hashOf({ metadata }: ControllerRevision): string {
  return metadata?.labels?.[REVISION_HASH_LABEL] ?? ''
}

/** The pod template that a revision keeps. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  return (data as { readonly spec: { readonly template: PodTemplateSpec } }).spec.template
}

/** Oldest first. */
export function inOrder(revisions: readonly ControllerRevision[]): readonly ControllerRevision[] {
  return [...revisions].sort((a, b) => a.revision - b.revision)
}

/** Removes up to `surplus` of these revisions, oldest first. */
export function removeOldest(
  store: Store,
  revisions: readonly ControllerRevision[],
  surplus: number,
): void {
  for (const revision of revisions.slice(0, Math.max(0, surplus))) {
    store.remove('ControllerRevision', namespaceOf(revision), nameOf(revision))
  }
}
