import type { Kind } from '../api/objects.ts'
import type { Pod } from '../api/types.gen.ts'
import { controllerOf } from './identity.ts'
import type { ChangeOf, Interest, PodSort, Watcher } from './store.ts'

/** Who listens to changes of pods, by the sort of the change (see `PodSort`). */
export interface PodListeners {
  add(listener: Watcher, interest: Interest | undefined): void
  /** Those whom this change concerns, in the order in which they came. */
  of(change: ChangeOf<'Pod'>): readonly Watcher[]
  /** There are objects of this kind now, or none any more. */
  kindTurned(kind: Kind): void
}

const TYPES = ['ADDED', 'MODIFIED', 'DELETED'] as const
/** Kinds of controllers of pods that are told apart; all others are 'other'. */
const OWNERS = [
  undefined,
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'other',
  'several',
] as const
/** Two values each of three members. */
const FLAGS = 8
const NO_FLAG = 0
const RESTATED = 1
const VOLUMES = 2
const ANNOTATED = 4

interface Subscription {
  readonly listener: Watcher
  readonly interest: Interest | undefined
}

/** @param isEmpty whether there is no object of this kind */
export function createPodListeners(isEmpty: (kind: Kind) => boolean): PodListeners {
  const subscriptions: Subscription[] = []
  /** Worked out when a change of the sort first comes. */
  let bySort: (readonly Watcher[] | undefined)[] = []
  const conditions = new Set<Kind>()

  function concerned(sort: PodSort): readonly Watcher[] {
    return subscriptions
      .filter(({ interest }) => {
        const { pods, podsWhile } = interest ?? {}
        return !(podsWhile && isEmpty(podsWhile)) && (pods === undefined || pods(sort))
      })
      .map(({ listener }) => listener)
  }

  return {
    add(listener, interest) {
      subscriptions.push({ listener, interest })
      if (interest?.podsWhile) conditions.add(interest.podsWhile)
      bySort = []
    },
    of(change) {
      const index = sortIndex(change)
      let listeners = bySort[index]
      if (listeners === undefined) {
        listeners = concerned(sortOf(index))
        bySort[index] = listeners
      }
      return listeners
    },
    kindTurned(kind) {
      if (conditions.has(kind)) bySort = []
    },
  }
}

function sortIndex({ type, object, previous }: ChangeOf<'Pod'>): number {
  const owners = object.metadata?.ownerReferences
  let owner = ownerIndex(object)
  let flags = flagsOf(object)
  if (type === 'MODIFIED' && previous) {
    const before = previous.metadata
    flags |= flagsOf(previous)
    if (before?.ownerReferences !== owners) {
      flags |= RESTATED
      if (controllerOf(previous)?.uid !== controllerOf(object)?.uid) owner = OWNERS.length - 1
    }
    if (before?.labels !== object.metadata?.labels) flags |= RESTATED
  } else flags |= RESTATED
  return (TYPES.indexOf(type) * OWNERS.length + owner) * FLAGS + flags
}

function ownerIndex(pod: Pod): number {
  const kind = controllerOf(pod)?.kind
  for (let index = 0; index < OWNERS.length - 2; index++) if (OWNERS[index] === kind) return index
  return OWNERS.length - 2
}

function flagsOf({ metadata, spec }: Pod): number {
  return (
    (spec?.volumes === undefined ? NO_FLAG : VOLUMES) |
    (metadata?.annotations === undefined ? NO_FLAG : ANNOTATED)
  )
}

function sortOf(index: number): PodSort {
  const flags = index % FLAGS
  const rest = (index - flags) / FLAGS
  const owner = rest % OWNERS.length
  return {
    type: TYPES[(rest - owner) / OWNERS.length]!,
    owner: OWNERS[owner],
    restated: (flags & RESTATED) !== 0,
    volumes: (flags & VOLUMES) !== 0,
    annotated: (flags & ANNOTATED) !== 0,
  }
}
