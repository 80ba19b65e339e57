import { expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { SECOND } from '../api/units.ts'
import { nameOf } from '../store/identity.ts'
import { createTestCluster } from './harness.ts'

function podOn(nodeName: string | undefined, name = 'p', phase = 'Running'): Pod {
  return {
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'c' }], nodeName },
    status: { phase },
  }
}

test.each([
  ['between rounds', 5, 60],
  ['just before a round', 19, 60],
  ['in a round: it is over already', 20, 80],
])(
  'C9 a pod of a missing node goes in the first round after 40 s: lost %s',
  (_name, lost, gone) => {
    const cluster = createTestCluster()
    cluster.runUntil(lost * SECOND)
    cluster.store.create('Pod', podOn('nowhere'))
    cluster.runUntil(gone * SECOND - 1)
    expect(cluster.store.list('Pod')).toHaveLength(1)
    const last: (Pod | undefined)[] = []
    cluster.store.watch((change) => {
      if (change.kind === 'Pod' && change.type === 'DELETED') last.push(change.object)
    })
    cluster.settle()
    expect(cluster.clock.now).toBe(gone * SECOND)
    expect(last[0]?.status?.phase).toBe('Failed')
    expect(last[0]?.status?.conditions?.[0]).toMatchObject({
      type: 'DisruptionTarget',
      reason: 'DeletionByPodGC',
      message: 'PodGC: node no longer exists',
    })
  },
)

test('C9 a node that comes in time saves its pods', () => {
  const cluster = createTestCluster()
  cluster.store.create('Pod', podOn('n1', 'p', 'Pending'))
  cluster.runUntil(55 * SECOND)
  cluster.addNode('n1')
  cluster.settle()
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    p Running ready n1 10.244.0.2
    "
  `)
})

test('C9 there are no rounds without a reason', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.settle()
  cluster.removeNode('n1')
  cluster.settle()
  expect(cluster.clock.now).toBe(0)
})

test('C9 out of service: terminating pods of a dead machine need not wait for it', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.addNode('n2')
  cluster.deploy('web', 1)
  cluster.settle()
  cluster.powerOff('n1')
  cluster.runUntil(100 * SECOND)
  const node = cluster.store.get('Node', '', 'n1')!
  const taint = {
    key: 'node.kubernetes.io/out-of-service',
    value: 'nodeshutdown',
    effect: 'NoExecute',
  }
  const taints = [...node.spec!.taints!, taint]
  cluster.store.update('Node', { ...node, spec: { ...node.spec, taints } })
  cluster.run(SECOND)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7l4m4 Terminating not ready n1 10.244.0.2
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    "
  `)
  cluster.settle()
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    "
  `)
})

test('C9 of finished pods the latest 12,500 are kept', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  for (let n = 0; n < 12_503; n++) cluster.store.create('Pod', podOn('n1', `p${n}`, 'Succeeded'))
  const evicted = cluster.store.get('Pod', 'default', 'p9000')!
  cluster.store.update('Pod', { ...evicted, status: { phase: 'Failed', reason: 'Evicted' } })
  cluster.settle()
  const left = cluster.store.list('Pod').map(nameOf)
  expect(left).toHaveLength(12_500)
  expect(['p0', 'p1', 'p2', 'p9000'].map((name) => left.includes(name))).toEqual([
    false,
    false,
    true,
    false,
  ])
})
