import { KINDS, type Kind } from '../api/objects.ts'
import { deletePod } from '../store/deletePod.ts'
import { nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import type { Change } from '../store/store.ts'
import { deleteClaim } from '../volumes/deleteClaim.ts'
import type { ControllerContext } from './context.ts'

/** Pods come and go by the thousand, and own nothing else. */
const OF_PODS = ['PersistentVolumeClaim'] as const

/**
 * Removes what belonged to an object that is gone, as Kubernetes does in the background: pods end
 * gracefully, everything else goes at once (and takes its own dependents along in turn).
 */
export function startGarbageCollector({ store, clock }: ControllerContext): void {
  const kinds = Object.keys(KINDS) as Kind[]

  store.watch(collect, undefined, { pods: ({ type }) => type === 'DELETED' })

  function collect({ type, kind, object }: Change): void {
    if (type !== 'DELETED') return
    for (const dependentKind of kind === 'Pod' ? OF_PODS : kinds) {
      for (const dependent of store.ownedBy(dependentKind, uidOf(object))) {
        const namespace = namespaceOf(dependent)
        if (dependentKind === 'Pod') deletePod(store, clock, namespace, nameOf(dependent))
        else if (dependentKind === 'PersistentVolumeClaim') {
          deleteClaim(store, clock.now, namespace, nameOf(dependent))
        } else store.remove(dependentKind, namespace, nameOf(dependent))
      }
    }
  }
}
