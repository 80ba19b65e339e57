import type { ReplicaSet } from '../api/types.gen.ts'
import type { RefusedPods } from '../protocol.ts'
import { keyOf } from '../store/identity.ts'
import type { Store } from '../store/store.ts'

/** Pods that admission refuses, from the status of the ReplicaSets that want them. */
export interface Refusals {
  /** @returns of all ReplicaSets together; undefined = none is refused */
  inAll(): RefusedPods | undefined
}

export function createRefusals(store: Store): Refusals {
  const known = new Map<string, RefusedPods>()
  store.watch(
    (change) => {
      if (change.kind !== 'ReplicaSet') return
      const refused = change.type === 'DELETED' ? undefined : refusedOf(change.object)
      if (refused) known.set(keyOf(change.object), refused)
      else known.delete(keyOf(change.object))
    },
    ['ReplicaSet'],
  )

  return {
    inAll() {
      if (known.size === 0) return undefined
      const all = [...known.values()]
      return {
        pods: all.reduce((sum, { pods }) => sum + pods, 0),
        message: all[0]!.message,
      }
    },
  }
}

function refusedOf({ spec, status }: ReplicaSet): RefusedPods | undefined {
  const failure = status?.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  )
  const pods = (spec?.replicas ?? 1) - (status?.replicas ?? 0)
  if (failure?.reason !== 'FailedCreate' || pods <= 0) return undefined
  return { pods, message: failure.message ?? '' }
}
