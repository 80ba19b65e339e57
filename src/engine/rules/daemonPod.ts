import { matchesRequiredNodeAffinity } from '../api/selectors.ts'
import { findUntoleratedTaint } from '../api/tolerations.ts'
import type { Affinity, DaemonSet, Node, Pod, PodSpec, Toleration } from '../api/types.gen.ts'

/*
 * Which nodes have a DaemonSet's pod, and how it is tied to its node (pkg/controller/daemon,
 * daemonset_util.go of Kubernetes).
 */

const NODE = 'node.kubernetes.io/'
const HARD = ['NoSchedule', 'NoExecute']

const exists = (key: string, effect: string): Toleration => ({
  key: `${NODE}${key}`,
  operator: 'Exists',
  effect,
})

/** A pod of the node itself bears what ails the node. */
const ADDED: readonly Toleration[] = [
  exists('not-ready', 'NoExecute'),
  exists('unreachable', 'NoExecute'),
  exists('disk-pressure', 'NoSchedule'),
  exists('memory-pressure', 'NoSchedule'),
  exists('pid-pressure', 'NoSchedule'),
  exists('unschedulable', 'NoSchedule'),
]
/** Only who brings no network of its own can do without the node's. */
const ON_HOST_NETWORK = exists('network-unavailable', 'NoSchedule')

function withTolerations(spec: PodSpec): PodSpec {
  const added = spec.hostNetwork ? [...ADDED, ON_HOST_NETWORK] : ADDED
  const replaced = (one: Toleration) =>
    added.some((other) => other.key === one.key && other.effect === one.effect)
  const own = (spec.tolerations ?? []).filter((toleration) => !replaced(toleration))
  return { ...spec, tolerations: [...own, ...added] }
}

/** The spec of the DaemonSet's pod for this node: the scheduler has no choice but that node. */
export function daemonPodSpec(spec: PodSpec, nodeName: string): PodSpec {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }
  const affinity: Affinity = {
    ...spec.affinity,
    nodeAffinity: {
      ...spec.affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
    },
  }
  return { ...withTolerations(spec), affinity }
}

/** The node that a DaemonSet's pod is or will be on; undefined for other pods. */
export function targetNode({ spec }: Pod): string | undefined {
  if (spec?.nodeName) return spec.nodeName
  const terms =
    spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  for (const { matchFields = [] } of terms ?? []) {
    const field = matchFields.find(({ key }) => key === 'metadata.name')
    if (field?.operator === 'In' && field.values?.length === 1) return field.values[0]
  }
  return undefined
}

export interface Claim {
  /** It should have a pod. */
  readonly run: boolean
  /** A pod that is there may stay. */
  readonly stay: boolean
}

const NO_CLAIM: Claim = { run: false, stay: false }

/** What DaemonSets will have on a node that is not there yet. */
export function daemonPodsOn(node: Node, sets: readonly DaemonSet[]): readonly Pod[] {
  const name = node.metadata?.name ?? ''
  return sets
    .filter((set) => claimOn(node, set).run)
    .map(({ metadata, spec }) => ({
      metadata: { ...spec?.template.metadata, namespace: metadata?.namespace },
      spec: { ...daemonPodSpec(spec!.template.spec!, name), nodeName: name },
    }))
}

/** What a DaemonSet wants of a node. */
export function claimOn(node: Node, { spec }: DaemonSet): Claim {
  const podSpec = spec?.template?.spec
  if (!podSpec) return NO_CLAIM
  const name = node.metadata?.name
  if (podSpec.nodeName && podSpec.nodeName !== name) return NO_CLAIM
  if (!matchesRequiredNodeAffinity({ spec: podSpec }, node)) return NO_CLAIM
  const { tolerations } = withTolerations(podSpec)
  const { taints } = node.spec ?? {}
  if (!findUntoleratedTaint(taints, tolerations, HARD)) return { run: true, stay: true }
  return { run: false, stay: !findUntoleratedTaint(taints, tolerations, ['NoExecute']) }
}
