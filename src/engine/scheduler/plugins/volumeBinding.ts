import { compareQuantities } from '../../api/quantity.ts'
import type { Node, PersistentVolumeClaim, StorageClass } from '../../api/types.gen.ts'
import { isDelayed, isFullyBound, isProvisioned, SELECTED_NODE } from '../../volumes/claims.ts'
import { findVolume, isReachable } from '../../volumes/findVolume.ts'
import type { ClusterView, NodeView, Plugin, PluginRun, VolumeBindings } from '../framework.ts'
import { nodeChange } from '../hints.ts'
import { hasClaims, podClaims, unresolvable } from '../podClaims.ts'

/** A pod's volumes must be reachable from its node; claims that waited for it get theirs there. */
export const VolumeBinding: Plugin = {
  name: 'VolumeBinding',
  wakeOn: [
    { kind: 'PersistentVolumeClaim' },
    { kind: 'PersistentVolume' },
    { kind: 'StorageClass' },
    { kind: 'Node', hint: (_, change) => !!nodeChange(change) },
  ],
  fast: ({ pod }) => (hasClaims(pod) ? 'each time' : 'nothing'),
  begin({ pod }, cluster) {
    if (!hasClaims(pod)) return {}
    const found = podClaims(pod, cluster)
    if ('rejection' in found) return { preFilter: found.rejection }
    for (const { metadata, spec, status } of found.claims) {
      const name = `persistentvolumeclaim "${metadata?.name}"`
      if (status?.phase === 'Lost') {
        const reason = `${name} bound to non-existent persistentvolume "${spec?.volumeName}"`
        return { preFilter: unresolvable(reason).rejection }
      }
      if (metadata?.deletionTimestamp !== undefined) {
        return { preFilter: unresolvable(`${name} is being deleted`).rejection }
      }
    }
    return filtering(found.claims, cluster)
  },
}

function filtering(claims: readonly PersistentVolumeClaim[], cluster: ClusterView): PluginRun {
  const bound = claims.filter(isFullyBound)
  const waiting: PersistentVolumeClaim[] = []
  for (const claim of claims) {
    if (isFullyBound(claim)) continue
    // A claim that names its volume is bound by the controller, whatever its class.
    if (claim.spec?.volumeName || !isDelayed(classOf(claim, cluster))) {
      const reason = 'pod has unbound immediate PersistentVolumeClaims'
      return { preFilter: unresolvable(reason).rejection }
    }
    waiting.push(claim)
  }
  return {
    filter({ node }) {
      const reasons: string[] = []
      const { reachable, exist } = checkBound(bound, node, cluster)
      if (!reachable) reasons.push("node(s) didn't match PersistentVolume's node affinity")
      if (!bindingsOn(node, waiting, cluster)) {
        reasons.push("node(s) didn't find available persistent volumes to bind")
      }
      if (!exist) {
        reasons.push('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)')
      }
      return reasons.length === 0 ? undefined : { code: 'UnschedulableAndUnresolvable', reasons }
    },
    bindings: ({ node }: NodeView) =>
      waiting.length === 0 ? undefined : bindingsOn(node, waiting, cluster),
  }
}

function checkBound(claims: readonly PersistentVolumeClaim[], node: Node, cluster: ClusterView) {
  for (const claim of claims) {
    const volume = cluster.storage?.volume(claim.spec?.volumeName ?? '')
    if (!volume) return { reachable: true, exist: false }
    if (!isReachable(volume, node)) return { reachable: false, exist: true }
  }
  return { reachable: true, exist: true }
}

/** What the claims would get on this node; undefined = one of them would get nothing. */
function bindingsOn(
  node: Node,
  claims: readonly PersistentVolumeClaim[],
  cluster: ClusterView,
): VolumeBindings | undefined {
  const found: {
    claim: PersistentVolumeClaim
    volume: VolumeBindings['found'][number]['volume']
  }[] = []
  const provisioned: PersistentVolumeClaim[] = []
  const taken = new Set<string>()
  const volumes = cluster.storage?.volumes() ?? []
  for (const claim of claims.toSorted(bySize)) {
    const selected = claim.metadata?.annotations?.[SELECTED_NODE]
    if (selected !== undefined && selected !== node.metadata?.name) return undefined
    const volume = selected === undefined ? findVolume(claim, volumes, node, taken) : undefined
    if (volume) {
      taken.add(volume.metadata?.name ?? '')
      found.push({ claim, volume })
    } else if (canProvision(classOf(claim, cluster), node)) provisioned.push(claim)
    else return undefined
  }
  return { found, provisioned }
}

/** The smallest claim chooses first. */
function bySize(a: PersistentVolumeClaim, b: PersistentVolumeClaim): number {
  const size = ({ spec }: PersistentVolumeClaim) => spec?.resources?.requests?.storage ?? '0'
  return compareQuantities(size(a), size(b))
}

const classOf = ({ spec }: PersistentVolumeClaim, { storage }: ClusterView) =>
  spec?.storageClassName ? storage?.storageClass(spec.storageClassName) : undefined

/** Whether the class makes volumes, and makes them for this node (allowedTopologies). */
function canProvision(storageClass: StorageClass | undefined, node: Node): boolean {
  if (!isProvisioned(storageClass)) return false
  const terms = storageClass?.allowedTopologies ?? []
  const labels = node.metadata?.labels ?? {}
  return (
    terms.length === 0 ||
    terms.some(({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.every(({ key, values }) => values.includes(labels[key] ?? '')),
    )
  )
}
