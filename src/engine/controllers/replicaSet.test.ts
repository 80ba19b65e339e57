import { expect, test } from 'vitest'
import { SECOND } from '../api/units.ts'
import { isActive } from '../rules/podStatus.ts'
import { nameOf } from '../store/identity.ts'
import { createTestCluster, template } from './harness.ts'

function withSet(replicas: number, spec = {}) {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.store.create('ReplicaSet', {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      replicas,
      template: template('web'),
      ...spec,
    },
  })
  const status = () => cluster.store.get('ReplicaSet', 'default', 'web')?.status
  return { ...cluster, status }
}

test('C2 status counts what there is', () => {
  const { run, status } = withSet(2)
  run(500)
  expect(status()).toEqual({
    observedGeneration: 1,
    replicas: 2,
    fullyLabeledReplicas: 2,
    readyReplicas: 0,
    availableReplicas: 0,
    terminatingReplicas: 0,
  })
  run(500)
  expect(status()).toMatchObject({ readyReplicas: 2, availableReplicas: 2 })
})

test('C2 a pod is available when it has been ready for minReadySeconds', () => {
  const { runUntil, status } = withSet(1, { minReadySeconds: 10 })
  runUntil(10_999)
  expect(status()).toMatchObject({ readyReplicas: 1, availableReplicas: 0 })
  runUntil(11_000)
  expect(status()).toMatchObject({ readyReplicas: 1, availableReplicas: 1 })
})

test('C2 a pod that failed is replaced and left to be looked at', () => {
  const { store, settle } = withSet(2)
  settle()
  const pod = store.list('Pod')[0]!
  store.update('Pod', { ...pod, status: { ...pod.status, phase: 'Failed' } })
  settle()
  expect(store.list('Pod').map(isActive)).toEqual([false, true, true])
})

test('C2 a pod that is deleted is replaced at once, not when it is gone', () => {
  const { store, settle, run, status, powerOff } = withSet(1)
  settle()
  powerOff('n1')
  const pod = store.list('Pod')[0]!
  const deletionTimestamp = '2026-01-01T00:01:00Z'
  store.update('Pod', { ...pod, metadata: { ...pod.metadata, deletionTimestamp } })
  run(SECOND)
  expect(store.list('Pod').map(isActive)).toEqual([false, true])
  expect(status()).toMatchObject({ replicas: 1, terminatingReplicas: 1 })
})

test('C2 a refusal is told once, and tried again when a PriorityClass comes', () => {
  const spec = { ...template('web').spec!, priorityClassName: 'gold' }
  const { store, settle, takeEvents } = withSet(2, { template: { ...template('web'), spec } })
  settle()
  expect(takeEvents(/replicaset/)).toMatchInlineSnapshot(`
    "
    0.0s replicaset/web FailedCreate: Error creating: pods "web-" is forbidden: no PriorityClass with name gold was found
    "
  `)
  store.create('PriorityClass', { metadata: { name: 'gold' }, value: 7 })
  settle()
  expect(store.list('Pod').map(({ spec: { priority } = {} as never }) => priority)).toEqual([7, 7])
})

test('C4 names are taken only once', () => {
  const { store, settle } = withSet(300)
  settle()
  const names = store.list('Pod').map(nameOf)
  expect(new Set(names).size).toBe(300)
  expect(names.every((name) => /^web-[b-df-hj-np-tv-xz24-9]{5}$/.test(name))).toBe(true)
})

test('C2 pods that do not last are made again after a pause that grows', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1', { spec: { taints: [{ key: 'broken', effect: 'NoExecute' }] } })
  const { metadata, spec } = template('web')
  cluster.store.create('ReplicaSet', {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      replicas: 1,
      template: { metadata, spec: { ...spec!, nodeName: 'n1' } },
    },
  })
  cluster.runUntil(20 * SECOND)
  const times = cluster.takeEvents(/SuccessfulCreate/).match(/^\S+/gm)
  const at = (time: string) => times?.filter((each) => each === time).length
  expect(['0.0s', '1.0s', '3.0s', '7.0s', '15.0s'].map(at)).toEqual([3, 3, 3, 3, 3])
  expect(times).toHaveLength(15)
  const node = cluster.store.get('Node', '', 'n1')!
  cluster.store.update('Node', { ...node, spec: {} })
  cluster.runUntil(60 * SECOND)
  expect(cluster.store.list('Pod').filter(isActive)).toHaveLength(1)
})
