import type { PodInfo } from '../framework.ts'

/** Answers about slots, each good as long as its slot and the pods that are nominated to it stay as they are. */
export interface SlotMemo<T> {
  /**
   * @param version of the slot; another one means that it has changed
   * @param others pods that are nominated to it; of these only the specs matter
   */
  get(slot: number, version: number, others: readonly PodInfo[], ask: () => T): T
}

interface Known<T> {
  readonly version: number
  readonly others: readonly PodInfo[]
  readonly answer: T
}

export function createSlotMemo<T>(): SlotMemo<T> {
  const known = new Map<number, Known<T>>()
  return {
    get(slot, version, others, ask) {
      const earlier = known.get(slot)
      if (earlier?.version === version && haveSameSpecs(earlier.others, others)) {
        return earlier.answer
      }
      const answer = ask()
      known.set(slot, { version, others, answer })
      return answer
    },
  }
}

function haveSameSpecs(a: readonly PodInfo[], b: readonly PodInfo[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i]!.pod.spec !== b[i]!.pod.spec) return false
  return true
}
