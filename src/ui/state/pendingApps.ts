import { type LaneId, PodState } from '../../engine/protocol.ts'
import { words } from '../words/words.ts'
import type { Mirror } from './mirror.ts'
import { laneOf } from './podFacts.ts'

/** An app of which pods wait for a machine. */
export interface PendingApp {
  /** The one that waits longest. */
  readonly row: number
  readonly label: string
  /** How many more wait. */
  readonly more: number
}

/** Apps with pods that wait, in order of the first one's row. */
export function pendingApps(mirror: Mirror, lane: LaneId): readonly PendingApp[] {
  const found = laneOf(mirror, lane)
  if (found === undefined) return []
  const { pods } = found
  const byApp = new Map<number, { row: number; more: number }>()
  for (let row = 0; row < pods.count; row++) {
    if (pods.alive[row] !== 1 || pods.state[row] !== PodState.Pending) continue
    if (pods.node[row]! >= 0) continue
    const app = byApp.get(pods.app[row]!)
    if (app === undefined) byApp.set(pods.app[row]!, { row, more: 0 })
    else app.more += 1
  }
  return [...byApp].map(([app, { row, more }]) => ({
    row,
    label: words.pod.name(mirror.apps[app]?.name ?? '', pods.ordinal[row]!),
    more,
  }))
}
