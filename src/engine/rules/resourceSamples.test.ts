import { expect, test } from 'vitest'
import type { Container, Pod } from '../api/types.gen.ts'
import { missingRequest, resourceSamples } from './resourceSamples.ts'

const container = (name: string, cpu?: string, more: Partial<Container> = {}): Container => ({
  name,
  ...(cpu && { resources: { requests: { cpu } } }),
  ...more,
})
const pod = (containers: Container[], level?: string, initContainers: Container[] = []): Pod => ({
  metadata: { name: 'test-pod' },
  spec: {
    containers,
    initContainers,
    ...(level && { resources: { requests: { cpu: level } } }),
  },
})
const BOTH = [container('container1', '100m'), container('container2', '50m')]
const ONE = [container('container1'), container('container2', '50m')]

/** Upstream's table TestCalculateRequests (replica_calculator_test.go), under its names. */
test.each<[string, Pod, string | undefined, number | string]>([
  ['Pod-level resources are enabled, but not set: fallback to sum', pod(BOTH), undefined, 150],
  ['Pod-level resources override container requests', pod(BOTH, '800m'), undefined, 800],
  [
    'Fail if at least one of the containers is missing requests',
    pod(ONE),
    undefined,
    'missing request for cpu in container container1 of Pod test-pod',
  ],
  ['Pod-level resources override missing container requests', pod(ONE, '800m'), undefined, 800],
  ['Container: calculate requests only for that container', pod(BOTH), 'container1', 100],
  ['Container: ignore pod-level requests', pod(BOTH, '800m'), 'container1', 100],
  [
    'pod with restartable init containers',
    pod([container('container1', '100m')], undefined, [
      container('init-container1', '20m'),
      container('restartable-container1', '50m', { restartPolicy: 'Always' }),
    ]),
    undefined,
    150,
  ],
  [
    'NonExistentContainer',
    pod([container('container1', '100m')]),
    'non-existent-container',
    'container non-existent-container not found in Pod test-pod',
  ],
  [
    'pod-level requests of memory alone',
    {
      ...pod([]),
      spec: { containers: [container('c')], resources: { requests: { memory: '1Gi' } } },
    },
    undefined,
    'missing pod-level request for cpu in Pod test-pod',
  ],
])('C17 %s', (_name, one, name, expected) => {
  const target = { metadata: undefined, replicas: 1, pods: [one] }
  const [sample] = resourceSamples(target, 'cpu', name, 0)
  expect(sample?.requested ?? missingRequest(one, 'cpu', name)).toBe(expected)
})
