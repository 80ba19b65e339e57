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

export function createNominations(): Nominations {
  const pods = new Map<string, PodInfo>()
  const uidOf = (info: PodInfo) => info.pod.metadata?.uid ?? ''
  const nodeOf = (info: PodInfo) => info.pod.status?.nominatedNodeName ?? ''

  return {
    put(info) {
      if (nodeOf(info)) pods.set(uidOf(info), info)
      else pods.delete(uidOf(info))
    },
    remove: (uid) => {
      pods.delete(uid)
    },
    against(pod) {
      if (pods.size === 0) return NOBODY
      const byNode = new Map<string, PodInfo[]>()
      for (const [uid, other] of pods) {
        if (uid === uidOf(pod) || priorityOf(other.pod) < priorityOf(pod.pod)) continue
        const list = byNode.get(nodeOf(other))
        if (list) list.push(other)
        else byNode.set(nodeOf(other), [other])
      }
      return byNode
    },
    lowerThan: (pod, node) =>
      [...pods.values()].filter(
        (other) => nodeOf(other) === node && priorityOf(other.pod) < priorityOf(pod.pod),
      ),
  }
}

const NOBODY: Nominated = new Map()
