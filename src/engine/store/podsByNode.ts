import { grownTo, NONE, SlotLists } from './slotLists.ts'

/**
 * Which pods are bound to which node, in order of binding. Names of nodes have numbers, so that a name is
 * looked for once for each pod, and not by everybody who keeps something by node.
 */
export interface PodsByNode {
  /** See `Store`. */
  numberOf(name: string): number
  /** The number of the pod's node, or NONE. */
  nodeOf(slot: number): number
  add(name: string, slot: number): void
  /** The pod leaves its node. */
  remove(slot: number): void
  slotsOf(name: string): number[]
}

export function createPodsByNode(): PodsByNode {
  const numbers = new Map<string, number>()
  const lists = new SlotLists()
  /** By the pod's slot. */
  let nodes = new Int32Array(0)

  function numberOf(name: string): number {
    const known = numbers.get(name)
    if (known !== undefined) return known
    const number = numbers.size
    numbers.set(name, number)
    return number
  }

  const nodeOf = (slot: number) => (slot < nodes.length ? nodes[slot]! : NONE)

  return {
    numberOf,
    nodeOf,
    add(name, slot) {
      const number = numberOf(name)
      if (slot >= nodes.length) nodes = grownTo(nodes, slot)
      nodes[slot] = number
      lists.add(number, slot)
    },
    remove(slot) {
      lists.remove(nodeOf(slot), slot)
      nodes[slot] = NONE
    },
    slotsOf(name) {
      const number = numbers.get(name)
      return number === undefined ? [] : lists.slotsOf(number)
    },
  }
}
