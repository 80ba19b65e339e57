/**
 * Pairs pods that were taken away against their owner's will (evicted, deleted by a person, lost
 * with their machine) with the pods that the owner creates in their stead: first lost, first
 * replaced, by owner. Kubernetes itself keeps no such link; the picture needs it.
 */
export interface LostPods<Pod> {
  add(ownerUid: string, pod: Pod): void
  /** The owner has made a new pod: the pod it stands for, if one was waiting. */
  take(ownerUid: string): Pod | undefined
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
  }
}
