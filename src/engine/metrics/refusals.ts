import type { JobCondition, ReplicaSet } from '../api/types.gen.ts'
import type { ObjectReference } from '../controllers/context.ts'
import type { RefusedPods } from '../protocol.ts'
import { keyOf } from '../store/identity.ts'
import type { Store } from '../store/store.ts'

/** Owners of pods whose status does not say that these are refused: their events do. */
const TELLING = ['Job', 'StatefulSet', 'DaemonSet'] as const
type Telling = (typeof TELLING)[number]
const isTelling = (kind: string): kind is Telling => TELLING.some((each) => each === kind)

/** Pods that admission refuses, by the status of the ReplicaSets that want them and the events of others. */
export interface Refusals {
  /** An event FailedCreate. */
  told(object: ObjectReference, message: string): void
  /** @returns of all owners together; undefined = none is refused */
  inAll(): RefusedPods | undefined
}

export function createRefusals(store: Store): Refusals {
  const known = new Map<string, RefusedPods>()
  const others = new Map<string, { readonly object: ObjectReference; readonly message: string }>()
  store.watch(
    (change) => {
      if (change.kind !== 'ReplicaSet') return
      const refused = change.type === 'DELETED' ? undefined : refusedOf(change.object)
      if (refused) known.set(keyOf(change.object), refused)
      else known.delete(keyOf(change.object))
    },
    ['ReplicaSet'],
  )

  /** What is still refused of those whose events have said so. */
  function stillRefused(): readonly RefusedPods[] {
    return [...others].flatMap(([key, { object, message }]) => {
      const pods = missingOf(store, object)
      if (pods > 0) return [{ pods, message }]
      others.delete(key)
      return []
    })
  }

  return {
    told(object, message) {
      if (!isTelling(object.kind)) return
      const { kind, namespace, name } = object
      others.set(`${kind}/${namespace}/${name}`, { object, message: reasonOf(message) })
    },
    inAll() {
      if (known.size === 0 && others.size === 0) return undefined
      const all = [...known.values(), ...stillRefused()]
      if (all.length === 0) return undefined
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

/** Pods that it should have and has not. */
function missingOf(store: Store, { kind, namespace, name }: ObjectReference): number {
  switch (kind) {
    case 'Job': {
      const { spec, status } = store.get('Job', namespace, name) ?? {}
      if (!spec || spec.suspend || isOver(status?.conditions)) return 0
      const { parallelism = 1, completions } = spec
      const open = completions === undefined ? parallelism : completions - (status?.succeeded ?? 0)
      return Math.min(parallelism, open) - (status?.active ?? 0)
    }
    case 'StatefulSet': {
      const set = store.get('StatefulSet', namespace, name)
      return set ? (set.spec?.replicas ?? 1) - (set.status?.replicas ?? 0) : 0
    }
    case 'DaemonSet': {
      const { status } = store.get('DaemonSet', namespace, name) ?? {}
      return (status?.desiredNumberScheduled ?? 0) - (status?.currentNumberScheduled ?? 0)
    }
    default:
      return 0
  }
}

function isOver(conditions: readonly JobCondition[] | undefined): boolean {
  return (conditions ?? []).some(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  )
}

/** The API server's sentence, without what the controller has put before it. */
function reasonOf(message: string): string {
  return message.replace(/^(?:Error creating: |create .* failed error: )/, '')
}
