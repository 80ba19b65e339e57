import { describe, expect, it } from 'vitest'
import type { Pod } from '../../api/types.gen.ts'
import { explain } from '../../explain/explain.ts'
import { testNode, testPod } from '../testing/cluster.ts'

const ZONE = 'topology.kubernetes.io/zone'
const at = (key: string, value: string) => ({
  required: {
    nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }],
  },
})
const claim = (name: string, spec: object, more: object = {}, annotations: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'default', annotations },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  ...more,
})
const bound = (name: string, volumeName: string, spec: object = {}) =>
  claim(name, { volumeName, ...spec }, {}, { 'pv.kubernetes.io/bind-completed': 'yes' })
const volume = (name: string, spec: object = {}, labels: object = {}) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name, labels },
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
})
const storageClass = (name: string, more: object = {}) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner: 'disk.example.com',
  volumeBindingMode: 'WaitForFirstConsumer',
  ...more,
})
const using = (name: string, ...claims: string[]): Pod =>
  testPod(
    name,
    {},
    {
      volumes: claims.map((claimName, index) => ({
        name: `v${index}`,
        persistentVolumeClaim: { claimName },
      })),
    },
  )
const on = (pod: Pod, nodeName: string): Pod => ({ ...pod, spec: { ...pod.spec!, nodeName } })
const nodes = ['a', 'b'].map((zone) => testNode(zone, { labels: { [ZONE]: zone, disk: zone } }))
const csiNode = (name: string, count: number) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSINode',
  metadata: { name },
  spec: { drivers: [{ name: 'disk.example.com', nodeID: name, allocatable: { count } }] },
})

function verdicts(...objects: object[]) {
  const answer = explain([...nodes, ...objects], { pod: { namespace: 'default', name: 'p' } })
  const { filterStatus: status } = answer
  return Object.fromEntries(
    Object.entries(status).map(([node, { plugin, reasons }]) => [
      node,
      plugin === null ? 'fits' : `${plugin}: ${reasons.join(', ')}`,
    ]),
  )
}
const everywhere = (text: string) => ({ a: text, b: text })
const fits = everywhere('fits')

const inline = (name: string, source: object): Pod =>
  testPod(name, {}, { volumes: [{ name: 'v', ...source } as never] })

describe('K3.9 VolumeRestrictions', () => {
  const gce = (name: string, pdName: string, readOnly = false) =>
    inline(name, { gcePersistentDisk: { pdName, readOnly } })
  const rbd = (name: string, more: object) =>
    inline(name, { rbd: { monitors: ['m1', 'm2'], image: 'i', ...more } })
  const taken = { a: 'VolumeRestrictions: node(s) had no available disk', b: 'fits' }
  it.each<[string, Pod, Pod, object]>([
    ['the same disk', gce('q', 'd'), gce('p', 'd'), taken],
    ['another disk', gce('q', 'd'), gce('p', 'e'), fits],
    ['two readers', gce('q', 'd', true), gce('p', 'd', true), fits],
    ['a reader and a writer', gce('q', 'd', true), gce('p', 'd'), taken],
    [
      'two readers of an EBS volume',
      inline('q', { awsElasticBlockStore: { volumeID: 'v', readOnly: true } }),
      inline('p', { awsElasticBlockStore: { volumeID: 'v', readOnly: true } }),
      taken,
    ],
    [
      'the same iSCSI target',
      inline('q', { iscsi: { iqn: 'i', lun: 0, targetPortal: 't' } }),
      inline('p', { iscsi: { iqn: 'i', lun: 1, targetPortal: 't' } }),
      taken,
    ],
    ['a monitor in common', rbd('q', {}), rbd('p', { monitors: ['m2', 'm3'] }), taken],
    ['no monitor in common', rbd('q', {}), rbd('p', { monitors: ['m4'] }), fits],
    ['another pool', rbd('q', {}), rbd('p', { pool: 'fast' }), fits],
  ])('%s', (_, running, waiting, expected) => {
    expect(verdicts(on(running, 'a'), waiting)).toEqual(expected)
  })

  it('a claim for one pod that another pod uses', () => {
    const one = bound('c', 'v', { accessModes: ['ReadWriteOncePod'] })
    const objects = [one, volume('v'), using('p', 'c')]
    expect(verdicts(...objects)).toEqual(fits)
    expect(verdicts(...objects, on(using('q', 'c'), 'a'))).toEqual(
      everywhere(
        'VolumeRestrictions: node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
      ),
    )
  })
})

describe('K3.10 NodeVolumeLimits', () => {
  const csi = (handle: string) => ({ csi: { driver: 'disk.example.com', volumeHandle: handle } })
  const objects = [
    bound('c1', 'v1'),
    bound('c2', 'v2'),
    bound('c3', 'v3'),
    volume('v1', csi('h1')),
    volume('v2', csi('h2')),
    volume('v3', csi('h1')),
    csiNode('a', 1),
  ]
  const full = { a: 'NodeVolumeLimits: node(s) exceed max volume count', b: 'fits' }
  it.each<[string, object[], object]>([
    ['room for one', [using('p', 'c1')], fits],
    ['two at once', [using('p', 'c1', 'c2')], full],
    ['one is attached', [on(using('q', 'c2'), 'a'), using('p', 'c1')], full],
    ['the very one is attached', [on(using('q', 'c3'), 'a'), using('p', 'c1')], fits],
    ['a pod without volumes', [on(using('q', 'c2'), 'a'), testPod('p')], fits],
    [
      'one that will be made',
      [
        storageClass('fast'),
        claim('new', { storageClassName: 'fast' }),
        on(using('q', 'c2'), 'a'),
        using('p', 'new'),
      ],
      full,
    ],
  ])('%s', (_, more, expected) => {
    expect(verdicts(...objects, ...more)).toEqual(expected)
  })
})

describe('K3.11 VolumeBinding', () => {
  const local = storageClass('local', { provisioner: 'kubernetes.io/no-provisioner' })
  const ofClass = (name: string) => ({ storageClassName: name })
  const none = "VolumeBinding: node(s) didn't find available persistent volumes to bind"
  it.each<[string, object[], object]>([
    ['a bound claim', [bound('c', 'v'), volume('v')], fits],
    [
      'a bound volume elsewhere',
      [bound('c', 'v'), volume('v', { nodeAffinity: at('disk', 'b') })],
      { a: "VolumeBinding: node(s) didn't match PersistentVolume's node affinity", b: 'fits' },
    ],
    [
      'a claim that waits, and a volume',
      [local, claim('c', ofClass('local')), volume('v', ofClass('local'))],
      fits,
    ],
    [
      'a volume on one node',
      [
        local,
        claim('c', ofClass('local')),
        volume('v', { ...ofClass('local'), nodeAffinity: at('disk', 'a') }),
      ],
      { a: 'fits', b: none },
    ],
    [
      'a volume that is too small',
      [
        local,
        claim('c', { ...ofClass('local'), resources: { requests: { storage: '2Gi' } } }),
        volume('v', ofClass('local')),
      ],
      everywhere(none),
    ],
    [
      'another access mode',
      [
        local,
        claim('c', { ...ofClass('local'), accessModes: ['ReadWriteMany'] }),
        volume('v', ofClass('local')),
      ],
      everywhere(none),
    ],
    ['another class', [local, claim('c', ofClass('local')), volume('v')], everywhere(none)],
    [
      'a volume of somebody else',
      [
        local,
        claim('c', ofClass('local')),
        volume('v', { ...ofClass('local'), claimRef: { namespace: 'default', name: 'other' } }),
      ],
      everywhere(none),
    ],
    [
      'a volume that is meant for it',
      [
        local,
        claim('c', ofClass('local')),
        volume('v', { ...ofClass('local'), claimRef: { namespace: 'default', name: 'c' } }),
      ],
      fits,
    ],
    [
      'a selector',
      [
        local,
        claim('c', { ...ofClass('local'), selector: { matchLabels: { speed: 'fast' } } }),
        volume('v', { ...ofClass('local'), nodeAffinity: at('disk', 'a') }, { speed: 'slow' }),
        volume('w', { ...ofClass('local'), nodeAffinity: at('disk', 'b') }, { speed: 'fast' }),
      ],
      { a: none, b: 'fits' },
    ],
    ['one that is made', [storageClass('fast'), claim('c', ofClass('fast'))], fits],
    [
      'one that is made in one zone',
      [
        storageClass('fast', {
          allowedTopologies: [{ matchLabelExpressions: [{ key: ZONE, values: ['b'] }] }],
        }),
        claim('c', ofClass('fast')),
      ],
      { a: none, b: 'fits' },
    ],
    [
      'one that is being made for another node',
      [
        storageClass('fast'),
        claim('c', ofClass('fast'), {}, { 'volume.kubernetes.io/selected-node': 'b' }),
      ],
      { a: none, b: 'fits' },
    ],
  ])('%s', (_, objects, expected) => {
    expect(verdicts(...objects, using('p', 'c'))).toEqual(expected)
  })

  it('two claims do not get the same volume', () => {
    const objects = [local, claim('c', ofClass('local')), claim('d', ofClass('local'))]
    const one = volume('v', ofClass('local'))
    const two = volume('w', ofClass('local'))
    expect(verdicts(...objects, one, using('p', 'c', 'd'))).toEqual(everywhere(none))
    expect(verdicts(...objects, one, two, using('p', 'c', 'd'))).toEqual(fits)
  })

  it.each<[string, object[], Pod, string]>([
    ['no claim', [], using('p', 'c'), 'persistentvolumeclaim "c" not found'],
    [
      'a claim that is deleted',
      [
        {
          ...bound('c', 'v'),
          metadata: {
            name: 'c',
            namespace: 'default',
            deletionTimestamp: '2026-01-01T00:00:00Z',
          },
        },
        volume('v'),
      ],
      using('p', 'c'),
      'persistentvolumeclaim "c" is being deleted',
    ],
    [
      'a claim whose volume is lost',
      [claim('c', { volumeName: 'v' }, { status: { phase: 'Lost' } })],
      using('p', 'c'),
      'persistentvolumeclaim "c" bound to non-existent persistentvolume "v"',
    ],
    [
      'an unbound claim that does not wait',
      [claim('c', {})],
      using('p', 'c'),
      'pod has unbound immediate PersistentVolumeClaims',
    ],
    [
      'an ephemeral volume without its claim',
      [],
      inline('p', { ephemeral: {} }),
      'waiting for ephemeral volume controller to create the persistentvolumeclaim "p-v"',
    ],
  ])('%s is a refusal before any node is looked at', (_, objects, pod, message) => {
    const answer = explain([...nodes, ...objects, pod], { pod: { name: 'p' } })
    expect(answer.message).toBe(`0/2 nodes are available: ${message}. not found`)
  })

  it('says that a bound volume does not exist', () => {
    const config = {
      apiVersion: 'kubescheduler.config.k8s.io/v1',
      kind: 'KubeSchedulerConfiguration',
      profiles: [{ plugins: { multiPoint: { disabled: [{ name: 'VolumeZone' }] } } }],
    }
    const objects = [...nodes, bound('c', 'v'), using('p', 'c')]
    const { filterStatus } = explain(objects, { pod: { name: 'p' }, config })
    expect(filterStatus.a?.reasons).toEqual([
      'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
    ])
  })
})

describe('K3.12 VolumeZone', () => {
  const refused = 'VolumeZone: node(s) had no available volume zone'
  const zoned = (labels: object) => [bound('c', 'v'), volume('v', {}, labels), using('p', 'c')]
  it.each<[string, object, object]>([
    ['no zone', {}, fits],
    ['a zone', { [ZONE]: 'b' }, { a: refused, b: 'fits' }],
    ['several zones', { [ZONE]: 'b__c__a' }, fits],
    [
      'the older label',
      { 'failure-domain.beta.kubernetes.io/zone': 'a' },
      { a: 'fits', b: refused },
    ],
    ['a region that no node has', { 'topology.kubernetes.io/region': 'r' }, everywhere(refused)],
  ])('%s', (_, labels, expected) => {
    expect(verdicts(...zoned(labels))).toEqual(expected)
  })

  it('nodes without zones take every volume', () => {
    const objects = [testNode('n'), ...zoned({ [ZONE]: 'b' })]
    const { filterStatus } = explain(objects, { pod: { name: 'p' } })
    expect(filterStatus.n?.code).toBe('Success')
  })
})
