import type { Pod } from '../api/types.gen.ts'
import { REVISION_HASH_LABEL } from '../store/controllerRevisions.ts'
import { controllerOf, namespaceOf } from '../store/identity.ts'
import type { Change, Store } from '../store/store.ts'
import { revisionOf } from './revision.ts'

/** The revision of its workload's template that a pod is made from, as `kubectl rollout history` counts; 0 = none. */
export function podRevision(store: Store, pod: Pod): number {
  const owner = controllerOf(pod)
  if (!owner) return 0
  const namespace = namespaceOf(pod)
  if (owner.kind === 'ReplicaSet') {
    const set = store.get('ReplicaSet', namespace, owner.name)
    return set ? revisionOf(set) : 0
  }
  const name = revisionName(pod)
  if (name === undefined) return 0
  return store.get('ControllerRevision', namespace, name)?.revision ?? 0
}

/** A StatefulSet's pods carry the name of their ControllerRevision, a DaemonSet's only its hash. */
function revisionName(pod: Pod): string | undefined {
  const owner = controllerOf(pod)
  const label = pod.metadata?.labels?.[REVISION_HASH_LABEL]
  if (!owner || label === undefined || owner.kind === 'StatefulSet') return label
  return `${owner.name}-${label}`
}

/**
 * The pods whose revision has another number now: going back to a former template makes it the latest
 * revision. Empty for every other change.
 */
export function renumberedPods(store: Store, change: Change): readonly Pod[] {
  if (change.type !== 'MODIFIED') return []
  const { object } = change
  if (change.kind === 'ReplicaSet') {
    const { previous } = change
    if (!previous || revisionOf(change.object) === revisionOf(previous)) return []
    return store.ownedBy('Pod', object.metadata?.uid ?? '')
  }
  if (change.kind !== 'ControllerRevision') return []
  if (change.object.revision === change.previous?.revision) return []
  return store
    .ownedBy('Pod', controllerOf(object)?.uid ?? '')
    .filter((pod) => revisionName(pod) === object.metadata?.name)
}

/**
 * The workload of which a rollout begins with this change: the newest of several templates is another
 * one than before.
 */
export function rolloutOf(change: Change): string | undefined {
  if (change.type === 'DELETED') return undefined
  if (change.kind !== 'ReplicaSet' && change.kind !== 'ControllerRevision') return undefined
  const number =
    change.kind === 'ReplicaSet' ? revisionOf(change.object) : (change.object.revision ?? 0)
  const former =
    change.kind === 'ReplicaSet'
      ? change.previous && revisionOf(change.previous)
      : change.previous?.revision
  return number > 1 && number > (former ?? 0) ? controllerOf(change.object)?.name : undefined
}
