import type { Node } from '../api/types.gen.ts'

/**
 * The order in which a scheduling cycle lists the nodes: grouped by zone, then taken in rounds, the
 * first node of every zone, the second of every zone, and so on, so that neighbours in the list are
 * in different zones. Zones keep the order of their first node, nodes that of their addition.
 */
export interface NodeTree {
  add(node: Node): void
  remove(node: Node): void
  /** A node whose zone changed goes to the end of its new zone; otherwise its place stays. */
  update(previous: Node, node: Node): void
  /** Whether `update` changes the order. */
  moves(previous: Node, node: Node): boolean
  /** Names in list order. */
  list(): string[]
}

const REGION_LABELS = ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region']
const ZONE_LABELS = ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone']

export function createNodeTree(): NodeTree {
  const zones = new Map<string, Set<string>>()

  function add(node: Node): void {
    const zone = zoneKey(node)
    const name = node.metadata?.name ?? ''
    const names = zones.get(zone)
    if (names) names.add(name)
    else zones.set(zone, new Set([name]))
  }

  function remove(node: Node): void {
    const zone = zoneKey(node)
    const names = zones.get(zone)
    names?.delete(node.metadata?.name ?? '')
    if (names?.size === 0) zones.delete(zone)
  }

  return {
    add,
    remove,
    moves,
    update(previous, node) {
      if (!moves(previous, node)) return
      remove(previous)
      add(node)
    },
    list() {
      const groups = Array.from(zones.values(), (names) => [...names])
      const rounds = groups.reduce((most, names) => Math.max(most, names.length), 0)
      const order: string[] = []
      for (let round = 0; round < rounds; round++) {
        for (const names of groups) {
          const name = names[round]
          if (name !== undefined) order.push(name)
        }
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
