import type { Pod } from '../../api/types.gen.ts'
import { claimNameOf } from '../../volumes/claims.ts'
import type { ClusterView, Plugin } from '../framework.ts'
import { nodeChange, releasedPod } from '../hints.ts'
import { hasClaims } from '../podClaims.ts'

/** A node's volume driver can attach only so many volumes (CSINode). */
export const NodeVolumeLimits: Plugin = {
  name: 'NodeVolumeLimits',
  wakeOn: [
    { kind: 'Pod', hint: (_, change) => releasedPod(change) !== undefined },
    { kind: 'Node', hint: (_, change) => change.type === 'ADDED' && !!nodeChange(change) },
    { kind: 'PersistentVolumeClaim' },
  ],
  fast: ({ pod }) => (hasClaims(pod) ? 'each time' : 'nothing'),
  begin({ pod }, cluster) {
    if (!hasClaims(pod)) return {}
    return {
      filter(node) {
        const limits = new Map<string, number>()
        for (const { name, allocatable } of cluster.storage?.csiNode(node.name)?.spec.drivers ??
          []) {
          if (allocatable?.count !== undefined) limits.set(name, allocatable.count)
        }
        if (limits.size === 0) return undefined
        const attached = new Map<string, string>()
        for (const other of node.pods) addVolumes(other.pod, cluster, attached)
        const wanted = new Map<string, string>()
        addVolumes(pod, cluster, wanted)
        for (const volume of attached.keys()) wanted.delete(volume)
        for (const [driver, limit] of limits) {
          const more = count(wanted, driver)
          if (more > 0 && count(attached, driver) + more > limit) {
            return { code: 'Unschedulable', reasons: ['node(s) exceed max volume count'] }
          }
        }
        return undefined
      },
    }
  },
}

/** Adds a pod's volumes, each once, with the driver that attaches it. */
function addVolumes(pod: Pod, { storage }: ClusterView, drivers: Map<string, string>): void {
  const namespace = pod.metadata?.namespace ?? ''
  for (const volume of pod.spec?.volumes ?? []) {
    const name = claimNameOf(pod, volume)
    const claim = name === undefined ? undefined : storage?.claim(namespace, name)
    if (!claim) continue
    const source = storage?.volume(claim.spec?.volumeName ?? '')?.spec?.csi
    if (source) drivers.set(`${source.driver}/${source.volumeHandle}`, source.driver)
    else if (!claim.spec?.volumeName) {
      // Its volume will be made by the provisioner of its class.
      const driver = storage?.storageClass(claim.spec?.storageClassName ?? '')?.provisioner
      if (driver) drivers.set(`${driver}/${namespace}/${name}`, driver)
    }
  }
}

function count(drivers: ReadonlyMap<string, string>, wanted: string): number {
  return [...drivers.values()].filter((driver) => driver === wanted).length
}
