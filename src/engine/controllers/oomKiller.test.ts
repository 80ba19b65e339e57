import { expect, test } from 'vitest'
import type { Node, Pod } from '../api/types.gen.ts'
import { firstToKill } from '../rules/outOfMemory.ts'
import { oomScoreAdjust, qosOf } from '../rules/qos.ts'
import { play } from '../testing/play.ts'

const pod = (name: string, annotations: string, resources = '', spec = '') => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, annotations: { ${annotations} } }
spec:
  ${spec}
  containers: [{ name: app, image: app, resources: { ${resources} } }]
---`
const uses = (amount: string) => `kwok.x-k8s.io/usage-memory: ${amount}`
const grows = (amount: string) => `podfall.dev/memory-growth: ${amount}`

test('C5.10 memory that is gone before the kubelet looks: the kernel kills who asked for nothing', () => {
  const asked = 'requests: { memory: 16Gi }'
  const cluster = play(pod('honest', uses('15Gi'), asked) + pod('greedy', grows('4Gi')), {
    machines: 1,
  })
  cluster.wait(30)
  // 17 GiB are left, 4 a second: after 4.25 s, between the looks at 0 and 10 s.
  expect(cluster.events(/OOM|Evicted|BackOff|Memory/)).toMatchInlineSnapshot(`
    "
    5.25s node/node-1 SystemOOM: System OOM encountered, victim process: app, pid: 19465
    9.25s node/node-1 SystemOOM: System OOM encountered, victim process: app, pid: 137
    9.25s pod/greedy BackOff: Back-off restarting failed container app in pod greedy_default(e11863f7-1d76-4e5a-825f-67b0a51e1088)
    23.25s node/node-1 SystemOOM: System OOM encountered, victim process: app, pid: 1210
    23.25s pod/greedy BackOff: Back-off restarting failed container app in pod greedy_default(e11863f7-1d76-4e5a-825f-67b0a51e1088)
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    honest 1/1 Running ready node-1
    greedy 0/1 CrashLoopBackOff not ready node-1 2 restarts
    "
  `)
  const [status] = cluster.store.get('Pod', 'default', 'greedy')!.status!.containerStatuses!
  expect(status!.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
})

test('C5.10 a slow leak is seen by the kubelet, which evicts; nothing is killed', () => {
  const cluster = play(pod('calm', uses('1Gi')) + pod('leak', `${uses('30Gi')}, ${grows('5Mi')}`), {
    machines: 1,
  })
  cluster.wait(600)
  expect(cluster.events(/OOM|Evicted|Memory/)).toMatchInlineSnapshot(`
    "
    190s node/node-1 NodeHasInsufficientMemory: Node node-1 status is now: NodeHasInsufficientMemory
    190s pod/leak Evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 80896Ki. Container app was using 32424960Ki, request is 0, has larger consumption of memory. 
    490s node/node-1 NodeHasSufficientMemory: Node node-1 status is now: NodeHasSufficientMemory
    "
  `)
})

test('C5.10 more than there is from the start', () => {
  const cluster = play(
    pod('small', uses('10Gi')) + pod('large', uses('25Gi'), '', 'restartPolicy: Never'),
    {
      machines: 1,
    },
  )
  cluster.wait(9)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    small 1/1 Running ready node-1
    large 0/1 Failed not ready node-1
    "
  `)
})

test('C5.10 who runs on a machine without power is not killed', () => {
  const cluster = play(pod('leak', grows('4Gi')), { machines: 1 })
  cluster.wait(3)
  cluster.give({ type: 'pullPlug', machine: 1 })
  cluster.wait(20)
  expect(cluster.events(/OOM/).trim()).toBe('')
})

test('C5.5 a leak reaches the limit of its container, after each start anew', () => {
  const limit = 'limits: { memory: 500Mi }'
  const cluster = play(pod('leak', `${uses('100Mi')}, ${grows('20Mi')}`, limit), { machines: 1 })
  cluster.wait(1.5)
  expect(cluster.pods()).toContain('leak 1/1 Running ready')
  cluster.wait(19)
  expect(cluster.pods()).toContain('leak 1/1 Running ready')
  cluster.wait(100)
  // 20 s each, then 10 s, 20 s, 40 s of waiting.
  expect(cluster.events(/Started|BackOff|OOM/)).toMatchInlineSnapshot(`
    "
    1s pod/leak Started: Container started
    21s pod/leak Started: Container started
    41s pod/leak BackOff: Back-off restarting failed container app in pod leak_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
    51s pod/leak Started: Container started
    71s pod/leak BackOff: Back-off restarting failed container app in pod leak_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
    91s pod/leak Started: Container started
    111s pod/leak BackOff: Back-off restarting failed container app in pod leak_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
    "
  `)
})

test('C5.5 a Job that is done before its leak is full is done', () => {
  const delay = 'pod-complete.stage.kwok.x-k8s.io/delay: 10s'
  const limit = 'limits: { memory: 500Mi }'
  const job = (rate: string) =>
    pod('job', `${delay}, ${grows(rate)}`, limit, 'restartPolicy: Never').replace(/---$/, '')
  for (const [rate, end] of [
    ['40Mi', 'Succeeded'],
    ['60Mi', 'Failed'],
  ] as const) {
    const cluster = play(job(rate), { machines: 1 })
    cluster.wait(30)
    expect(cluster.pods()).toContain(`job 0/1 ${end}`)
  }
})

const GIB = 2 ** 30
const asking = (requests?: string, limits?: string): Pod => ({
  spec: {
    containers: [
      {
        name: 'c',
        resources: {
          ...(requests && { requests: { memory: requests, cpu: '1' } }),
          ...(limits && { limits: { memory: limits, cpu: '1' } }),
        },
      },
    ],
  },
})

test.each([
  ['nothing asked', asking(), 'BestEffort', 1_000],
  ['a tenth of 32 GiB asked', asking('3200Mi'), 'Burstable', 903],
  ['hardly anything asked', asking('1Mi'), 'Burstable', 999],
  ['everything asked', asking('32Gi'), 'Burstable', 3],
  ['a limit above the request', asking('8Gi', '9Gi'), 'Burstable', 750],
  ['limits like requests', asking('8Gi', '8Gi'), 'Guaranteed', -997],
])('C5.10 %s: %s', (_name, asked, qos, adjust) => {
  expect(qosOf(asked)).toBe(qos)
  expect(oomScoreAdjust(asked, asked.spec!.containers[0]!, 32 * GIB)).toBe(adjust)
})

test('C5.10 a critical pod of a machine counts as Guaranteed', () => {
  const critical = { spec: { ...asking().spec!, priority: 2_000_001_000 } }
  expect(oomScoreAdjust(critical, critical.spec.containers[0]!, GIB)).toBe(-997)
})

test.each([
  ['BestEffort before Burstable', [asking('1Gi'), 4], [asking(), 4], 1],
  [
    'who is far beyond a request before a small BestEffort one',
    [asking('1Gi'), 20],
    [asking(), 1],
    0,
  ],
  ['among equals the larger', [asking(), 3], [asking(), 2], 0],
  ['who is furthest beyond a request', [asking('16Gi'), 18], [asking('2Gi'), 8], 1],
  ['a Guaranteed one when there is no other', [asking('8Gi', '8Gi'), 8], [asking(), 0], 0],
] as const)('C5.10 first goes %s', (_name, one, other, first) => {
  const node: Node = { status: { capacity: { memory: '32Gi' } } }
  const users = [one, other].map(([who, gib]) => {
    const container = who.spec!.containers[0]!
    return { pod: who, uses: [{ container, bytes: gib * GIB, growth: 0 }], bytes: gib * GIB }
  })
  expect(firstToKill(node, users)?.pod).toBe([one, other][first]![0])
})
