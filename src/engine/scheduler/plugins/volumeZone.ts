import type { Node, PersistentVolume } from '../../api/types.gen.ts'
import { isDelayed } from '../../volumes/claims.ts'
import type { Plugin } from '../framework.ts'
import { nodeChange } from '../hints.ts'
import { hasClaims, podClaims, unresolvable } from '../podClaims.ts'

/** The older label of a topology beside the one that took its place. */
const TOPOLOGIES: readonly (readonly [string, string])[] = [
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
]
const KEYS = TOPOLOGIES.flat()
/** Between the zones of a volume that is in several. */
const DELIMITER = '__'

/** A volume that says by labels which zone or region it is in can be used only there. */
export const VolumeZone: Plugin = {
  name: 'VolumeZone',
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
    const zones: Zone[] = []
    for (const { spec } of found.claims) {
      if (!spec?.volumeName) {
        const name = spec?.storageClassName
        if (!name) {
          const reason = 'PersistentVolumeClaim had no pv name and storageClass name'
          return { preFilter: unresolvable(reason).rejection }
        }
        if (isDelayed(cluster.storage?.storageClass(name))) continue
        return { preFilter: unresolvable('PersistentVolume had no name').rejection }
      }
      const volume = cluster.storage?.volume(spec.volumeName)
      if (!volume) {
        const reason = `persistentvolume "${spec.volumeName}" not found`
        return { preFilter: unresolvable(reason).rejection }
      }
      zones.push(...zonesOf(volume))
    }
    if (zones.length === 0) return {}
    return {
      filter({ node }) {
        // A node without any of these labels is in a cluster that has no zones.
        if (!KEYS.some((key) => labelOf(node, key) !== undefined)) return undefined
        if (zones.every((zone) => zone.values.includes(topologyOf(node, zone.key))))
          return undefined
        return {
          code: 'UnschedulableAndUnresolvable',
          reasons: ['node(s) had no available volume zone'],
        }
      },
    }
  },
}

interface Zone {
  readonly key: string
  readonly values: readonly (string | undefined)[]
}

function zonesOf({ metadata }: PersistentVolume): Zone[] {
  return KEYS.filter((key) => metadata?.labels?.[key] !== undefined).map((key) => ({
    key,
    values: metadata!.labels![key]!.split(DELIMITER),
  }))
}

const labelOf = (node: Node, key: string) => node.metadata?.labels?.[key]

/** A node may have the other label of the two. */
function topologyOf(node: Node, key: string): string | undefined {
  const pair = TOPOLOGIES.find((names) => names.includes(key)) ?? [key]
  return labelOf(node, key) ?? pair.map((name) => labelOf(node, name)).find(Boolean)
}
