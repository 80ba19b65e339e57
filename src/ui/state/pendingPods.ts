import { type LaneId, PodState } from '../../engine/protocol.ts'
import type { Mirror } from './mirror.ts'
import { labelOf, laneOf } from './podFacts.ts'

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
  const { pods } = found
  let more = 0
  for (let row = 0; row < pods.count; row++) {
    if (pods.alive[row] !== 1 || pods.state[row] !== PodState.Pending || pods.node[row]! >= 0)
      continue
    if (listed.length === MOST) more += 1
    else {
      listed.push({ row, label: labelOf(mirror, found, row) })
    }
  }
  return { pods: listed, more }
}
