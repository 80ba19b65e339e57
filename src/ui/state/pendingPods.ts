import type { LaneId } from '../../engine/protocol.ts'
import type { Mirror } from './mirror.ts'
import { labelOf, laneOf } from './podFacts.ts'
import { podIndexOf } from './podIndex.ts'

/** Entries that a menu of waiting pods has at most. */
const MOST = 50

/** Pods that wait for a machine, in order of their rows: the first of them, and how many more wait. */
export function pendingPods(
  mirror: Mirror,
  lane: LaneId,
): {
  readonly pods: readonly { readonly row: number; readonly label: string }[]
  readonly more: number
} {
  const found = laneOf(mirror, lane)
  const listed: { row: number; label: string }[] = []
  if (found === undefined) return { pods: listed, more: 0 }
  const rows = podIndexOf(found).waiting()
  for (const row of rows.subarray(0, MOST)) {
    listed.push({ row, label: labelOf(mirror, found, row) })
  }
  return { pods: listed, more: rows.length - listed.length }
}
