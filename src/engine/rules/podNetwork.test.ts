import { expect, test } from 'vitest'
import type { Node, Pod } from '../api/types.gen.ts'
import { createPodNetwork } from './podNetwork.ts'

let count = 0
function podOn(nodeName: string): Pod {
  count += 1
  return { metadata: { uid: `${count}` }, spec: { containers: [], nodeName } }
}

test('C4 each node has a net, each pod the next address in it', () => {
  const network = createPodNetwork()
  const assign = (name: string) => network.assign(podOn(name), undefined)
  expect(['a', 'a', 'b', 'a'].map(assign)).toEqual([
    '10.244.0.2',
    '10.244.0.3',
    '10.244.1.2',
    '10.244.0.4',
  ])
})

test('a node with a net of its own uses that', () => {
  const node: Node = { spec: { podCIDR: '10.1.2.0/24' } }
  expect(createPodNetwork().assign(podOn('a'), node)).toBe('10.1.2.2')
})

test('an address that was given back is used again only after all others', () => {
  const network = createPodNetwork()
  const first = podOn('a')
  network.assign(first, undefined)
  const others = Array.from({ length: 251 }, () => podOn('a'))
  for (const pod of others) network.assign(pod, undefined)
  network.release(first)
  network.release(others[0]!)
  expect(network.assign(podOn('a'), undefined)).toBe('10.244.0.254')
  expect(network.assign(podOn('a'), undefined)).toBe('10.244.0.2')
  expect(network.assign(podOn('a'), undefined)).toBe('10.244.0.3')
})

test('more nodes than one octet counts', () => {
  const network = createPodNetwork()
  const addresses = Array.from({ length: 5_000 }, (_, n) =>
    network.assign(podOn(`n${n}`), undefined),
  )
  expect(new Set(addresses).size).toBe(5_000)
  expect(addresses[300]).toBe('10.245.44.2')
})
