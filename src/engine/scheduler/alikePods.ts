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
  let more = 0
  for (const key in left) {
    const value = left[key]
    if (value !== right[key] || (value === undefined && !(key in right))) return false
    more += 1
  }
  // As many members, all of which the other has.
  for (const _ in right) more -= 1
  return more === 0
}
