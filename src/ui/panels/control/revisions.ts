import type { LaneId } from '../../../engine/protocol.ts'
import type { Mirror } from '../../state/mirror.ts'
import { laneOf } from '../../state/podFacts.ts'

/** How many pods of an app have which revision of its template, the latest first. */
export function revisionsOf(
  mirror: Mirror,
  lane: LaneId,
  app: number,
): readonly { readonly revision: number; readonly pods: number }[] {
  const pods = laneOf(mirror, lane)?.pods
  const counts = new Map<number, number>()
  for (let row = 0; row < (pods?.count ?? 0); row++) {
    if (pods!.alive[row] !== 1 || pods!.app[row] !== app) continue
    const revision = pods!.version[row]!
    counts.set(revision, (counts.get(revision) ?? 0) + 1)
  }
  return [...counts]
    .map(([revision, number]) => ({ revision, pods: number }))
    .sort((a, b) => b.revision - a.revision)
}
