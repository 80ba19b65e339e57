import { describe, expect, test } from 'vitest'
import type { Pod, PodSpec, PodStatus } from '../api/types.gen.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { nextStage, type Stage, stageDelay } from './podStages.ts'

const NOW = 60_000

interface Given {
  readonly spec?: Partial<PodSpec>
  readonly status?: PodStatus
  readonly annotations?: Readonly<Record<string, string>>
  readonly owner?: string
  /** Deletion time. */
  readonly until?: number
}

function pod({ spec, status, annotations, owner, until }: Given): Pod {
  return {
    metadata: {
      name: 'p',
      namespace: 'default',
      annotations,
      ...(until === undefined ? {} : { deletionTimestamp: toTimestamp(until) }),
      ownerReferences: owner
        ? [{ apiVersion: '', kind: owner, name: 'o', uid: 'u', controller: true }]
        : [],
    },
    spec: { containers: [{ name: 'c' }], ...spec },
    status,
  }
}

const INITIALIZED = { type: 'Initialized', status: 'True' }
const READY = { type: 'Ready', status: 'True' }
const container = (state: object, restartCount = 0) => [
  { name: 'c', image: '', imageID: '', ready: false, restartCount, state },
]
const startTime = toTimestamp(0)
const waiting: PodStatus = {
  startTime,
  phase: 'Pending',
  conditions: [INITIALIZED],
  containerStatuses: container({ waiting: { reason: 'ContainerCreating' } }),
}
const running: PodStatus = {
  startTime,
  phase: 'Running',
  conditions: [INITIALIZED],
  containerStatuses: container({ running: {} }),
}
const ready: PodStatus = { ...running, conditions: [INITIALIZED, READY] }
const crashed: PodStatus = {
  ...running,
  containerStatuses: container({ waiting: { reason: 'CrashLoopBackOff' } }, 3),
}
const kwok = (stage: Stage, what: string, value: string) => ({
  [`${stage}.stage.kwok.x-k8s.io/${what}`]: value,
})

test.each<[string, Given, Stage | undefined]>([
  ['a pod that was just bound', { status: { phase: 'Pending' } }, 'pod-create'],
  [
    'a pod whose init containers run',
    { status: { ...waiting, conditions: [] } },
    'pod-init-container-completed',
  ],
  ['a pod that is being created', { status: waiting }, 'pod-ready'],
  ['a pod that restarts', { status: { ...waiting, phase: 'Running' } }, 'pod-ready'],
  ['a running pod that is not ready', { status: running }, 'probe'],
  ['a ready pod', { status: ready }, undefined],
  [
    'a ready pod of a Job',
    { status: ready, owner: 'Job', spec: { restartPolicy: 'OnFailure' } },
    'pod-complete',
  ],
  ['a pod of a Job that always restarts', { status: ready, owner: 'Job' }, undefined],
  [
    'a bare pod that never restarts',
    { status: ready, spec: { restartPolicy: 'Never' } },
    undefined,
  ],
  [
    'a bare pod that says when it is done',
    {
      status: ready,
      spec: { restartPolicy: 'Never' },
      annotations: kwok('pod-complete', 'delay', '5s'),
    },
    'pod-complete',
  ],
  [
    'a pod that is told to fail',
    { status: running, annotations: kwok('pod-container-failed', 'name', 'c') },
    'pod-container-failed',
  ],
  ['a pod that has crashed', { status: crashed }, 'pod-container-restart'],
  ['a finished pod', { status: { ...ready, phase: 'Succeeded' } }, undefined],
  ['a pod on its way out', { status: ready, until: 90_000 }, 'pod-delete'],
])('C5 %s: %s', (_name, given, stage) => {
  expect(nextStage(pod(given))).toBe(stage)
})

describe('durations', () => {
  const delay = (stage: Stage, given: Given) => stageDelay(pod(given), stage, NOW, createRandom(1))

  test.each<[string, Stage, Given, number]>([
    ['a binding is noticed at once', 'pod-create', {}, 0],
    ['containers start in 1 s', 'pod-ready', {}, 1_000],
    [
      'or as long as the annotation says',
      'pod-ready',
      { annotations: kwok('pod-ready', 'delay', '2m') },
      120_000,
    ],
    [
      'until a time',
      'pod-ready',
      { annotations: kwok('pod-ready', 'delay', toTimestamp(75_000)) },
      15_000,
    ],
    [
      'a time that is over',
      'pod-ready',
      { annotations: kwok('pod-ready', 'delay', toTimestamp(5_000)) },
      0,
    ],
    [
      'nonsense does not count',
      'pod-ready',
      { annotations: kwok('pod-ready', 'delay', 'soon') },
      1_000,
    ],
    [
      'init containers take 1 s each, sidecars none',
      'pod-init-container-completed',
      {
        spec: {
          initContainers: [{ name: 'a' }, { name: 'b' }, { name: 's', restartPolicy: 'Always' }],
        },
      },
      2_000,
    ],
    ['a Job works 30 s', 'pod-complete', {}, 30_000],
    [
      'a readiness probe waits',
      'probe',
      {
        spec: {
          containers: [
            {
              name: 'c',
              readinessProbe: { initialDelaySeconds: 5, successThreshold: 3, periodSeconds: 2 },
            },
            { name: 'd' },
          ],
        },
      },
      9_000,
    ],
    ['containers stop in 1 s', 'pod-delete', { status: ready, until: 90_000 }, 1_000],
    [
      'a slow stop ends with the grace period',
      'pod-delete',
      { status: ready, until: 90_000, annotations: kwok('pod-delete', 'delay', '5m') },
      30_000,
    ],
    ['what does not run need not stop', 'pod-delete', { status: waiting, until: 90_000 }, 0],
    ['a failure comes after 2 s', 'pod-container-failed', {}, 2_000],
  ])('%s', (_name, stage, given, expected) => {
    expect(delay(stage, given)).toBe(expected)
  })

  test.each([
    [1, 0],
    [2, 10_000],
    [3, 20_000],
    [6, 160_000],
    [7, 300_000],
    [30, 300_000],
  ])('C5 failure %d in a row waits %d ms', (crashes, expected) => {
    const given = pod({ status: crashed })
    const wait = stageDelay(given, 'pod-container-restart', NOW, createRandom(1), crashes)
    expect(wait).toBe(expected)
  })

  test('C5 jitter draws between delay and jitter-delay, the same for the same pod', () => {
    const annotations = {
      ...kwok('pod-complete', 'delay', '10s'),
      ...kwok('pod-complete', 'jitter-delay', '20s'),
    }
    const first = delay('pod-complete', { annotations })
    expect(first).toBeGreaterThan(10_000)
    expect(first).toBeLessThan(20_000)
    expect(delay('pod-complete', { annotations })).toBe(first)
    const other = { ...pod({ annotations }), metadata: { name: 'q', annotations } }
    expect(stageDelay(other, 'pod-complete', NOW, createRandom(1))).not.toBe(first)
  })

  test('C5 a jitter-delay below the delay wins, as in KWOK', () => {
    const annotations = {
      ...kwok('pod-complete', 'delay', '10s'),
      ...kwok('pod-complete', 'jitter-delay', '4s'),
    }
    expect(delay('pod-complete', { annotations })).toBe(4_000)
  })
})
