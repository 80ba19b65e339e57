import { expect, test } from 'vitest'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import { play } from '../testing/play.ts'

const CLASS = `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: disk, annotations: { storageclass.kubernetes.io/is-default-class: "true" } }
provisioner: disk.example.com
volumeBindingMode: WaitForFirstConsumer
---`
const mysql = (image: string, replicas = 3, spec = '') => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: mysql }
spec:
  replicas: ${replicas}
  serviceName: mysql
  ${spec}
  selector: { matchLabels: { app: mysql } }
  template:
    metadata: { labels: { app: mysql } }
    spec: { containers: [{ name: mysql, image: "${image}" }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`
const SET = /statefulset/

function running(replicas = 3, spec = '', machines = 3) {
  const cluster = play(CLASS + mysql('mysql:1', replicas, spec), { machines })
  cluster.wait(30)
  cluster.events()
  const apply = (image: string, count = replicas, changed = spec) =>
    cluster.give({ type: 'apply', text: mysql(image, count, changed) })
  const scale = (count: number) =>
    cluster.give({
      type: 'scale',
      kind: 'StatefulSet',
      namespace: 'default',
      name: 'mysql',
      replicas: count,
    })
  const images = () =>
    cluster.store
      .list('Pod')
      .map(({ metadata, spec: pod }) => `${metadata?.name} ${pod?.containers[0]?.image}`)
      .sort()
      .join(', ')
  const claims = () =>
    cluster.store
      .list('PersistentVolumeClaim')
      .map(({ metadata, spec: claim }) => `${metadata?.name} ${claim?.volumeName?.slice(4, 12)}`)
  return { ...cluster, apply, scale, images, claims }
}

test('C16 C16.1 C16.3 pods come in order, each with its claim', () => {
  const cluster = play(CLASS + mysql('mysql:1', 2))
  cluster.wait(10)
  expect(cluster.events(SET)).toMatchInlineSnapshot(`
    "
    0s statefulset/mysql SuccessfulCreate: create Claim data-mysql-0 Pod mysql-0 in StatefulSet mysql success
    0s statefulset/mysql SuccessfulCreate: create Pod mysql-0 in StatefulSet mysql successful
    3s statefulset/mysql SuccessfulCreate: create Claim data-mysql-1 Pod mysql-1 in StatefulSet mysql success
    3s statefulset/mysql SuccessfulCreate: create Pod mysql-1 in StatefulSet mysql successful
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    mysql-0 1/1 Running ready node-2
    mysql-1 1/1 Running ready node-1
    "
  `)
  expect(cluster.store.get('StatefulSet', 'default', 'mysql')?.status).toMatchInlineSnapshot(`
    {
      "availableReplicas": 2,
      "collisionCount": 0,
      "currentReplicas": 2,
      "currentRevision": "mysql-7bdd9c479b",
      "observedGeneration": 1,
      "readyReplicas": 2,
      "replicas": 2,
      "updateRevision": "mysql-7bdd9c479b",
      "updatedReplicas": 2,
    }
  `)
  const claims = cluster.store.list('PersistentVolumeClaim')
  expect(claims.map(({ metadata, status }) => `${metadata?.name} ${status?.phase}`)).toEqual([
    'data-mysql-0 Bound',
    'data-mysql-1 Bound',
  ])
})

test('C16.1 scaled down from the top, one after the other; the claims wait for the next time', () => {
  const cluster = running(3)
  const before = cluster.claims()
  cluster.scale(1)
  cluster.wait(10)
  expect(cluster.events(SET)).toMatchInlineSnapshot(`
    "
    30s statefulset/mysql SuccessfulDelete: delete Pod mysql-2 in StatefulSet mysql successful
    31s statefulset/mysql SuccessfulDelete: delete Pod mysql-1 in StatefulSet mysql successful
    "
  `)
  expect(cluster.claims()).toEqual(before)
  cluster.scale(3)
  cluster.wait(10)
  expect(cluster.events(SET)).toMatchInlineSnapshot(`
    "
    40s statefulset/mysql SuccessfulCreate: create Pod mysql-1 in StatefulSet mysql successful
    43s statefulset/mysql SuccessfulCreate: create Pod mysql-2 in StatefulSet mysql successful
    "
  `)
  expect(cluster.claims()).toEqual(before)
})

test('C16.1 in parallel nobody waits', () => {
  const cluster = running(3, 'podManagementPolicy: Parallel')
  const at = cluster.store.list('Pod').map(({ metadata }) => metadata?.creationTimestamp)
  expect(new Set(at)).toEqual(new Set(['2026-01-01T00:00:00Z']))
})

test('C16.2 a new template goes from the top down, and stops at the partition', () => {
  const cluster = running(3)
  const part = 'updateStrategy: { rollingUpdate: { partition: 1 } }'
  cluster.apply('mysql:2', 3, part)
  cluster.wait(20)
  expect(cluster.events(SET)).toMatchInlineSnapshot(`
    "
    30s statefulset/mysql SuccessfulDelete: delete Pod mysql-2 in StatefulSet mysql successful
    31s statefulset/mysql SuccessfulCreate: create Pod mysql-2 in StatefulSet mysql successful
    32s statefulset/mysql SuccessfulDelete: delete Pod mysql-1 in StatefulSet mysql successful
    33s statefulset/mysql SuccessfulCreate: create Pod mysql-1 in StatefulSet mysql successful
    "
  `)
  expect(cluster.images()).toBe('mysql-0 mysql:1, mysql-1 mysql:2, mysql-2 mysql:2')
  cluster.give({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'mysql-0' })
  cluster.wait(20)
  expect(cluster.images()).toContain('mysql-0 mysql:1')
  cluster.apply('mysql:2')
  cluster.wait(20)
  expect(cluster.images()).toBe('mysql-0 mysql:2, mysql-1 mysql:2, mysql-2 mysql:2')
  const rollout = { type: 'rollout', kind: 'StatefulSet', namespace: 'default', name: 'mysql' }
  cluster.give({ ...rollout, action: 'undo' } as never)
  cluster.wait(20)
  expect(cluster.images()).toBe('mysql-0 mysql:1, mysql-1 mysql:1, mysql-2 mysql:1')
})

test('C16.1 minReadySeconds is waited for', () => {
  const cluster = running(2, 'minReadySeconds: 60')
  expect(cluster.pods().split('\n')).toHaveLength(3)
  cluster.wait(40)
  expect(cluster.pods().split('\n')).toHaveLength(4)
})

test('C16.4 C8 the machine dies: mysql-0 stays Terminating until its Node is gone', () => {
  const cluster = running(2)
  const before = cluster.claims()
  const node = cluster.store.get('Pod', 'default', 'mysql-0')!.spec!.nodeName!
  const machine = Number(node.replace('node-', ''))
  cluster.give({ type: 'pullPlug', machine })
  cluster.wait(1_800)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    mysql-0 1/1 Terminating not ready node-2
    mysql-1 1/1 Running ready node-3
    "
  `)
  cluster.give({ type: 'terminate', machine })
  cluster.wait(120)
  // Its disk is still held by the machine that is gone.
  expect(cluster.pods()).toContain('mysql-0 0/1 ContainerCreating not ready node-1')
  cluster.wait(360)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    mysql-1 1/1 Running ready node-3
    mysql-0 1/1 Running ready node-1
    "
  `)
  expect(cluster.claims()).toEqual(before)
  expect(cluster.events(SET)).toMatchInlineSnapshot(`
    "
    1880s statefulset/mysql SuccessfulCreate: create Pod mysql-0 in StatefulSet mysql successful
    "
  `)
})

test('C16.3 claims go with pods that are scaled away, and with the set', () => {
  const both = 'persistentVolumeClaimRetentionPolicy: { whenDeleted: Delete, whenScaled: Delete }'
  const cluster = running(3, both)
  cluster.scale(2)
  cluster.wait(10)
  expect(cluster.claims().map((claim) => claim.split(' ')[0])).toEqual([
    'data-mysql-0',
    'data-mysql-1',
  ])
  cluster.give({ type: 'delete', kind: 'StatefulSet', namespace: 'default', name: 'mysql' })
  cluster.wait(40)
  expect([cluster.claims(), cluster.store.list('Pod')]).toEqual([[], []])
})

test('C16.3 otherwise they stay', () => {
  const cluster = running(2)
  cluster.give({ type: 'delete', kind: 'StatefulSet', namespace: 'default', name: 'mysql' })
  cluster.wait(40)
  expect([cluster.claims().length, cluster.store.list('Pod')]).toEqual([2, []])
})

test('C13 a budget counts what a StatefulSet wants', () => {
  const budget = `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: mysql }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: mysql } } }
---`
  const cluster = play(CLASS + budget + mysql('mysql:1', 3))
  const allowed = () => cluster.store.get('PodDisruptionBudget', 'default', 'mysql')?.status
  cluster.wait(0.5)
  expect(allowed()).toMatchObject({ expectedPods: 3, disruptionsAllowed: 0 })
  cluster.wait(20)
  expect(allowed()).toMatchObject({ expectedPods: 3, disruptionsAllowed: 1 })
})

test('M2 M4 what a StatefulSet cannot be is said', () => {
  const problems = (spec: string) =>
    parseScenarioFile(mysql('mysql:1', 1, spec)).diagnostics.map(({ message }) => message)
  expect([
    problems('podManagementPolicy: Sometimes'),
    problems('updateStrategy: { rollingUpdate: { maxUnavailable: 0 } }'),
    problems('updateStrategy: { rollingUpdate: { partition: -1 } }'),
    problems('persistentVolumeClaimRetentionPolicy: { whenScaled: Keep }'),
    parseScenarioFile(mysql('m').replace('metadata: { name: data }', 'metadata: {}')).diagnostics[0]
      ?.message,
  ]).toMatchInlineSnapshot(`
    [
      [
        "spec.podManagementPolicy must be one of OrderedReady, Parallel, not "Sometimes".",
      ],
      [
        "spec.updateStrategy.rollingUpdate.maxUnavailable cannot be 0: nothing could be replaced.",
      ],
      [
        "spec.updateStrategy.rollingUpdate.partition must be 0 or more.",
      ],
      [
        "spec.persistentVolumeClaimRetentionPolicy.whenScaled must be one of Retain, Delete, not "Keep".",
      ],
      "spec.volumeClaimTemplates[0].metadata.name is missing; volumes are named after it.",
    ]
  `)
  const cluster = running(1)
  const given = cluster.ask({ type: 'apply', text: mysql('m', 1, 'podManagementPolicy: Parallel') })
  expect(given.diagnostics[0]?.message).toMatch(/statefulset.apps\/mysql: spec: Forbidden/)
})
