import type { Node, Taint } from '../api/types.gen.ts'
import { structurallyEqual } from '../store/structuralEquality.ts'
import { findCondition } from './podStatus.ts'
import { readiness } from './zoneDisruption.ts'

const NOT_READY = 'node.kubernetes.io/not-ready'
const UNREACHABLE = 'node.kubernetes.io/unreachable'
export const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'

/** Conditions that keep new pods away while they are True, and the taints that do it. */
const PRESSURE: Readonly<Record<string, string>> = {
  MemoryPressure: 'node.kubernetes.io/memory-pressure',
  DiskPressure: 'node.kubernetes.io/disk-pressure',
  PIDPressure: 'node.kubernetes.io/pid-pressure',
  NetworkUnavailable: 'node.kubernetes.io/network-unavailable',
}

const MANAGED = new Set([NOT_READY, UNREACHABLE, UNSCHEDULABLE, ...Object.values(PRESSURE)])

/** The taint that says how a node fails to be ready; undefined = it is ready or has never reported. */
export function troubleKey(node: Node): string | undefined {
  switch (readiness(node)) {
    case 'False':
      return NOT_READY
    case 'Unknown':
      return UNREACHABLE
    default:
      return undefined
  }
}

/** The node with exactly the NoSchedule taints that follow from its conditions and from cordon. */
export function withNoScheduleTaints(node: Node, now: string): Node {
  const trouble = troubleKey(node)
  const pressure = Object.entries(PRESSURE)
    .filter(([type]) => findCondition(node.status?.conditions, type)?.status === 'True')
    .map(([, key]) => key)
  const wanted = [
    ...(trouble ? [trouble] : []),
    ...pressure,
    ...(node.spec?.unschedulable ? [UNSCHEDULABLE] : []),
  ]
  return withManaged(node, 'NoSchedule', wanted, now)
}

/** The node with this NoExecute taint for its trouble, or with none. */
export function withNoExecuteTaint(node: Node, key: string | undefined, now: string): Node {
  return withManaged(node, 'NoExecute', key ? [key] : [], now)
}

/** The key of the NoExecute taint that the node has for its trouble. */
export function noExecuteKey(node: Node): string | undefined {
  return node.spec?.taints?.find(
    ({ key, effect }) => effect === 'NoExecute' && (key === NOT_READY || key === UNREACHABLE),
  )?.key
}

/** Replaces the managed taints of one effect; taints that stay keep their time and place. */
function withManaged(node: Node, effect: string, wanted: readonly string[], now: string): Node {
  const taints = node.spec?.taints ?? []
  const kept = taints.filter(
    (taint) => taint.effect !== effect || !MANAGED.has(taint.key) || wanted.includes(taint.key),
  )
  const added: readonly Taint[] = wanted
    .filter((key) => !kept.some((taint) => taint.key === key && taint.effect === effect))
    .map((key) => ({ key, effect, timeAdded: now }))
  if (added.length === 0 && kept.length === taints.length) return node
  const { taints: _, ...spec } = node.spec ?? {}
  const all = [...kept, ...added]
  return { ...node, spec: all.length > 0 ? { ...spec, taints: all } : spec }
}

/** Whether two nodes have the same taints. */
export function sameTaints(a: Node | undefined, b: Node): boolean {
  return structurallyEqual(a?.spec?.taints ?? [], b.spec?.taints ?? [])
}
