import type { Node } from '../../api/types.gen.ts'

/** Which images nodes have. */
export interface NodeImages {
  /** How many nodes have an image of this name. */
  count(name: string): number
  /** How large the image of this name is by slot, in bytes; 0 = it is not there. */
  sizes(name: string): Float64Array
  /** A slot's node is another one than before. */
  set(slot: number, before: Node | undefined, node: Node | undefined): void
  grow(capacity: number): void
}

/** @param nodes by slot */
export function createNodeImages(
  nodes: readonly (Node | undefined)[],
  firstCapacity: number,
): NodeImages {
  const counts = new Map<string, number>()
  /** Of images that somebody has asked for. */
  const sizes = new Map<string, Float64Array>()
  let capacity = firstCapacity

  function add(node: Node | undefined, sign: 1 | -1): void {
    for (const name of new Set(node?.status?.images?.flatMap(({ names }) => names ?? []))) {
      counts.set(name, (counts.get(name) ?? 0) + sign)
    }
  }

  return {
    count: (name) => counts.get(name) ?? 0,
    sizes(name) {
      let known = sizes.get(name)
      if (!known) {
        known = new Float64Array(capacity)
        sizes.set(name, known)
        if (!counts.has(name)) return known
        for (let slot = 0; slot < nodes.length; slot++) known[slot] = sizeOn(nodes[slot], name)
      }
      return known
    },
    set(slot, before, node) {
      add(before, -1)
      add(node, 1)
      if (sizes.size === 0) return
      for (const { names } of before?.status?.images ?? []) {
        for (const name of names ?? []) {
          const known = sizes.get(name)
          if (known) known[slot] = 0
        }
      }
      for (const { names } of node?.status?.images ?? []) {
        for (const name of names ?? []) {
          const known = sizes.get(name)
          if (known) known[slot] = sizeOn(node, name)
        }
      }
    },
    grow(next) {
      capacity = next
      for (const [name, before] of sizes) {
        const grown = new Float64Array(capacity)
        grown.set(before)
        sizes.set(name, grown)
      }
    },
  }
}

/** Of several images of one name the first counts. */
function sizeOn(node: Node | undefined, name: string): number {
  return node?.status?.images?.find(({ names }) => names?.includes(name))?.sizeBytes ?? 0
}
