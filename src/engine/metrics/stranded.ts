import type { ResourceAmounts } from '../scheduler/framework.ts'

/** What a machine has left: allocatable minus requested, by resource; `pods` is the free pod count. */
export type FreeAmounts = ResourceAmounts

/**
 * Whether a pod of this shape fits what is free, counting resources only (no taints, no affinity):
 * every resource it asks for, and one more pod. A resource that the machine lacks is 0 free.
 */
export function shapeFits(shape: ResourceAmounts, free: FreeAmounts): boolean {
  if ((free.pods ?? 0) < 1) return false
  for (const resource in shape) {
    const asked = shape[resource]!
    if (asked > 0 && asked > (free[resource] ?? 0)) return false
  }
  return true
}

/**
 * LOOK.md rule 8: resource r is stranded on a machine when some of it is free but no known pod
 * shape that asks for r fits the machine. All of what is free is stranded then, or none of it.
 *
 * @returns the stranded amount for each of `resources`, in that order; units as in `free`.
 */
export function strandedAmounts(
  resources: readonly string[],
  free: FreeAmounts,
  shapes: Iterable<ResourceAmounts>,
): number[] {
  const fitting: ResourceAmounts[] = []
  for (const shape of shapes) if (shapeFits(shape, free)) fitting.push(shape)
  return resources.map((resource) => {
    const left = free[resource] ?? 0
    if (left <= 0) return 0
    return fitting.some((shape) => (shape[resource] ?? 0) > 0) ? 0 : left
  })
}
