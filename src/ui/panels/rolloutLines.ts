import type { WorkloadState } from '../../engine/protocol.ts'
import type { LaneMirror, Mirror } from '../state/mirror.ts'
import { podsOfNode } from '../state/podFacts.ts'
import { workloadWords as words } from '../words/control.ts'

/** More apps than this on one machine are not told of. */
const MOST = 3

/**
 * What a well too small for marks cannot show: of which apps on a machine pods have different
 * revisions, and whose rollout is paused, those first. One line an app.
 * @param node row of the machine
 * @param workloads of this cluster
 */
export function rolloutLines(
  mirror: Mirror,
  lane: LaneMirror,
  node: number,
  workloads: readonly WorkloadState[],
): readonly string[] {
  const { pods } = lane
  const apps = new Map<number, Map<number, number>>()
  for (const row of podsOfNode(lane, node)) {
    const counts = apps.get(pods.app[row]!) ?? new Map<number, number>()
    apps.set(pods.app[row]!, counts)
    counts.set(pods.version[row]!, (counts.get(pods.version[row]!) ?? 0) + 1)
  }
  const found = [...apps].flatMap(([app, counts]) => {
    const { name, namespace, kind } = mirror.apps[app]!
    const paused = workloads.some(
      (one) => one.paused && one.name === name && one.namespace === namespace && one.kind === kind,
    )
    if (!paused && counts.size < 2) return []
    const revisions = [...counts]
      .map(([revision, number]) => ({ revision, pods: number }))
      .sort((a, b) => b.revision - a.revision)
    return [{ paused, text: words.rollout(name, revisions, paused) }]
  })
  return found
    .sort((a, b) => Number(b.paused) - Number(a.paused))
    .slice(0, MOST)
    .map(({ text }) => text)
}
