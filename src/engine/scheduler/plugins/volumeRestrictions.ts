import type { Pod, Volume } from '../../api/types.gen.ts'
import { claimNameOf } from '../../volumes/claims.ts'
import { keptByPods } from '../fastPath.ts'
import type { Plugin } from '../framework.ts'
import { nodeChange, releasedPod } from '../hints.ts'
import { hasClaims, podClaims } from '../podClaims.ts'

const ONE_POD = 'ReadWriteOncePod'

/** Disks that only one pod can use at a time: on a node, or anywhere (ReadWriteOncePod). */
export const VolumeRestrictions: Plugin = {
  name: 'VolumeRestrictions',
  wakeOn: [
    { kind: 'Pod', hint: (_, change) => releasedPod(change) !== undefined },
    { kind: 'Node', hint: (_, change) => change.type === 'ADDED' && !!nodeChange(change) },
    { kind: 'PersistentVolumeClaim' },
  ],
  fast({ pod }) {
    if (hasClaims(pod)) return 'each time'
    return pod.spec?.volumes?.some(isDisk) ? keptByPods : 'nothing'
  },
  begin({ pod }, cluster) {
    const volumes = pod.spec?.volumes ?? []
    if (volumes.length === 0) return {}
    const found = podClaims(pod, cluster)
    if ('rejection' in found) return { preFilter: found.rejection }
    const exclusive = found.claims
      .filter(({ spec }) => spec?.accessModes?.includes(ONE_POD))
      .map(({ metadata }) => metadata?.name)
    const isUsed = (other: Pod) =>
      other.metadata?.namespace === pod.metadata?.namespace &&
      other.spec?.volumes?.some((volume) => exclusive.includes(claimNameOf(other, volume)))
    const used =
      exclusive.length > 0 && cluster.nodes.some((n) => n.pods.some((p) => isUsed(p.pod)))
    if (!used && !volumes.some(isDisk)) return {}
    return {
      filter(node) {
        if (node.pods.some((other) => sharesDisk(volumes, other.pod.spec?.volumes ?? []))) {
          return { code: 'Unschedulable', reasons: ['node(s) had no available disk'] }
        }
        if (!used) return undefined
        const reason = `node(s) unavailable due to PersistentVolumeClaim with ${ONE_POD} access mode already in-use by another pod`
        return { code: 'Unschedulable', reasons: [reason] }
      },
    }
  },
}

const isDisk = (volume: Volume): boolean =>
  !!(volume.gcePersistentDisk || volume.awsElasticBlockStore || volume.iscsi || volume.rbd)

function sharesDisk(wanted: readonly Volume[], used: readonly Volume[]): boolean {
  return wanted.some((volume) => isDisk(volume) && used.some((other) => conflict(volume, other)))
}

/** The same disk twice on one node; two readers do no harm, except on EBS. */
function conflict(a: Volume, b: Volume): boolean {
  const bothRead = (x: { readOnly?: boolean }, y: { readOnly?: boolean }) =>
    x.readOnly === true && y.readOnly === true
  if (a.gcePersistentDisk && b.gcePersistentDisk) {
    const [x, y] = [a.gcePersistentDisk, b.gcePersistentDisk]
    if (x.pdName === y.pdName && !bothRead(x, y)) return true
  }
  if (a.awsElasticBlockStore && b.awsElasticBlockStore) {
    if (a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore.volumeID) return true
  }
  if (a.iscsi && b.iscsi && a.iscsi.iqn === b.iscsi.iqn && !bothRead(a.iscsi, b.iscsi)) return true
  if (!a.rbd || !b.rbd) return false
  const [x, y] = [a.rbd, b.rbd]
  return (
    x.monitors.some((monitor) => y.monitors.includes(monitor)) &&
    (x.pool ?? 'rbd') === (y.pool ?? 'rbd') &&
    x.image === y.image &&
    !bothRead(x, y)
  )
}
