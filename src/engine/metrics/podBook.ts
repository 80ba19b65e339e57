import { SlotLists } from '../store/slotLists.ts'
import type { PodFact } from './facts.ts'

/** The pods of a lane as its books know them. */
export interface Pods {
  readonly size: number
  /** The pod of this uid. */
  get(uid: string): PodFact | undefined
  has(uid: string): boolean
  /** In order of creation. */
  values(): Iterable<PodFact>
}

export interface PodBook extends Pods {
  /** By the slot of its object (see `Watcher`). */
  at(slot: number): PodFact | undefined
  add(fact: PodFact): void
  remove(fact: PodFact): void
}

/** The one list. */
const ALL = 0

export function createPodBook(): PodBook {
  const bySlot: (PodFact | undefined)[] = []
  const order = new SlotLists()
  /**
   * Made when a uid is first asked for, and kept from then on: where nobody asks, finding room for
   * very many texts would be much of the work.
   */
  let byUid: Map<string, PodFact> | undefined
  let size = 0

  const values = () => order.slotsOf(ALL).map((slot) => bySlot[slot]!)

  function get(uid: string): PodFact | undefined {
    byUid ??= new Map(values().map((fact) => [fact.uid, fact]))
    return byUid.get(uid)
  }

  return {
    get size() {
      return size
    },
    get,
    has: (uid) => get(uid) !== undefined,
    values,
    at: (slot) => bySlot[slot],
    add(fact) {
      bySlot[fact.slot] = fact
      order.add(ALL, fact.slot)
      byUid?.set(fact.uid, fact)
      size += 1
    },
    remove(fact) {
      bySlot[fact.slot] = undefined
      order.remove(ALL, fact.slot)
      byUid?.delete(fact.uid)
      size -= 1
    },
  }
}
