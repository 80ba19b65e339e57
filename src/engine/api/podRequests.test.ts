import { describe, expect, it } from 'vitest'
import { nonZeroIncoming, nonZeroRequests, podRequests } from './podRequests.ts'
import type { Container, Pod, PodSpec, PodStatus } from './types.gen.ts'

const MiB = 2 ** 20

const container = (
  requests?: Record<string, string>,
  more: Partial<Container> = {},
): Container => ({
  name: 'main',
  ...(requests ? { resources: { requests } } : {}),
  ...more,
})
const sidecar = (requests: Record<string, string>, name = 'side') =>
  container(requests, { name, restartPolicy: 'Always' })

const pod = (spec: Partial<PodSpec>, status?: PodStatus): Pod => ({
  spec: { containers: [], ...spec },
  ...(status ? { status } : {}),
})

describe('podRequests', () => {
  it.each<[string, Pod, Record<string, number>]>([
    ['nothing asked', pod({ containers: [container()] }), {}],
    [
      'containers add up, and are rounded once',
      pod({ containers: [container({ cpu: '0.5m' }), container({ cpu: '500u', memory: '1' })] }),
      { cpu: 1, memory: 1 },
    ],
    [
      'an init container counts only when it is larger, per resource',
      pod({
        containers: [container({ cpu: '2', memory: '1Mi' })],
        initContainers: [container({ cpu: '1', memory: '3Mi' })],
      }),
      { cpu: 2_000, memory: 3 * MiB },
    ],
    [
      'init containers run one after the other',
      pod({
        containers: [container({ cpu: '1' })],
        initContainers: [container({ cpu: '2' }), container({ cpu: '3' })],
      }),
      { cpu: 3_000 },
    ],
    [
      'a sidecar runs beside the containers',
      pod({ containers: [container({ cpu: '1' })], initContainers: [sidecar({ cpu: '500m' })] }),
      { cpu: 1_500 },
    ],
    [
      'a sidecar runs beside later init containers, not beside earlier ones',
      pod({
        containers: [container({ cpu: '1' })],
        initContainers: [container({ cpu: '10' }), sidecar({ cpu: '5' }), container({ cpu: '6' })],
      }),
      { cpu: 11_000 },
    ],
    [
      'overhead comes on top',
      pod({ containers: [container({ cpu: '1' })], overhead: { cpu: '250m', memory: '1Mi' } }),
      { cpu: 1_250, memory: MiB },
    ],
    [
      'pod-level requests replace the sum, then overhead is added',
      pod({
        containers: [container({ cpu: '1', memory: '1Mi' })],
        resources: { requests: { cpu: '500m' } },
        overhead: { cpu: '1' },
      }),
      { cpu: 1_500, memory: MiB },
    ],
    [
      'pod-level extended resources are ignored',
      pod({
        containers: [container({ 'nvidia.com/gpu': '1' })],
        resources: { requests: { 'nvidia.com/gpu': '4' } },
      }),
      { 'nvidia.com/gpu': 1 },
    ],
    [
      'an explicit zero stays a request for zero',
      pod({ containers: [container({ cpu: '0' })] }),
      { cpu: 0 },
    ],
    [
      'ephemeral containers do not count',
      pod({ containers: [container({ cpu: '1' })], ephemeralContainers: [{ name: 'debug' }] }),
      { cpu: 1_000 },
    ],
  ])('%s', (_, subject, expected) => {
    expect(podRequests(subject)).toEqual(expected)
  })

  const resizing = (reason: string): PodStatus => ({
    conditions: [{ type: 'PodResizePending', status: 'True', reason }],
    containerStatuses: [
      {
        name: 'main',
        image: '',
        imageID: '',
        ready: true,
        restartCount: 0,
        allocatedResources: { cpu: '2' },
        resources: { requests: { cpu: '1', memory: '5Mi' } },
      },
    ],
  })

  it('a pod that is being resized holds the larger of what it has and what it wants', () => {
    const subject = pod({ containers: [container({ cpu: '4' })] }, resizing('Deferred'))
    expect(podRequests(subject)).toEqual({ cpu: 4_000, memory: 5 * MiB })
  })

  it('a resize that can never happen is not counted', () => {
    const subject = pod({ containers: [container({ cpu: '4' })] }, resizing('Infeasible'))
    expect(podRequests(subject)).toEqual({ cpu: 2_000, memory: 5 * MiB })
  })

  it('pod-level resources can be left out', () => {
    const subject = pod({ containers: [], resources: { requests: { cpu: '1' } } })
    expect(podRequests(subject, { skipPodLevel: true })).toEqual({})
  })
})

describe('non-zero requests', () => {
  it.each<[string, Pod, { cpu: number; memory: number }]>([
    ['missing keys', pod({ containers: [container()] }), { cpu: 100, memory: 200 * MiB }],
    [
      'per container',
      pod({ containers: [container({ cpu: '1' }), container({ memory: '1Mi' })] }),
      { cpu: 1_100, memory: 201 * MiB },
    ],
    [
      'explicit zero stays zero',
      pod({ containers: [container({ cpu: '0', memory: '0' })] }),
      { cpu: 0, memory: 0 },
    ],
    [
      'pod-level requests: defaults only for what the total lacks',
      pod({ containers: [container()], resources: { requests: { cpu: '2' } } }),
      { cpu: 2_000, memory: 200 * MiB },
    ],
    [
      'pod-level requests: a total that has it gets no default',
      pod({
        containers: [container({ memory: '1Mi' }), container()],
        resources: { requests: { cpu: '2' } },
      }),
      { cpu: 2_000, memory: MiB },
    ],
  ])('on a node: %s', (_, subject, expected) => {
    expect(nonZeroRequests(subject)).toEqual(expected)
  })

  it('incoming: pod-level requests are not seen', () => {
    const subject = pod({ containers: [container()], resources: { requests: { cpu: '2' } } })
    expect(nonZeroIncoming(subject)).toEqual({ cpu: 100, memory: 200 * MiB })
  })
})
