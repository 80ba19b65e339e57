import { expect, test } from 'vitest'
import type { Node } from '../api/types.gen.ts'
import { createPodNetwork } from './podNetwork.ts'

const A = 7
const B = 3

test('C4 each node has a net, each pod the next address in it', () => {
  const network = createPodNetwork()
  const assign = (number: number, slot: number) => network.assign(slot, number, undefined)
  expect([A, A, B, A].map(assign)).toEqual(['10.244.0.2', '10.244.0.3', '10.244.1.2', '10.244.0.4'])
})

test('a node with a net of its own uses that', () => {
  const node: Node = { spec: { podCIDR: '10.1.2.0/24' } }
  expect(createPodNetwork().assign(0, A, node)).toBe('10.1.2.2')
})

test('an address that was given back is used again only after all others', () => {
  const network = createPodNetwork()
  for (let slot = 0; slot <= 251; slot++) network.assign(slot, A, undefined)
  network.release(0)
  network.release(1)
  expect(network.assign(0, A, undefined)).toBe('10.244.0.254')
  expect(network.assign(1, A, undefined)).toBe('10.244.0.2')
  expect(network.assign(252, A, undefined)).toBe('10.244.0.3')
})

test('more nodes than one octet counts', () => {
  const network = createPodNetwork()
  const addresses = Array.from({ length: 5_000 }, (_, n) => network.assign(n, n, undefined))
  expect(new Set(addresses).size).toBe(5_000)
  expect(addresses[300]).toBe('10.245.44.2')
})
