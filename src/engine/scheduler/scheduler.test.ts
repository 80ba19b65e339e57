import { describe, expect, test } from 'vitest'
import { bestFit } from './policies/bestFit.ts'
import { dropInLine } from './policies/dropInLine.ts'
import { firstFit } from './policies/firstFit.ts'
import { kubernetesBinPacking } from './policies/kubernetesBinPacking.ts'
import { kubernetesDefault } from './policies/kubernetesDefault.ts'
import { random } from './policies/random.ts'
import { worstFit } from './policies/worstFit.ts'
import type { SchedulerPolicy } from './policy.ts'
import { testCluster, testNode, testPod } from './testing/cluster.ts'

/** The shapes and the order of arrivals of the opening story. */
const SHAPES: Readonly<Record<string, readonly [cpu: string, memory: string]>> = {
  web: ['1', '2Gi'],
  api: ['2', '4Gi'],
  video: ['3', '4Gi'],
  db: ['1', '12Gi'],
  cache: ['500m', '8Gi'],
  queue: ['1', '4Gi'],
  report: ['2', '8Gi'],
}
const ORDER = [
  'api*2 queue*2 db*2 api*2 web*2 cache*2 video queue*2 web*4 report web*3 db*2 report api*2',
  'queue*2 cache video cache*2 web*3 video db cache*2',
].join(' ')
const ARRIVALS = ORDER.split(' ').flatMap((entry) => {
  const [app = '', times = '1'] = entry.split('*')
  return Array.from({ length: Number(times) }, () => app)
})

/** Machines after each arrival when one more is bought for a pod that fits nowhere. */
function machinesAfterArrivals(policy: SchedulerPolicy, seed: number): number[] {
  const cluster = testCluster(policy, seed)
  let machines = 0
  const buy = () => cluster.addNode(testNode(`node-${++machines}`))
  for (let i = 0; i < 3; i++) buy()
  return ARRIVALS.map((app, index) => {
    const [cpu, memory] = SHAPES[app]!
    cluster.addPod(testPod(`${app}-${index}`, { cpu, memory }))
    cluster.run()
    if (cluster.nodeOf(`${app}-${index}`) === undefined) buy()
    cluster.run()
    expect(cluster.nodeOf(`${app}-${index}`)).toBeDefined()
    return machines
  })
}

describe('the opening story', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('bin packing needs 6, then 7 machines, seed %i', (seed) => {
    const machines = machinesAfterArrivals(kubernetesBinPacking, seed)
    expect(machines).toHaveLength(41)
    expect([machines[34], machines[40]]).toEqual([6, 7])
  })

  test('the default profile runs it too, on at least as many', () => {
    expect(machinesAfterArrivals(kubernetesDefault, 1)[40]).toBeGreaterThanOrEqual(7)
  })
})

describe('textbook policies', () => {
  /** Three nodes: a has 2 of 8 vCPU taken, b 6 of 8, c nothing. */
  function threeNodes(policy: SchedulerPolicy, seed = 1) {
    const cluster = testCluster(policy, seed)
    for (const name of ['a', 'b', 'c']) cluster.addNode(testNode(name, { memory: '8Gi' }))
    const held = { a: ['2', '2Gi'], b: ['6', '6Gi'] } as const
    for (const [nodeName, [cpu, memory]] of Object.entries(held)) {
      cluster.addPod(testPod(`on-${nodeName}`, { cpu, memory }, { nodeName }))
    }
    cluster.run()
    return cluster
  }

  test.each([
    { policy: firstFit, expected: 'a' },
    { policy: bestFit, expected: 'b' },
    { policy: worstFit, expected: 'c' },
  ])('$policy.id puts a small pod on $expected', ({ policy, expected }) => {
    const cluster = threeNodes(policy)
    cluster.addPod(testPod('p', { cpu: '1', memory: '1Gi' }))
    cluster.run()
    expect(cluster.nodeOf('p')).toBe(expected)
  })

  test('best fit shows percent full as its score', () => {
    const cluster = threeNodes(bestFit)
    const { uid = '' } = cluster.addPod(testPod('p', { cpu: '1', memory: '1Gi' })).metadata!
    cluster.run()
    const [attempt] = cluster.attemptsOf(uid)
    const scores = attempt!.verdicts.map(({ node, total }) => [node, total])
    // (2 + 1)/8, (6 + 1)/8 and 1/8, rounded down.
    expect(scores).toEqual([
      ['a', 37],
      ['b', 87],
      ['c', 12],
    ])
    expect(attempt!.maxTotal).toBe(100)
  })

  test('next fit goes on from the node used last, round the list', () => {
    const cluster = testCluster(dropInLine)
    for (const name of ['a', 'b', 'c']) cluster.addNode(testNode(name))
    for (const [name, cpu] of [
      ['p1', '5'],
      ['p2', '5'],
      ['p3', '2'],
      ['p4', '5'],
      ['p5', '2'],
    ] as const) {
      cluster.addPod(testPod(name, { cpu }))
      cluster.run()
    }
    // p3 still fits on b; p4 needs c; p5 still fits on c although a has room.
    expect(cluster.placement()).toEqual(['a', 'b', 'b', 'c', 'c'])
  })

  test('random uses every node that fits, and no other', () => {
    const cluster = testCluster(random)
    for (const name of ['a', 'b', 'c']) cluster.addNode(testNode(name, { cpu: '100' }))
    cluster.addNode(testNode('small', { cpu: '10m' }))
    for (let i = 0; i < 60; i++) cluster.addPod(testPod(`p${i}`, { cpu: '100m' }))
    cluster.run()
    expect([...new Set(cluster.placement())].sort()).toEqual(['a', 'b', 'c'])
  })
})
