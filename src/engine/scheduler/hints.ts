import type { Node, Pod } from '../api/types.gen.ts'
import type { Change } from '../store/store.ts'
import type { PodInfo } from './framework.ts'

/*
 * Small questions that queueing hints ask about a change. Pods arrive here as the scheduler sees
 * them: one that succeeded or failed is reported as DELETED.
 */

/** A node that was added or changed, and what it was before; undefined for every other change. */
export function nodeChange(change: Change): { before?: Node; after: Node } | undefined {
  if (change.kind !== 'Node' || change.type === 'DELETED') return undefined
  return { before: change.type === 'MODIFIED' ? change.previous : undefined, after: change.object }
}

/** The waiting pod itself before and after somebody changed it. */
export function ownChange(pod: PodInfo, change: Change): { before: Pod; after: Pod } | undefined {
  if (change.kind !== 'Pod' || change.type !== 'MODIFIED' || !change.previous) return undefined
  if (change.object.metadata?.uid !== pod.pod.metadata?.uid) return undefined
  return { before: change.previous, after: change.object }
}

/** A pod that held a place on a node (or was nominated to one) and is gone. */
export function releasedPod(change: Change): Pod | undefined {
  if (change.kind !== 'Pod' || change.type !== 'DELETED') return undefined
  const held = change.object.spec?.nodeName || change.object.status?.nominatedNodeName
  return held ? change.object : undefined
}

/** A pod on a node before and after a change. */
export function assignedPodChange(change: Change): { before: Pod; after: Pod } | undefined {
  if (change.kind !== 'Pod' || change.type !== 'MODIFIED' || !change.previous) return undefined
  return change.object.spec?.nodeName
    ? { before: change.previous, after: change.object }
    : undefined
}
