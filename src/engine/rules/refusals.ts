import { compareQuantities } from '../api/quantity.ts'
import type { Change } from '../store/store.ts'

/** Kinds whose changes `admitsMore` can say yes to. */
export const ADMITTING = ['LimitRange', 'PriorityClass', 'ResourceQuota'] as const

/** Whether admission may now let in what it refused before. */
export function admitsMore(change: Change): boolean {
  switch (change.kind) {
    case 'LimitRange':
      return true
    case 'PriorityClass':
      return change.type !== 'DELETED'
    case 'ResourceQuota': {
      if (change.type !== 'MODIFIED') return change.type === 'DELETED'
      const { object, previous } = change
      if (object.metadata?.generation !== previous?.metadata?.generation) return true
      const before = previous?.status?.used ?? {}
      return Object.entries(object.status?.used ?? {}).some(
        ([resource, used]) => compareQuantities(used, before[resource] ?? used) < 0,
      )
    }
    default:
      return false
  }
}

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
