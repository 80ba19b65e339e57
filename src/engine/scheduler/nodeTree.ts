import type { Node } from '../api/types.gen.ts'

/**
 * The order in which a scheduling cycle lists the nodes: grouped by zone, then taken in rounds, the
 * first node of every zone, the second of every zone, and so on, so that neighbours in the list are
 * in different zones. Zones keep the order of their first node, nodes that of their addition.
 */
export interface NodeTree<Key> {
  /** @param key what stands for the node in the list */
  add(node: Node, key: Key): void
  remove(node: Node, key: Key): void
  /** A node whose zone changed goes to the end of its new zone; otherwise its place stays. */
  update(previous: Node, node: Node, key: Key): void
  /** Whether `update` changes the order. */
  moves(previous: Node, node: Node): boolean
  /** Keys in list order; good until the next change. */
  list(): readonly Key[]
}

const REGION_LABELS = ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region']
const ZONE_LABELS = ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone']

export function createNodeTree<Key>(): NodeTree<Key> {
  /** Lists, since nodes are listed far more often than they leave. */
  const zones = new Map<string, Key[]>()

  function add(node: Node, key: Key): void {
    const zone = zoneKey(node)
    const keys = zones.get(zone)
    if (keys) keys.push(key)
    else zones.set(zone, [key])
  }

  function remove(node: Node, key: Key): void {
    const zone = zoneKey(node)
    const keys = zones.get(zone)
    const place = keys?.indexOf(key) ?? -1
    if (!keys || place < 0) return
    keys.splice(place, 1)
    if (keys.length === 0) zones.delete(zone)
  }

  return {
    add,
    remove,
    moves,
    update(previous, node, key) {
      if (!moves(previous, node)) return
      remove(previous, key)
      add(node, key)
    },
    list() {
      const groups = [...zones.values()]
      const [first, ...others] = groups
      if (first && others.length === 0) return first
      const rounds = groups.reduce((most, keys) => Math.max(most, keys.length), 0)
      const order: Key[] = []
      for (let round = 0; round < rounds; round++) {
        for (const keys of groups) if (round < keys.length) order.push(keys[round]!)
      }
      return order
    },
  }
}

const moves = (a: Node, b: Node): boolean => zoneKey(a) !== zoneKey(b)

/** Region and zone of a node as one key; the old label wins when it is there, even if empty. */
function zoneKey(node: Node): string {
  const labels = node.metadata?.labels ?? {}
  return `${firstOf(labels, REGION_LABELS)}\0${firstOf(labels, ZONE_LABELS)}`
}

function firstOf(labels: Readonly<Record<string, string>>, keys: readonly string[]): string {
  const key = keys.find((candidate) => Object.hasOwn(labels, candidate))
  return key === undefined ? '' : labels[key]!
}
