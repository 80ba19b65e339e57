import type { KubernetesObject } from '../api/objects.ts'
import { NONE } from './slotLists.ts'

/**
 * The slots of one kind's objects by namespace and name. A table with open addresses in columns: of
 * 150,000 names in a Map each costs three or four places in memory to find room for, and here mostly one.
 */
export interface NameIndex {
  /** NONE = there is none. */
  find(namespace: string, name: string): number
  /** The object, which stands in its slot, has a name that is not in use. */
  add(slot: number): void
  /** Before the object leaves its slot. */
  remove(slot: number): void
}

/** A power of two. */
const FEWEST_PLACES = 16

/** @param objects by slot; those that are in the index have a name */
export function createNameIndex(objects: readonly (KubernetesObject | undefined)[]): NameIndex {
  /** Two numbers a place: the hash of the name, and the slot plus one, or 0 where nobody is. */
  let places = new Int32Array(2 * FEWEST_PLACES)
  let mask = FEWEST_PLACES - 1
  let count = 0

  function isCalled(slot: number, namespace: string, name: string): boolean {
    const { metadata } = objects[slot]!
    return metadata!.name === name && (metadata!.namespace ?? '') === namespace
  }

  function enter(hash: number, slot: number): void {
    let place = hash & mask
    while (places[2 * place + 1] !== 0) place = (place + 1) & mask
    places[2 * place] = hash
    places[2 * place + 1] = slot + 1
  }

  function grow(): void {
    const former = places
    places = new Int32Array(2 * former.length)
    mask = places.length / 2 - 1
    for (let at = 0; at < former.length; at += 2) {
      if (former[at + 1] !== 0) enter(former[at]!, former[at + 1]! - 1)
    }
  }

  return {
    find(namespace, name) {
      const hash = hashOf(name)
      for (let place = hash & mask; ; place = (place + 1) & mask) {
        const slot = places[2 * place + 1]! - 1
        if (slot === NONE) return NONE
        if (places[2 * place] === hash && isCalled(slot, namespace, name)) return slot
      }
    },
    add(slot) {
      if (2 * (count + 1) > mask) grow()
      enter(hashOf(objects[slot]!.metadata!.name!), slot)
      count += 1
    },
    remove(slot) {
      let hole = hashOf(objects[slot]!.metadata!.name!) & mask
      while (places[2 * hole + 1] !== slot + 1) hole = (hole + 1) & mask
      // Those behind it move up, as far as they may: nobody must stand behind a gap.
      for (let place = (hole + 1) & mask; places[2 * place + 1] !== 0; place = (place + 1) & mask) {
        const home = places[2 * place]! & mask
        if (((place - home) & mask) < ((place - hole) & mask)) continue
        places[2 * hole] = places[2 * place]!
        places[2 * hole + 1] = places[2 * place + 1]!
        hole = place
      }
      places[2 * hole + 1] = 0
      count -= 1
    },
  }
}

/** FNV-1a, mixed once more: names mostly differ in their last characters. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  }
  return hash ^ (hash >>> 15)
}
