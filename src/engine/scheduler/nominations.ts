import type { Nominated } from './fitCheck.ts'
import type { PodInfo } from './framework.ts'
import { priorityOf } from './preemption/importance.ts'

/** Waiting pods for which preemption makes room, and where. */
export interface Nominations {
  /** Notes a waiting pod's nomination, or that it has none. */
  put(info: PodInfo): void
  remove(uid: string): void
  /** Nominated pods that a pod has to leave room for: others of the same or a higher priority. */
  against(pod: PodInfo): Nominated
  /** Nominated to this node and of lower priority than the pod. */
  lowerThan(pod: PodInfo, node: string): readonly PodInfo[]
}

type Promises = Map<string, PodInfo[]>

export function createNominations(): Nominations {
  const pods = new Map<string, PodInfo>()
  /** By the lowest priority that counts, until a promise changes. */
  const known = new Map<number, Promises>()
  const uidOf = (info: PodInfo) => info.pod.metadata?.uid ?? ''

  function promisesFrom(priority: number): Promises {
    let byNode = known.get(priority)
    if (byNode) return byNode
    byNode = new Map()
    for (const other of pods.values()) {
      if (priorityOf(other.pod) < priority) continue
      const list = byNode.get(nodeOf(other))
      if (list) list.push(other)
      else byNode.set(nodeOf(other), [other])
    }
    known.set(priority, byNode)
    return byNode
  }

  return {
    put(info) {
      if (pods.size === 0 && !nodeOf(info)) return
      const uid = uidOf(info)
      const before = pods.get(uid)
      if (!before && !nodeOf(info)) return
      // Most changes of a waiting pod are about what its last attempt came to.
      if (before && countsAlike(before, info)) return
      known.clear()
      if (nodeOf(info)) pods.set(uid, info)
      else pods.delete(uid)
    },
    remove: (uid) => {
      if (pods.size > 0 && pods.delete(uid)) known.clear()
    },
    against(pod) {
      if (pods.size === 0) return NOBODY
      const all = promisesFrom(priorityOf(pod.pod))
      const own = pods.get(uidOf(pod))
      return own ? without(own, all) : everybody(all)
    },
    lowerThan: (pod, node) =>
      [...pods.values()].filter(
        (other) => nodeOf(other) === node && priorityOf(other.pod) < priorityOf(pod.pod),
      ),
  }
}

const nodeOf = (info: PodInfo): string => info.pod.status?.nominatedNodeName ?? ''

const everybody = (all: Promises): Nominated => ({
  size: all.size,
  get: (name) => all.get(name),
  [Symbol.iterator]: () => all[Symbol.iterator](),
  all,
})

/** Without a list of all the others: it would be made for every attempt of every pod that waits. */
function without(own: PodInfo, all: Promises): Nominated {
  const node = nodeOf(own)
  const others = all.get(node)?.filter((each) => each !== own) ?? []
  return {
    size: others.length > 0 ? all.size : all.size - 1,
    get: (name) => (name === node ? others : all.get(name)),
    *[Symbol.iterator]() {
      for (const entry of all) if (entry[0] !== node) yield entry
      if (others.length > 0) yield [node, others] as [string, readonly PodInfo[]]
    },
    all,
    own: node,
  }
}

/** Whether a promise to one of them is as good as one to the other for whoever leaves room for it. */
function countsAlike(a: PodInfo, b: PodInfo): boolean {
  return (
    nodeOf(a) === nodeOf(b) &&
    a.requests === b.requests &&
    a.nonZero === b.nonZero &&
    a.pod.spec === b.pod.spec &&
    a.pod.metadata?.labels === b.pod.metadata?.labels &&
    a.pod.metadata?.deletionTimestamp === b.pod.metadata?.deletionTimestamp
  )
}

const NOBODY: Nominated = new Map()
