import type { Pod } from '../api/types.gen.ts'

/**
 * True when two pods are one template's beyond doubt: the same namespace, and labels and parts of the
 * spec that they share. Parts that are equal without being shared do not count, so that this is quick.
 */
export function areAlike(a: Pod, b: Pod): boolean {
  return (
    a.metadata?.namespace === b.metadata?.namespace &&
    a.metadata?.labels === b.metadata?.labels &&
    (a.spec === b.spec || sharesMembers(a.spec ?? NOTHING, b.spec ?? NOTHING))
  )
}

const NOTHING = {}

/** Whether two objects have the same members, by identity. */
export function sharesMembers(a: object, b: object): boolean {
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key in left) if (left[key] !== right[key]) return false
  for (const key in right) if (!(key in left)) return false
  return true
}
