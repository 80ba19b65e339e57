import { expect, test } from 'vitest'
import { copyContainerStatus, copySpec, copyStatus } from './copies.ts'
import type { PodSpec, PodStatus } from './types.gen.ts'

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

const spec: PodSpec = {
  containers: [{ name: 'main' }],
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  terminationGracePeriodSeconds: 30,
  priority: 0,
  preemptionPolicy: 'PreemptLowerPriority',
  tolerations: [],
  nodeName: undefined,
}

test.each<[string, PodSpec]>([
  ['usual', spec],
  ['with more', { ...spec, nodeSelector: { disk: 'ssd' } }],
  ['in another order', { nodeName: 'node-1', ...spec }],
  ['bare', { containers: [] }],
])('a copy of a spec, too: %s', (_, each) => {
  const copy = copySpec(each)
  expect(Object.entries(copy)).toEqual(Object.entries(each))
  copy.nodeName = 'node-7'
  expect(each.nodeName).toBeUndefined()
})

test('of nothing, nothing is copied', () => {
  expect(copyStatus(undefined)).toEqual({})
})
