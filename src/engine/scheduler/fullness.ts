import type { NodeView, PodInfo } from './framework.ts'
import { isExtendedResource } from './resourceScoring.ts'

/**
 * How full a node would be with the pod on it: the mean, over cpu, memory and every extended
 * resource the node has, of (requested + incoming) / allocatable. 0 = empty, 1 = full to the rim.
 * A node that offers nothing counts as full.
 */
export function fullnessWith(pod: PodInfo, node: NodeView): number {
  const names = Object.keys(node.allocatable).filter(
    (name) => name === 'cpu' || name === 'memory' || isExtendedResource(name),
  )
  let sum = 0
  let counted = 0
  for (const name of names) {
    const allocatable = node.allocatable[name]!
    if (allocatable <= 0) continue
    const used = (node.requested[name] ?? 0) + (pod.requests[name] ?? 0)
    sum += Math.min(1, used / allocatable)
    counted += 1
  }
  return counted === 0 ? 1 : sum / counted
}

/** Percent, rounded down; the tiny addition keeps 0.29 x 100 from becoming 28. */
export function wholePercent(fraction: number): number {
  return Math.floor(fraction * 100 + 1e-9)
}
