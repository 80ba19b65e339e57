/**
 * Pods that a person has taken away and that nothing replaces, although their owner wants as many as
 * before: one-click's script makes an app's pods when its replicas grow, and never again. They are
 * missed until fewer are wanted.
 */
export interface MissingPods<Pod> {
  add(ownerUid: string, pod: Pod): void
  /** The owner wants so many fewer than before; those that are missing are the first to do without. */
  fewerWanted(ownerUid: string, fewer: number): void
  /** The owner itself is gone: nobody wants any. */
  forget(ownerUid: string): void
}

/** @param onForgiven the pod is not missed any more */
export function createMissingPods<Pod>(onForgiven: (pod: Pod) => void): MissingPods<Pod> {
  const missing = new Map<string, Pod[]>()

  function forgive(ownerUid: string, count: number): void {
    const own = missing.get(ownerUid)
    if (!own) return
    for (const pod of own.splice(Math.max(0, own.length - count))) onForgiven(pod)
    if (own.length === 0) missing.delete(ownerUid)
  }

  return {
    add(ownerUid, pod) {
      const own = missing.get(ownerUid)
      if (own) own.push(pod)
      else missing.set(ownerUid, [pod])
    },
    fewerWanted(ownerUid, fewer) {
      if (fewer > 0) forgive(ownerUid, fewer)
    },
    forget: (ownerUid) => forgive(ownerUid, Number.POSITIVE_INFINITY),
  }
}
