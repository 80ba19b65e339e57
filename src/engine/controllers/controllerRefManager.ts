import { matchesLabelSelector } from '../api/selectors.ts'
import type { LabelSelector, Pod } from '../api/types.gen.ts'
import { isActive, isTerminating } from '../rules/podStatus.ts'
import { controllerReference } from '../rules/podTemplate.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { controllerOf, nameOf, namespaceOf, objectKey, splitKey, uidOf } from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** Kinds that take pods in which their selector selects and nobody owns. */
const ADOPTING = ['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'] as const
type Adopting = (typeof ADOPTING)[number]

/**
 * Gives pods that nobody owns to the workload whose selector selects them, and lets those go whose
 * labels do not match any more (pkg/controller/controller_ref_manager.go). Upstream every controller
 * does that at its every look; here it is done when a pod or a workload gives reason to, before the
 * controllers look.
 */
export function startControllerRefManager({ store, clock }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'controllerRefManager', sync)
  /** Names of pods without a controller, by namespace. */
  const orphans = new Map<string, Set<string>>()
  /** Names of pods with one whose labels have changed, by the key of their workload. */
  const relabelled = new Map<string, Set<string>>()

  store.watch(
    (change) => {
      if (change.kind === 'Pod') podChanged(change.object, change.previous, change.type)
      else if (change.type === 'ADDED' && orphans.has(namespaceOf(change.object)))
        queue.add(keyOfSet(change.kind, change.object))
      else if (change.type === 'DELETED') queue.drop(keyOfSet(change.kind, change.object))
    },
    ['Pod', ...ADOPTING],
  )

  function podChanged(pod: Pod, before: Pod | undefined, type: string): void {
    const { labels, ownerReferences } = pod.metadata ?? {}
    const known = before?.metadata
    if (
      type === 'MODIFIED' &&
      labels === known?.labels &&
      ownerReferences === known?.ownerReferences
    )
      return
    const owner = controllerOf(pod)
    if (type === 'DELETED' || owner) drop(orphans, namespaceOf(pod), nameOf(pod))
    if (type === 'DELETED') return
    if (!owner) {
      add(orphans, namespaceOf(pod), nameOf(pod))
      for (const kind of ADOPTING) {
        for (const set of store.list(kind, namespaceOf(pod))) {
          if (selects(kind, set, pod)) queue.add(keyOfSet(kind, set))
        }
      }
    } else if (type === 'MODIFIED' && labels !== known?.labels && isAdopting(owner.kind)) {
      const key = `${owner.kind} ${objectKey(namespaceOf(pod), owner.name)}`
      add(relabelled, key, nameOf(pod))
      queue.add(key)
    }
  }

  function sync(key: string): void {
    const [kind, path = ''] = key.split(' ') as [Adopting, string]
    const { namespace, name } = splitKey(path)
    const changed = relabelled.get(key) ?? []
    relabelled.delete(key)
    const set = store.get(kind, namespace, name)
    if (!set || set.metadata?.deletionTimestamp) return
    for (const each of changed) {
      const pod = store.get('Pod', namespace, each)
      const owned = pod && controllerOf(pod)?.uid === uidOf(set)
      if (owned && !matchesLabelSelector(set.spec?.selector, pod.metadata?.labels)) {
        const kept = pod.metadata?.ownerReferences?.filter(({ uid }) => uid !== uidOf(set))
        own(pod, kept)
      }
    }
    for (const each of orphans.get(namespace) ?? []) {
      const pod = store.get('Pod', namespace, each)
      if (!pod || controllerOf(pod) || isTerminating(pod) || !selects(kind, set, pod)) continue
      own(pod, [...(pod.metadata?.ownerReferences ?? []), controllerReference(kind, set)])
    }
  }

  function own(pod: Pod, ownerReferences: NonNullable<Pod['metadata']>['ownerReferences']): void {
    const { ownerReferences: _, ...metadata } = pod.metadata ?? {}
    store.update('Pod', {
      ...pod,
      metadata: { ...metadata, ...(ownerReferences?.length && { ownerReferences }) },
    })
  }
}

interface Selecting {
  readonly metadata?: Pod['metadata']
  readonly spec?: { readonly selector?: LabelSelector | undefined } | undefined
}

/** Whether a workload would take the pod in: a StatefulSet only one that is called as its pods are. */
function selects(kind: Adopting, { metadata, spec }: Selecting, pod: Pod): boolean {
  if (!matchesLabelSelector(spec?.selector, pod.metadata?.labels)) return false
  if (kind === 'ReplicaSet') return isActive(pod)
  return kind !== 'StatefulSet' || /^(.*)-\d+$/.exec(nameOf(pod))?.[1] === metadata?.name
}

const isAdopting = (kind: string): kind is Adopting =>
  (ADOPTING as readonly string[]).includes(kind)

const keyOfSet = (kind: string, set: Selecting): string =>
  `${kind} ${objectKey(set.metadata?.namespace ?? '', set.metadata?.name ?? '')}`

function add(sets: Map<string, Set<string>>, key: string, name: string): void {
  const names = sets.get(key)
  if (names) names.add(name)
  else sets.set(key, new Set([name]))
}

function drop(sets: Map<string, Set<string>>, key: string, name: string): void {
  const names = sets.get(key)
  if (names?.delete(name) && names.size === 0) sets.delete(key)
}
