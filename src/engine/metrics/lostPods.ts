/**
 * Pairs pods that were taken away against their owner's will (evicted, deleted by a person, lost
 * with their machine) with the pods that the owner creates in their stead: first lost, first
 * replaced, by owner. Kubernetes itself keeps no such link; the picture needs it.
 */
export interface LostPods<Pod> {
  add(ownerUid: string, pod: Pod): void
  /** The owner has made a new pod: the pod it stands for, if one was waiting. */
  take(ownerUid: string): Pod | undefined
  /**
   * The owner wants so many fewer than before: of the pods that wait it makes so many fewer, and what it makes
   * when it wants more again stands for none of them.
   */
  fewerWanted(ownerUid: string, fewer: number): void
  /** The owner itself is gone. */
  forget(ownerUid: string): void
}

export function createLostPods<Pod>(): LostPods<Pod> {
  const waiting = new Map<string, Pod[]>()
  return {
    add(ownerUid, pod) {
      const own = waiting.get(ownerUid)
      if (own) own.push(pod)
      else waiting.set(ownerUid, [pod])
    },
    take(ownerUid) {
      const own = waiting.get(ownerUid)
      const pod = own?.shift()
      if (own?.length === 0) waiting.delete(ownerUid)
      return pod
    },
    fewerWanted(ownerUid, fewer) {
      const own = fewer > 0 ? waiting.get(ownerUid) : undefined
      own?.splice(Math.max(0, own.length - fewer))
      if (own?.length === 0) waiting.delete(ownerUid)
    },
    forget: (ownerUid) => void waiting.delete(ownerUid),
  }
}
