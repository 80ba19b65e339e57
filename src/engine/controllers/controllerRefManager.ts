import { matchesLabelSelector } from '../api/selectors.ts'
import type { LabelSelector, Pod, ReplicaSet } from '../api/types.gen.ts'
import { isActive } from '../rules/podStatus.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import {
  controllerOf,
  controllerReference,
  nameOf,
  namespaceOf,
  objectKey,
  splitKey,
  uidOf,
} from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** Who takes in what its selector selects and nobody owns. */
const ADOPTING = {
  Pod: ['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'],
  ReplicaSet: ['Deployment'],
} as const
type Claimed = keyof typeof ADOPTING
type Adopting = (typeof ADOPTING)[Claimed][number]

type Metadata = Pod['metadata']

/**
 * Gives pods that nobody owns to the workload whose selector selects them, and ReplicaSets to their
 * Deployment, and lets those go whose labels do not match any more
 * (pkg/controller/controller_ref_manager.go). Upstream every controller does that at its every look;
 * here it is done when an object or a workload gives reason to, before the controllers look.
 */
export function startControllerRefManager(ctx: ControllerContext): void {
  startClaims(ctx, 'ReplicaSet')
  startClaims(ctx, 'Pod')
}

function startClaims({ store, clock }: ControllerContext, claimed: Claimed): void {
  const adopting: readonly Adopting[] = ADOPTING[claimed]
  const queue = createWorkQueue(clock, `controllerRefManager ${claimed}`, sync)
  /** Names of objects without a controller, by namespace. */
  const orphans = new Map<string, Set<string>>()
  /** Names of objects with one whose labels have changed, by the key of their workload. */
  const relabelled = new Map<string, Set<string>>()

  store.watch(
    (change) => {
      if (change.kind === claimed) changed(change.object, change.previous?.metadata, change.type)
      else if (change.type === 'ADDED' && orphans.has(namespaceOf(change.object)))
        queue.add(keyOfSet(change.kind as Adopting, change.object))
      else if (change.type === 'DELETED')
        queue.drop(keyOfSet(change.kind as Adopting, change.object))
    },
    [claimed, ...adopting],
    { pods: ({ restated }) => restated },
  )

  function changed(object: Pod | ReplicaSet, known: Metadata, type: string): void {
    const { labels, ownerReferences } = object.metadata ?? {}
    if (
      type === 'MODIFIED' &&
      labels === known?.labels &&
      ownerReferences === known?.ownerReferences
    )
      return
    const namespace = namespaceOf(object)
    const owner = controllerOf(object)
    if (type === 'DELETED' || owner) drop(orphans, namespace, nameOf(object))
    if (type === 'DELETED') return
    if (!owner) {
      add(orphans, namespace, nameOf(object))
      for (const kind of adopting) {
        for (const set of store.list(kind, namespace)) {
          if (selects(kind, set, object)) queue.add(keyOfSet(kind, set))
        }
      }
    } else if (type === 'MODIFIED' && labels !== known?.labels && isOneOf(adopting, owner.kind)) {
      const key = `${owner.kind} ${objectKey(namespace, owner.name)}`
      add(relabelled, key, nameOf(object))
      queue.add(key)
    }
  }

  function sync(key: string): void {
    const [kind, path = ''] = key.split(' ') as [Adopting, string]
    const { namespace, name } = splitKey(path)
    const mayLeave = relabelled.get(key) ?? []
    relabelled.delete(key)
    const set = store.get(kind, namespace, name)
    if (!set || set.metadata?.deletionTimestamp) return
    for (const each of mayLeave) {
      const object = store.get(claimed, namespace, each)
      const owned = object && controllerOf(object)?.uid === uidOf(set)
      if (owned && !matchesLabelSelector(set.spec?.selector, object.metadata?.labels)) {
        own(
          object,
          object.metadata?.ownerReferences?.filter(({ uid }) => uid !== uidOf(set)),
        )
      }
    }
    for (const each of orphans.get(namespace) ?? []) {
      const object = store.get(claimed, namespace, each)
      if (!object || controllerOf(object) || object.metadata?.deletionTimestamp) continue
      if (!selects(kind, set, object)) continue
      own(object, [...(object.metadata?.ownerReferences ?? []), controllerReference(kind, set)])
    }
  }

  function own(object: Pod | ReplicaSet, owners: NonNullable<Metadata>['ownerReferences']): void {
    const { ownerReferences: _, ...rest } = object.metadata ?? {}
    const metadata = { ...rest, ...(owners?.length && { ownerReferences: owners }) }
    store.update(claimed, { ...object, metadata })
  }
}

interface Selecting {
  readonly metadata?: Metadata
  readonly spec?: { readonly selector?: LabelSelector | undefined } | undefined
}

/** Whether a workload would take the object in: a StatefulSet only pods that are called as its own. */
function selects(kind: Adopting, { metadata, spec }: Selecting, object: Pod | ReplicaSet): boolean {
  if (!matchesLabelSelector(spec?.selector, object.metadata?.labels)) return false
  if (kind === 'ReplicaSet') return isActive(object as Pod)
  return kind !== 'StatefulSet' || /^(.*)-\d+$/.exec(nameOf(object))?.[1] === metadata?.name
}

const isOneOf = (kinds: readonly string[], kind: string): boolean => kinds.includes(kind)

const keyOfSet = (kind: Adopting, { metadata }: { readonly metadata?: Metadata }): string =>
  `${kind} ${objectKey(metadata?.namespace ?? '', metadata?.name ?? '')}`

function add(sets: Map<string, Set<string>>, key: string, name: string): void {
  const names = sets.get(key)
  if (names) names.add(name)
  else sets.set(key, new Set([name]))
}

function drop(sets: Map<string, Set<string>>, key: string, name: string): void {
  const names = sets.get(key)
  if (names?.delete(name) && names.size === 0) sets.delete(key)
}
