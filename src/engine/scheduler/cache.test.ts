import { describe, expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { createCache } from './cache.ts'
import { testNode, testPod } from './testing/cluster.ts'

function pod(name: string, cpu: string): Pod {
  const made = testPod(name, { cpu })
  return { ...made, metadata: { ...made.metadata, uid: name } }
}

describe('the scheduler cache', () => {
  test('sums up what the pods of a node ask for', () => {
    const cache = createCache()
    cache.putNode(testNode('n'))
    cache.putPod(1, pod('a', '1'), 'n')
    cache.putPod(2, pod('b', '500m'), 'n')
    const view = cache.node('n')!
    expect(view.requested).toEqual({ cpu: 1500 })
    expect(view.nonZeroRequested).toEqual({ cpu: 1500, memory: 2 * 200 * 1024 ** 2 })
    expect(view.allocatable).toEqual({ cpu: 8000, memory: 32 * 1024 ** 3, pods: 110 })
  })

  test('a pod counts once, where it was put last', () => {
    const cache = createCache()
    for (const name of ['n', 'm']) cache.putNode(testNode(name))
    cache.putPod(1, pod('a', '1'), 'n')
    cache.putPod(1, pod('a', '2'), 'n')
    expect(cache.node('n')!.requested).toEqual({ cpu: 2000 })
    cache.putPod(1, pod('a', '2'), 'm')
    expect(cache.node('n')!.pods).toEqual([])
    expect(cache.node('m')!.requested).toEqual({ cpu: 2000 })
    cache.removePod(1)
    expect(cache.node('m')!.requested).toEqual({})
  })

  test('pods are known before their node is, and after it is gone', () => {
    const cache = createCache()
    cache.putPod(1, pod('a', '1'), 'n')
    expect(cache.nodes()).toEqual([])
    cache.putNode(testNode('n'))
    expect(cache.node('n')!.requested).toEqual({ cpu: 1000 })
    cache.removeNode('n')
    expect(cache.nodes()).toEqual([])
    cache.putNode(testNode('n'))
    expect(cache.node('n')!.requested).toEqual({ cpu: 1000 })
  })

  test('a changed node keeps its pods and its place', () => {
    const cache = createCache()
    for (const name of ['a', 'b', 'c']) cache.putNode(testNode(name))
    cache.putPod(3, pod('p', '1'), 'b')
    cache.putNode(testNode('b', { cpu: '16' }))
    expect(cache.nodes().map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(cache.node('b')!).toMatchObject({
      allocatable: { cpu: 16000 },
      requested: { cpu: 1000 },
    })
  })

  test('nodes are listed in rounds over their zones', () => {
    const cache = createCache()
    const zones = { a1: 'a', a2: 'a', b1: 'b', c1: 'c', c2: 'c', none: '' }
    for (const [name, zone] of Object.entries(zones)) {
      cache.putNode(testNode(name, { labels: { 'topology.kubernetes.io/zone': zone } }))
    }
    const order = () => cache.nodes().map(({ name }) => name)
    expect(order()).toEqual(['a1', 'b1', 'c1', 'none', 'a2', 'c2'])
    // a2 moves to zone b, to the end of it; a1 leaves and with it the place of zone a.
    cache.putNode(testNode('a2', { labels: { 'topology.kubernetes.io/zone': 'b' } }))
    cache.removeNode('a1')
    expect(order()).toEqual(['b1', 'c1', 'none', 'a2', 'c2'])
    cache.putNode(testNode('a3', { labels: { 'topology.kubernetes.io/zone': 'a' } }))
    expect(order()).toEqual(['b1', 'c1', 'none', 'a3', 'a2', 'c2'])
  })

  test('the old zone label wins over the new one, even when it is empty', () => {
    const cache = createCache()
    const old = 'failure-domain.beta.kubernetes.io/zone'
    const current = 'topology.kubernetes.io/zone'
    cache.putNode(testNode('x1', { labels: { [old]: 'x', [current]: 'y' } }))
    cache.putNode(testNode('x2', { labels: { [current]: 'x' } }))
    cache.putNode(testNode('none', { labels: { [old]: '', [current]: 'x' } }))
    expect(cache.nodes().map(({ name }) => name)).toEqual(['x1', 'none', 'x2'])
  })

  test('a list that somebody has stays as it was, and only what changed is new in the next', () => {
    const cache = createCache()
    for (const name of ['a', 'b']) cache.putNode(testNode(name))
    const before = cache.nodes()
    cache.putPod(3, pod('p', '1'), 'b')
    const after = cache.nodes()
    expect(before.map(({ pods }) => pods.length)).toEqual([0, 0])
    expect(after.map(({ pods }) => pods.length)).toEqual([0, 1])
    expect(after[0]).toBe(before[0])
    expect(cache.nodes()).toBe(after)
    // A pod on a node that is not known is on no list until the node comes.
    cache.putPod(4, pod('q', '1'), 'c')
    expect(cache.nodes()).toHaveLength(2)
    cache.putNode(testNode('c'))
    expect(cache.nodes().map(({ pods }) => pods.length)).toEqual([0, 1, 1])
  })
})
