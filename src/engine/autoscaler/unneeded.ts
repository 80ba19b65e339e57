import type { Pod } from '../api/types.gen.ts'
import type { NodeView, PodInfo } from '../scheduler/framework.ts'
import { podInfo } from '../scheduler/nodeView.ts'
import type { Snapshot } from './snapshot.ts'

export interface RemovalTrial {
  readonly snapshot: Snapshot
  /** Nodes that nothing would have to leave: they go before the others. */
  readonly empty: readonly string[]
  /** Nodes that might go, in the order in which they are tried. */
  readonly candidates: readonly string[]
  /** Whether the pods of others may move here. */
  readonly isDestination: (node: NodeView) => boolean
  /** `stays`, `moves`, or why the node cannot go. */
  readonly drainability: (pod: Pod) => 'stays' | 'moves' | { readonly blocked: string }
}

export interface RemovalResult {
  /** Nodes that could all go, with the pods that would move. */
  readonly removable: ReadonlyMap<string, readonly Pod[]>
  readonly unremovable: readonly string[]
}

/**
 * Which of the candidates the cluster could do without (scaledown/planner, categorizeNodes): one
 * after the other each is emptied on paper, and what moved stays moved for those that follow.
 */
export function findUnneeded(trial: RemovalTrial): RemovalResult {
  const removable = new Map<string, readonly Pod[]>(trial.empty.map((name) => [name, []]))
  const unremovable: string[] = []
  let { snapshot } = trial
  for (const name of trial.candidates) {
    const node = snapshot.node(name)
    if (!node) continue
    const moving = podsToMove(node, trial)
    const after = moving && withoutNode(snapshot, node, moving, trial, removable)
    if (moving && after) {
      removable.set(
        name,
        moving.map(({ pod }) => pod),
      )
      snapshot = after
    } else {
      unremovable.push(name)
    }
  }
  return { removable, unremovable }
}

/** undefined = one of them keeps the node. */
function podsToMove(node: NodeView, { drainability }: RemovalTrial): PodInfo[] | undefined {
  const moving: PodInfo[] = []
  for (const info of node.pods) {
    const verdict = drainability(info.pod)
    if (typeof verdict === 'object') return undefined
    if (verdict === 'moves') moving.push(info)
  }
  return moving
}

/** The snapshot with the pods elsewhere; undefined = one of them finds no place. */
function withoutNode(
  before: Snapshot,
  { name }: NodeView,
  moving: readonly PodInfo[],
  { isDestination }: RemovalTrial,
  removed: ReadonlyMap<string, unknown>,
): Snapshot | undefined {
  if (moving.length === 0) return before
  const snapshot = before.fork()
  const leaving = new Set(moving)
  snapshot.take(name, (pod) => leaving.has(pod))
  for (const { pod } of moving) {
    const { nodeName: _, ...spec } = pod.spec!
    const free = podInfo({ ...pod, spec })
    const place = snapshot.place(
      free,
      (node) => node.name !== name && !removed.has(node.name) && isDestination(node),
    )
    if (place === undefined) return undefined
  }
  return snapshot
}
