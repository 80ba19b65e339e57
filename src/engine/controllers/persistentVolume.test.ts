import { describe, expect, it } from 'vitest'
import type { KubernetesObject } from '../api/objects.ts'
import { createParseMemo } from '../history/parseMemo.ts'
import { parseScenarioFile, runHeadless } from '../index.ts'
import { createRun } from '../lanes.ts'

const NODES = ['a', 'b']
  .map(
    (name) => `
apiVersion: v1
kind: Node
metadata: {name: ${name}, labels: {disk: ${name}}}
status: {allocatable: {cpu: "4", memory: 8Gi}}
---`,
  )
  .join('')
const CLASS = (more: string) => `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast${more.includes('default') ? ', annotations: {storageclass.kubernetes.io/is-default-class: "true"}' : ''}}
provisioner: ${more.includes('local') ? 'kubernetes.io/no-provisioner' : 'disk.example.com'}
${more.includes('waits') ? 'volumeBindingMode: WaitForFirstConsumer' : ''}
---`
const CLAIM = (name: string, className = 'storageClassName: fast,') => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec: {${className} accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---`
const VOLUME = (name: string, disk: string) => `
apiVersion: v1
kind: PersistentVolume
metadata: {name: ${name}}
spec:
  storageClassName: fast
  capacity: {storage: 1Gi}
  accessModes: [ReadWriteOnce]
  hostPath: {path: /data}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [${disk}]}]}]}}
---`
const POD = (name: string, claim: string) => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  containers: [{name: c, image: i}]
  volumes: [{name: v, persistentVolumeClaim: {claimName: ${claim}}}]
---`
const SCENARIO = `
apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: volumes}
spec: {lanes: [kubernetes-default], until: 1m}
`

function run(text: string) {
  const parsed = parseScenarioFile(`${NODES}${text}${SCENARIO}`)
  expect(parsed.diagnostics).toEqual([])
  const objects: KubernetesObject[] = parsed.objects.map(({ object }) => object)
  const settings = {
    scenario: parsed.scenario!,
    objects,
    seed: 1,
    shuffle: undefined,
    policies: {},
    parse: createParseMemo(),
  }
  const live = createRun(settings)
  const { store } = live.clusters[0]!
  const { result } = runHeadless(settings, 60_000)[0]!
  return {
    remove(pod: string) {
      store.remove('Pod', 'default', pod)
      live.runUntil(live.now)
    },
    nodeOf: (name: string) => result.pods.find((pod) => pod.name === name)?.nodeName ?? null,
    message: (name: string) => result.pods.find((pod) => pod.name === name)?.message ?? null,
    events: (name: string) =>
      result.events
        .filter(({ object }) => object === `persistentvolumeclaim/${name}`)
        .map(({ type, reason, message }) => `${type} ${reason}: ${message}`),
    claim: (name: string) => store.get('PersistentVolumeClaim', 'default', name),
    volumes: () =>
      store
        .list('PersistentVolume')
        .map(({ spec, status }) => `${spec?.claimRef?.name ?? '-'} ${status?.phase ?? '-'}`),
  }
}
describe('C14 volumes', () => {
  it('a claim gets the smallest volume that suits it', () => {
    const { volumes, nodeOf } = run(
      `${CLASS('local')}${VOLUME('v', 'b')}${CLAIM('c')}${POD('p', 'c')}`,
    )
    expect(volumes()).toEqual(['c Bound'])
    expect(nodeOf('p')).toBe('b')
  })

  it('a class with a provisioner makes volumes at once', () => {
    const { volumes, claim, nodeOf } = run(`${CLASS('')}${CLAIM('c')}${POD('p', 'c')}`)
    expect(volumes()).toEqual(['c Bound'])
    expect(claim('c')?.status).toMatchObject({ phase: 'Bound', capacity: { storage: '1Gi' } })
    expect(nodeOf('p')).not.toBe(null)
  })

  it('one that waits makes them when a pod has a node', () => {
    const text = `${CLASS('waits')}${CLAIM('c')}`
    expect(run(text).claim('c')?.status?.phase).toBe('Pending')
    const { volumes, claim, nodeOf } = run(`${text}${POD('p', 'c')}`)
    expect(volumes()).toEqual(['c Bound'])
    const selected = claim('c')?.metadata?.annotations?.['volume.kubernetes.io/selected-node']
    expect(nodeOf('p')).toBe(selected)
  })

  it('pods whose claims wait go where their volumes are, each to its own', () => {
    const { volumes, nodeOf } = run(
      `${CLASS('local waits')}${VOLUME('v', 'a')}${VOLUME('w', 'b')}${CLAIM('c')}${CLAIM('d')}${POD('p', 'c')}${POD('q', 'd')}`,
    )
    expect(volumes().sort()).toEqual(['c Bound', 'd Bound'])
    expect([nodeOf('p'), nodeOf('q')].sort()).toEqual(['a', 'b'])
  })

  it('a pod waits for the claim that it names', () => {
    const { message } = run(POD('p', 'c'))
    expect(message('p')).toBe(
      '0/2 nodes are available: persistentvolumeclaim "c" not found. not found',
    )
  })

  it('claims without a class get the default one', () => {
    const { claim } = run(`${CLASS('default')}${CLAIM('c', '')}`)
    expect(claim('c')).toMatchObject({
      spec: { storageClassName: 'fast' },
      status: { phase: 'Bound' },
    })
  })

  it('an ephemeral volume makes its claim, which goes with the pod', () => {
    const pod = `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers: [{name: c, image: i}]
  volumes:
    - name: v
      ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}
---`
    const { remove, nodeOf, claim, volumes } = run(`${CLASS('')}${pod}`)
    expect(nodeOf('p')).not.toBe(null)
    expect(claim('p-v')?.status?.phase).toBe('Bound')
    remove('p')
    expect(claim('p-v')).toBe(undefined)
    expect(volumes()).toEqual([])
  })
})

describe('C14.3 volumes of zones', () => {
  const text = `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: disk.example.com
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: c}
spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: db}
spec:
  replicas: 1
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: c, image: i}]
      volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]
`
  const zones = `
machineTypes:
    - { name: a, allocatable: { cpu: 4, memory: 16Gi }, labels: { topology.kubernetes.io/zone: a } }
    - { name: b, allocatable: { cpu: 4, memory: 16Gi }, labels: { topology.kubernetes.io/zone: b } }
  machines: [{ type: a, count: 1 }, { type: b, count: 1 }]
  maxMachines: 2`

  it('a pod whose machine is drained waits for one where its volume is', () => {
    const scenario = `
apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: zones}
spec:
  lanes: [kubernetes-default]
  ${zones.trim()}
  actions:
    - { at: 10s, cordon: { machine: 1 } }
    - { at: 10s, drain: { machine: 2 } }
    - { at: 20s, uncordon: { machine: 1 } }
    - { at: 60s, uncordon: { machine: 2 } }
  until: 80s
---`
    const { scenario: read, objects, diagnostics } = parseScenarioFile(`${scenario}${text}`)
    expect(diagnostics).toEqual([])
    const [lane] = runHeadless(
      {
        scenario: read!,
        objects: objects.map(({ object }) => object),
        seed: 1,
        shuffle: undefined,
        policies: {},
        parse: createParseMemo(),
      },
      80_000,
    )
    const told = lane!.result.events
      .filter(({ reason }) => /Schedul|Provision|WaitFor|Attach/.test(reason))
      .map(({ time, reason, message }) => `${time}s ${reason}: ${message}`)
    expect(told.join('\n').replace(/pvc-[0-9a-f-]+/g, 'pvc-UID')).toMatchInlineSnapshot(`
      "0s WaitForFirstConsumer: waiting for first consumer to be created before binding
      0s Scheduled: Successfully assigned default/db-7446ccd5d6-4k8l5 to node-2
      0s ExternalProvisioning: Waiting for a volume to be created either by the external provisioner 'disk.example.com' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.
      0s Provisioning: External provisioner is provisioning volume for claim "default/c"
      0s ProvisioningSucceeded: Successfully provisioned volume pvc-UID
      2s SuccessfulAttachVolume: AttachVolume.Attach succeeded for volume "pvc-UID"
      10s FailedScheduling: 0/2 nodes are available: 2 node(s) were unschedulable. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
      20s FailedScheduling: 0/2 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.
      60s Scheduled: Successfully assigned default/db-7446ccd5d6-rxh4v to node-2
      62s SuccessfulAttachVolume: AttachVolume.Attach succeeded for volume "pvc-UID""
    `)
  })
})

describe('C14.4 a claim that waits says why', () => {
  const claim = (more: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: c}
spec: {${more} accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---`
  it.each([
    ['nobody uses it', `${CLASS('waits')}${claim('storageClassName: fast,')}`],
    [
      'its pod fits nowhere',
      `${CLASS('local waits')}${claim('storageClassName: fast,')}${POD('p', 'c')}`,
    ],
    [
      'its pods fit nowhere',
      `${CLASS('local waits')}${claim('storageClassName: fast,')}${POD('p', 'c')}${POD('q', 'c')}`,
    ],
    ['its class is not there', claim('storageClassName: nosuch,')],
    ['its class makes none', `${CLASS('local')}${claim('storageClassName: fast,')}`],
    ['it has none', claim('storageClassName: "",')],
    ['a person has to make its volume', claim('volumeName: v, storageClassName: "",')],
  ])('%s', (_name, text) => {
    expect(run(text).events('c')).toMatchSnapshot()
  })
})
