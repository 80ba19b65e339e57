import type {
  CSINode,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../api/types.gen.ts'
import type { StorageFacts } from '../framework.ts'
import { type Dice, NAMESPACES, ZONE } from './randomPods.ts'

/** Claims, volumes and classes of which some fit, some fit in a zone, and some never will. */
export function randomStorage(d: Dice): StorageFacts & { change(): void } {
  const claims = new Map<string, PersistentVolumeClaim>()
  const volumes = new Map<string, PersistentVolume>()
  const classes = new Map<string, StorageClass>()
  const csiNodes = new Map<string, CSINode>()
  const zone = () => `zone-${d.below(3)}`

  const inZone = (value: string): PersistentVolume['spec'] => ({
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: [value] }] }],
      },
    },
  })

  function put(namespace: string): void {
    const claim = (name: string, spec: PersistentVolumeClaim['spec'], phase = 'Bound') => {
      const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' }
      const metadata = { name, namespace, ...(phase === 'Bound' && { annotations }) }
      if (d.maybe(85)) claims.set(`${namespace}/${name}`, { metadata, spec, status: { phase } })
      else claims.delete(`${namespace}/${name}`)
    }
    const storage = { requests: { storage: '1Gi' } }
    claim('bound', { volumeName: `v-${namespace}-bound` })
    claim('far', { volumeName: `v-${namespace}-far` })
    claim('alone', { volumeName: `v-${namespace}-bound`, accessModes: ['ReadWriteOncePod'] })
    const accessModes = ['ReadWriteOnce']
    claim('waiting', { storageClassName: 'late', accessModes, resources: storage }, 'Pending')
    claim('made', { storageClassName: 'made', accessModes, resources: storage }, 'Pending')
    claim('stuck', { storageClassName: 'now', accessModes, resources: storage }, 'Pending')
    const csi = { driver: 'disk', volumeHandle: `h-${namespace}` }
    const bound = `v-${namespace}-bound`
    volumes.set(bound, { metadata: { name: bound }, spec: { csi } })
    const far = `v-${namespace}-far`
    const labels = d.maybe(50) ? { [ZONE]: zone() } : undefined
    volumes.set(far, { metadata: { name: far, labels }, spec: { csi, ...inZone(zone()) } })
    const free = `v-${namespace}-free`
    volumes.set(free, {
      metadata: { name: free },
      spec: {
        capacity: { storage: '2Gi' },
        accessModes,
        storageClassName: 'late',
        ...inZone(zone()),
      },
      status: { phase: 'Available' },
    })
  }

  for (const namespace of NAMESPACES) put(namespace)
  const noProvisioner = 'kubernetes.io/no-provisioner'
  const volumeBindingMode = 'WaitForFirstConsumer'
  const allowedTopologies = [{ matchLabelExpressions: [{ key: ZONE, values: [zone()] }] }]
  const late = { provisioner: noProvisioner, volumeBindingMode }
  const made = { provisioner: 'disk', volumeBindingMode, ...(d.maybe(50) && { allowedTopologies }) }
  classes.set('late', { metadata: { name: 'late' }, ...late })
  classes.set('made', { metadata: { name: 'made' }, ...made })
  classes.set('now', { metadata: { name: 'now' }, provisioner: 'disk' })
  const drivers = [{ name: 'disk', nodeID: 'x', allocatable: { count: 1 } }]
  for (const name of ['n0', 'n1', 'n5'])
    csiNodes.set(name, { metadata: { name }, spec: { drivers } })

  return {
    claim: (namespace, name) => claims.get(`${namespace}/${name}`),
    volume: (name) => volumes.get(name),
    volumes: () => [...volumes.values()],
    storageClass: (name) => classes.get(name),
    csiNode: (name) => csiNodes.get(name),
    change: () => put(d.one(NAMESPACES)),
  }
}
