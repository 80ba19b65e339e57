import { expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { firstToEvict, type MemoryUser } from '../rules/memoryPressure.ts'
import { play } from '../testing/play.ts'

const pod = (name: string, usage: string, resources = '', spec = '') => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, annotations: { kwok.x-k8s.io/usage-memory: ${usage} } }
spec:
  ${spec}
  containers: [{ name: app, image: app, resources: { ${resources} } }]
---`

test('C5.7 pods without requests fill a machine; those that asked for nothing go first', () => {
  const asked = 'requests: { memory: 12Gi }, limits: { memory: 12Gi }'
  const cluster = play(
    pod('guaranteed', '12Gi', asked) +
      pod('burstable', '8Gi', 'requests: { memory: 6Gi }') +
      pod('small', '3Gi') +
      // All but 66 MiB: were it more, the kernel would come first.
      pod('large', '9150Mi'),
    { machines: 1 },
  )
  cluster.wait(30)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    guaranteed 1/1 Running ready node-1
    burstable 1/1 Running ready node-1
    small 1/1 Running ready node-1
    large 0/1 Evicted not ready node-1
    "
  `)
  cluster.give({ type: 'apply', text: pod('late', '1Gi').replace('---', '') })
  cluster.wait(30)
  expect(cluster.pods()).toContain('late 0/1 Pending')
  cluster.wait(300)
  expect(cluster.pods()).toContain('late 1/1 Running')
  expect(cluster.events(/Evicted|Memory/)).toMatchInlineSnapshot(`
    "
    10s node/node-1 NodeHasInsufficientMemory: Node node-1 status is now: NodeHasInsufficientMemory
    10s pod/large Evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 67584Ki. Container app was using 9369600Ki, request is 0, has larger consumption of memory. 
    310s node/node-1 NodeHasSufficientMemory: Node node-1 status is now: NodeHasSufficientMemory
    "
  `)
})

test('C5.7 a Deployment makes the pod anew elsewhere', () => {
  const web = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }, annotations: { kwok.x-k8s.io/usage-memory: 10890Mi } }
    spec: { containers: [{ name: web, image: web }], nodeSelector: {} }
`
  const cluster = play(web, { machines: 1, maxMachines: 3 })
  cluster.wait(20)
  cluster.give({ type: 'addMachine' })
  cluster.wait(120)
  const running = cluster.store.list('Pod').filter(({ status }) => status?.phase === 'Running')
  expect(running.map(({ spec }) => spec?.nodeName).sort()).toEqual(['node-1', 'node-1', 'node-2'])
})

const user = (name: string, gib: number, request?: string, priority = 0): MemoryUser => {
  const resources = request ? { requests: { memory: request } } : {}
  const pod: Pod = {
    metadata: { name },
    spec: { priority, containers: [{ name: 'c', resources }] },
  }
  return { pod, uses: [], bytes: gib * 2 ** 30 }
}

test.each([
  ['who uses more than asked for', [user('a', 2, '3Gi'), user('b', 1, '500Mi')], 'b'],
  ['the lowest priority', [user('a', 3, '1Gi', 5), user('b', 2, '1Gi', 1)], 'b'],
  ['the most beyond', [user('a', 3, '2Gi'), user('b', 2)], 'b'],
  ['a good citizen only when there is no other', [user('a', 1, '2Gi', 9)], 'a'],
])('C5.7 first goes %s', (_name, users, first) => {
  expect(firstToEvict(users)?.pod.metadata?.name).toBe(first)
})
