import { describe, expect, test } from 'vitest'
import type { ContainerState, ContainerStatus, Pod } from '../api/types.gen.ts'
import { claimCount, printPod } from './podPrint.ts'

const running: ContainerState = { running: { startedAt: '2026-01-01T00:00:00Z' } }
const waiting = (reason: string): ContainerState => ({ waiting: { reason } })
const ended = (exitCode: number, reason?: string): ContainerState => ({
  terminated: { exitCode, ...(reason && { reason }) },
})
const status = (
  name: string,
  state: ContainerState,
  more: Partial<ContainerStatus> = {},
): ContainerStatus => ({
  name,
  image: 'x',
  imageID: 'x',
  restartCount: 0,
  ready: state.running !== undefined,
  started: state.running !== undefined,
  state,
  ...more,
})
const ready = { type: 'Ready', status: 'True' }
const initialized = { type: 'Initialized', status: 'True' }

function pod(
  phase: string,
  main: readonly ContainerStatus[],
  more: Partial<Pod['status']> = {},
): Pod {
  return {
    metadata: { name: 'web' },
    spec: { containers: main.map(({ name }) => ({ name })) },
    status: { phase, containerStatuses: main, conditions: [initialized, ready], ...more },
  }
}

const withInit = (
  base: Pod,
  init: readonly ContainerStatus[],
  sidecars: readonly string[] = [],
): Pod => ({
  ...base,
  spec: {
    ...base.spec!,
    initContainers: init.map(({ name }) =>
      sidecars.includes(name) ? { name, restartPolicy: 'Always' } : { name },
    ),
  },
  status: { ...base.status, initContainerStatuses: init },
})
const leaving = (base: Pod): Pod => ({
  ...base,
  metadata: { name: 'web', deletionTimestamp: '2026-01-01T00:00:30Z' },
})
const starting = pod('Pending', [status('a', waiting('PodInitializing'))], { conditions: [] })

describe('what kubectl prints of a pod (printPod)', () => {
  test.each<readonly [string, Pod, string]>([
    ['not bound', { metadata: {}, spec: { containers: [{ name: 'a' }] } }, '0/1 Pending 0'],
    ['running', pod('Running', [status('a', running), status('b', running)]), '2/2 Running 0'],
    [
      'one of two ready',
      pod('Running', [status('a', running), status('b', running, { ready: false })]),
      '1/2 Running 0',
    ],
    [
      'being created',
      pod('Pending', [status('a', waiting('ContainerCreating'))]),
      '0/1 ContainerCreating 0',
    ],
    [
      'crashing',
      pod('Running', [status('a', waiting('CrashLoopBackOff'), { restartCount: 3 })]),
      '0/1 CrashLoopBackOff 3',
    ],
    [
      'out of memory',
      pod('Running', [status('a', ended(137, 'OOMKilled'), { restartCount: 1 })]),
      '0/1 OOMKilled 1',
    ],
    ['exit code alone', pod('Failed', [status('a', ended(2))]), '0/1 ExitCode:2 0'],
    ['done', pod('Succeeded', [status('a', ended(0, 'Completed'))]), '0/1 Completed 0'],
    [
      'one done, one goes on',
      pod('Running', [status('a', ended(0, 'Completed')), status('b', running)]),
      '1/2 Running 0',
    ],
    ['evicted', pod('Failed', [], { reason: 'Evicted' }), '0/0 Evicted 0'],
    ['on its way out', leaving(pod('Running', [status('a', running)])), '1/1 Terminating 0'],
    ['over and deleted', leaving(pod('Failed', [status('a', ended(1, 'Error'))])), '0/1 Error 0'],
    [
      'first init container',
      withInit(starting, [
        status('i', waiting('PodInitializing')),
        status('j', waiting('PodInitializing')),
      ]),
      '0/1 Init:0/2 0',
    ],
    [
      'second init container',
      withInit(starting, [status('i', ended(0)), status('j', running)]),
      '0/1 Init:1/2 0',
    ],
    [
      'init container failed',
      withInit(starting, [status('i', ended(1, 'Error'), { restartCount: 2 })]),
      '0/1 Init:Error 2',
    ],
    [
      'init container waits',
      withInit(starting, [status('i', waiting('CrashLoopBackOff'), { restartCount: 4 })]),
      '0/1 Init:CrashLoopBackOff 4',
    ],
    [
      'a sidecar counts',
      withInit(
        pod('Running', [status('a', running)]),
        [status('s', running, { restartCount: 1 })],
        ['s'],
      ),
      '2/2 Running 1',
    ],
    [
      'restarts of done init containers do not count',
      withInit(pod('Running', [status('a', running)]), [
        status('i', ended(0), { restartCount: 5 }),
      ]),
      '1/1 Running 0',
    ],
    [
      'gated',
      pod('Pending', [], {
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
      }),
      '0/0 SchedulingGated 0',
    ],
  ])('%s', (_, given, line) => {
    const printed = printPod(given)
    expect(`${printed.ready}/${printed.containers} ${printed.status} ${printed.restarts}`).toBe(
      line,
    )
  })

  test('claims, also those of the pod alone, are counted; other volumes are not', () => {
    const volumes = [
      { name: 'a', persistentVolumeClaim: { claimName: 'a' } },
      { name: 'b', ephemeral: {} },
      { name: 'c', emptyDir: {} },
    ]
    expect(claimCount({ spec: { containers: [], volumes } })).toBe(2)
  })
})
