import { evictionInterval, zoneState } from '../../engine/rules/zoneDisruption.ts'

/** `all`: no node answers, so the control plane doubts itself. `zone`: too few of a zone's do. */
export type EvictionsHeld = 'all' | 'zone'

interface Machine {
  readonly zone: string | undefined
  /** As the control plane believes. */
  readonly notReady: boolean
  readonly booting: boolean
}

/**
 * Whether Kubernetes holds evictions back because so many nodes are in trouble at once
 * (SCHEDULER.md section 12). Machines that are booting have no Node yet.
 */
export function evictionsHeld(machines: readonly Machine[]): EvictionsHeld | undefined {
  // Asked with every change of any machine.
  if (!machines.some(({ notReady, booting }) => notReady && !booting)) return undefined
  const zones = new Map<string, { ready: number; notReady: number }>()
  for (const { zone = '', notReady, booting } of machines) {
    if (booting) continue
    const counts = zones.get(zone) ?? { ready: 0, notReady: 0 }
    if (notReady) counts.notReady += 1
    else counts.ready += 1
    zones.set(zone, counts)
  }
  const states = [...zones.values()].map((counts) => ({
    state: zoneState(counts.ready, counts.notReady),
    nodes: counts.ready + counts.notReady,
  }))
  if (states.length === 0) return undefined
  if (states.every(({ state }) => state === 'FullDisruption')) return 'all'
  const isHeld = states.some(({ state, nodes }) => evictionInterval(state, nodes) === undefined)
  return isHeld ? 'zone' : undefined
}
