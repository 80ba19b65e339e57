import type { Node } from '../../api/types.gen.ts'

/** The values of one label, numbered, by slot. */
interface Values {
  /** -1 = none. */
  column: Int32Array
  readonly ids: Map<string, number>
  /** Nodes that have none. */
  lacking: number
}

/** Values of the labels that somebody asks about. */
export interface LabelValues {
  of(key: string): Readonly<Values>
  numberOf(key: string, value: string): number
  /** A slot's node is another one than before. */
  set(slot: number, before: Node | undefined, node: Node | undefined): void
  grow(capacity: number): void
}

/** @param nodes by slot */
export function createLabelValues(
  nodes: readonly (Node | undefined)[],
  firstCapacity: number,
): LabelValues {
  const byKey = new Map<string, Values>()
  let capacity = firstCapacity

  function of(key: string): Values {
    let known = byKey.get(key)
    if (known) return known
    known = { column: new Int32Array(capacity).fill(-1), ids: new Map(), lacking: 0 }
    byKey.set(key, known)
    for (let slot = 0; slot < nodes.length; slot++) put(known, key, slot, nodes[slot])
    return known
  }

  function put(values: Values, key: string, slot: number, node: Node | undefined): void {
    values.column[slot] = valueAt(node, key, values.ids)
    if (node && values.column[slot]! < 0) values.lacking += 1
  }

  return {
    of,
    numberOf: (key, value) => numberOf(value, of(key).ids),
    set(slot, before, node) {
      for (const [key, values] of byKey) {
        if (before && values.column[slot]! < 0) values.lacking -= 1
        put(values, key, slot, node)
      }
    },
    grow(next) {
      capacity = next
      for (const values of byKey.values()) {
        const column = new Int32Array(capacity).fill(-1)
        column.set(values.column)
        values.column = column
      }
    },
  }
}

function valueAt(node: Node | undefined, key: string, ids: Map<string, number>): number {
  const labels = node?.metadata?.labels
  if (!labels || !Object.hasOwn(labels, key)) return -1
  return numberOf(labels[key]!, ids)
}

function numberOf(value: string, ids: Map<string, number>): number {
  let id = ids.get(value)
  if (id === undefined) {
    id = ids.size
    ids.set(value, id)
  }
  return id
}
