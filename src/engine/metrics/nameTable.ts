/** Names as numbers: a name gets the next number, from 0, when it is first seen. */
export interface NameTable {
  indexOf(name: string): number
  readonly names: readonly string[]
}

export function createNameTable(): NameTable {
  const indices = new Map<string, number>()
  const names: string[] = []
  return {
    names,
    indexOf(name) {
      const known = indices.get(name)
      if (known !== undefined) return known
      indices.set(name, names.length)
      return names.push(name) - 1
    },
  }
}
