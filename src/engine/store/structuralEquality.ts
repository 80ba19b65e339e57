/**
 * Whether two values made of plain objects, arrays and scalars say the same. Keys whose value is
 * undefined count as absent, as they do in JSON. Shared parts are recognised by identity, which
 * makes the comparison of an object with its edited copy cheap.
 */
export function structurallyEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i++) if (!structurallyEqual(a[i], b[i])) return false
    return true
  }
  if (Array.isArray(b)) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  // Without lists of the keys: this is asked at every write.
  for (const key in left) {
    const mine = left[key]
    if (mine === undefined ? right[key] !== undefined : !Object.hasOwn(right, key)) return false
    if (!structurallyEqual(mine, right[key])) return false
  }
  for (const key in right) {
    if (right[key] !== undefined && !Object.hasOwn(left, key)) return false
  }
  return true
}
