import type { Node } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { findCondition } from './podStatus.ts'

/*
 * How fast nodes may lose their pods when many are in trouble at once: SCHEDULER.md section 12
 * (node_lifecycle_controller.go of Kubernetes).
 */

export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption'

/** --unhealthy-zone-threshold */
const UNHEALTHY_SHARE = 0.55
/** --large-cluster-size-threshold */
const LARGE_ZONE = 50
/** --node-eviction-rate: 0.1 nodes a second. */
const INTERVAL: Millis = 10 * SECOND
/** --secondary-node-eviction-rate: 0.01 nodes a second. */
const SLOW_INTERVAL: Millis = 100 * SECOND

/** What the ready and other nodes of a zone amount to. */
export function zoneState(ready: number, notReady: number): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption'
  if (notReady > 2 && notReady / (ready + notReady) >= UNHEALTHY_SHARE) return 'PartialDisruption'
  return 'Normal'
}

/** The least time between two nodes of a zone that lose their pods; undefined = none may. */
export function evictionInterval(state: ZoneState, nodes: number): Millis | undefined {
  if (state !== 'PartialDisruption') return INTERVAL
  return nodes > LARGE_ZONE ? SLOW_INTERVAL : undefined
}

/** Nodes of the same region and zone; '' = none is named. */
export function zoneOf(node: Node): string {
  const labels = node.metadata?.labels ?? {}
  const region = labels['topology.kubernetes.io/region'] ?? ''
  const zone = labels['topology.kubernetes.io/zone'] ?? ''
  return region === '' && zone === '' ? '' : `${region}:${zone}`
}

/** status of the Ready condition; undefined = no kubelet has reported yet. */
export function readiness(node: Node): string | undefined {
  return findCondition(node.status?.conditions, 'Ready')?.status
}
