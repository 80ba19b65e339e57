/**
 * Owners whose pods admission has refused. Asking again would get the same answer until the owner
 * is changed (another generation) or something appears that was missing.
 */
export interface Refusals {
  add(key: string, generation: number | undefined): void
  has(key: string, generation: number | undefined): boolean
  /** Forgets all and returns their keys. */
  clear(): readonly string[]
}

export function createRefusals(): Refusals {
  const refused = new Map<string, number | undefined>()
  return {
    add: (key, generation) => void refused.set(key, generation),
    has: (key, generation) => refused.has(key) && refused.get(key) === generation,
    clear() {
      const keys = [...refused.keys()]
      refused.clear()
      return keys
    },
  }
}
