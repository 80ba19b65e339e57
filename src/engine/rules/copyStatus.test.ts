import { expect, test } from 'vitest'
import type { PodStatus } from '../api/types.gen.ts'
import { copyContainerStatus, copyStatus } from './copyStatus.ts'

const usual: PodStatus = {
  phase: 'Pending',
  conditions: undefined,
  startTime: undefined,
  podIP: '10.244.0.2',
  podIPs: [{ ip: '10.244.0.2' }],
  hostIP: undefined,
  hostIPs: undefined,
  containerStatuses: [],
}
const container = {
  name: 'main',
  image: 'nginx',
  imageID: 'nginx',
  ready: true,
  started: true,
  restartCount: 2,
  state: { waiting: { reason: 'ContainerCreating' } },
}

test.each<[string, PodStatus]>([
  ['usual', usual],
  ['with more', { ...usual, nominatedNodeName: 'node-1', message: 'evicted' }],
  ['with less', { phase: 'Running' }],
  ['in another order', { podIP: '10.244.0.3', ...usual }],
  ['empty', {}],
])('a copy of a status says the same in the same order: %s', (_, status) => {
  const copy = copyStatus(status)
  expect(Object.entries(copy)).toEqual(Object.entries(status))
  copy.phase = 'Failed'
  expect(status.phase).not.toBe('Failed')
})

test.each([
  ['usual', container],
  ['restarted', { ...container, lastState: { terminated: { exitCode: 1 } } }],
  ['bare', { name: 'main', image: '', imageID: '', ready: false, restartCount: 0 }],
])('a copy of a container status, too: %s', (_, status) => {
  expect(Object.entries(copyContainerStatus(status))).toEqual(Object.entries(status))
})

test('of nothing, nothing is copied', () => {
  expect(copyStatus(undefined)).toEqual({})
})
