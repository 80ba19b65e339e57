import { describe, expect, test } from 'vitest'
import type { Container, ContainerState, ContainerStatus, Pod } from '../api/types.gen.ts'
import { backOff, type Stage } from '../rules/podStages.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { nextStep } from './nextStep.ts'
import { newRun, PodLife, setRun } from './podLife.ts'

const OWNER = { name: 'kubelet', handler: undefined }
const NOW = 60_000

interface Given {
  readonly containers?: readonly (Container & Partial<ContainerStatus>)[]
  readonly init?: readonly (Container & Partial<ContainerStatus>)[]
  readonly policy?: string
  readonly phase?: string
  readonly annotations?: Readonly<Record<string, string>>
  readonly owner?: string
  /** Deletion time. */
  readonly until?: number
  /** Its kubelet has not taken it on yet. */
  readonly unknown?: boolean
}

const started = { startedAt: toTimestamp(NOW) }
const running: Partial<ContainerStatus> = { state: { running: started }, started: true }
const ready: Partial<ContainerStatus> = { ...running, ready: true }
const waits = (reason: string): ContainerState => ({ waiting: { reason } })
const fresh = { state: waits('ContainerCreating') }
const crashed = { state: waits('CrashLoopBackOff'), restartCount: 3 }
const ended = (exitCode: number): Partial<ContainerStatus> => ({
  state: { terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' } },
})
const SIDECAR = { restartPolicy: 'Always' }
const kwok = (stage: Stage, what: string, value: string) => ({
  [`${stage}.stage.kwok.x-k8s.io/${what}`]: value,
})

const statusOf = (each: Container & Partial<ContainerStatus>): ContainerStatus => {
  const { name, state = {}, started: begun = false, ready: serves = false, restartCount = 0 } = each
  return { name, image: '', imageID: '', state, started: begun, ready: serves, restartCount }
}

function podOf(given: Given): Pod {
  const { containers = [{ name: 'c', ...fresh }], init, policy, phase, owner, until } = given
  return {
    metadata: {
      name: 'p',
      namespace: 'default',
      ...(given.annotations && { annotations: given.annotations }),
      ...(until === undefined ? {} : { deletionTimestamp: toTimestamp(until) }),
      ownerReferences: owner
        ? [{ apiVersion: '', kind: owner, name: 'o', uid: 'u', controller: true }]
        : [],
    },
    spec: {
      containers,
      ...(init && { initContainers: init }),
      ...(policy !== undefined && { restartPolicy: policy }),
    },
    status: given.unknown
      ? { phase: 'Pending' }
      : {
          startTime: toTimestamp(0),
          phase: phase ?? 'Running',
          containerStatuses: containers.map(statusOf),
          ...(init && { initContainerStatuses: init.map(statusOf) }),
        },
  }
}

/** `stage container +seconds`: what comes next for a pod whose containers run since NOW. */
function next(given: Given): string | undefined {
  const pod = podOf(given)
  const life = new PodLife(OWNER, 0, NOW)
  for (const each of [...(given.containers ?? []), ...(given.init ?? [])]) {
    if (each.state?.running) setRun(life, newRun(each.name, NOW, each.ready === true))
  }
  const step = nextStep(pod, life, { jitter: createRandom(1), imageAt: () => 0 })
  return step && `${step.stage} ${step.container?.name ?? '-'} +${(step.at - NOW) / 1_000}`
}

const told = (name: string) => kwok('pod-container-failed', 'name', name)

test.each<[string, Given, string | undefined]>([
  ['a pod that was just bound', { unknown: true }, 'pod-create - +0'],
  ['a pod that is being created', {}, 'pod-ready c +1'],
  ['a running pod', { containers: [{ name: 'c', ...ready }] }, undefined],
  [
    'a running pod whose probe has not looked yet',
    {
      containers: [
        {
          name: 'c',
          ...running,
          readinessProbe: { initialDelaySeconds: 5, successThreshold: 3, periodSeconds: 2 },
        },
      ],
    },
    'probe c +9',
  ],
  [
    'a pod of a Job',
    { containers: [{ name: 'c', ...ready }], owner: 'Job', policy: 'OnFailure' },
    'pod-complete c +30',
  ],
  [
    'a pod of a Job that always restarts',
    { containers: [{ name: 'c', ...ready }], owner: 'Job' },
    undefined,
  ],
  [
    'a bare pod that never restarts',
    { containers: [{ name: 'c', ...ready }], policy: 'Never' },
    undefined,
  ],
  [
    'a bare pod that says when it is done',
    {
      containers: [{ name: 'c', ...ready }],
      policy: 'Never',
      annotations: kwok('pod-complete', 'delay', '5s'),
    },
    'pod-complete c +5',
  ],
  [
    'a pod that is told to fail',
    { containers: [{ name: 'c', ...ready }], annotations: told('c') },
    'pod-container-failed c +2',
  ],
  [
    'a pod that has crashed',
    { containers: [{ name: 'c', ...crashed }] },
    'pod-container-restart c +0',
  ],
  ['a finished pod', { containers: [{ name: 'c', ...ended(0) }], phase: 'Succeeded' }, undefined],
  [
    'a pod on its way out',
    { containers: [{ name: 'c', ...ready }], until: 90_000 },
    'pod-delete - +1',
  ],
  ['one that has never run goes at once', { until: 90_000 }, 'pod-delete - +0'],
])('C5 %s', (_name, given, step) => {
  expect(next(given)).toBe(step)
})

/* Upstream's cases of TestComputePodActions (pkg/kubelet/kuberuntime/kuberuntime_manager_test.go). */
describe('C5.11 containers are independent', () => {
  const two = (one: object, other: object) => [
    { name: 'a', ...one },
    { name: 'b', ...other },
  ]
  test.each<[string, Given, string | undefined]>([
    ['everything is good; do nothing', { containers: two(ready, ready) }, undefined],
    [
      'restart exited containers if RestartPolicy == Always',
      { containers: two(crashed, ready) },
      'pod-container-restart a +0',
    ],
    [
      'do not restart a container that has succeeded if RestartPolicy == OnFailure',
      { containers: two(ended(0), ready), policy: 'OnFailure' },
      undefined,
    ],
    [
      'NEVER restart containers if RestartPolicy == Never',
      { containers: two(ended(1), ready), policy: 'Never' },
      undefined,
    ],
    [
      'one waits for its start beside one that runs',
      { containers: two(ready, fresh) },
      'pod-ready b +1',
    ],
    [
      'only the one that is told to fails',
      { containers: two(ready, ready), annotations: told('b') },
      'pod-container-failed b +2',
    ],
  ])('%s', (_name, given, step) => {
    expect(next(given)).toBe(step)
  })
})

/* Upstream's cases of TestComputePodActionsWithInitContainers and ...WithRestartableInitContainers. */
describe('C5.12 init containers and sidecars', () => {
  const init = (...states: object[]) =>
    states.map((state, place) => ({ name: `init${place + 1}`, ...state }))
  const probed = { startupProbe: { initialDelaySeconds: 10 } }
  const begun = { ...running, started: false }
  test.each<[string, Given, string | undefined]>([
    ['starts the first one', { init: init(fresh, fresh) }, 'init-turn init1 +0'],
    [
      'waits for the one that runs',
      { init: init(running, fresh) },
      'pod-init-container-completed init1 +1',
    ],
    ['initialization done; start all containers', { init: init(ended(0)) }, 'pod-ready c +1'],
    [
      'init container failed; start it again',
      { init: init(crashed, fresh) },
      'pod-init-container-restart init1 +0',
    ],
    [
      'start the next one after a sidecar that runs',
      { init: init({ ...ready, ...SIDECAR }, fresh) },
      'init-turn init2 +0',
    ],
    [
      'a sidecar alone is started first',
      { init: init({ ...fresh, ...SIDECAR }) },
      'init-turn init1 +0',
    ],
    [
      'the startup probe of a sidecar holds the next one back',
      {
        init: init({ ...begun, ...SIDECAR, ...probed }, fresh),
        annotations: { 'podfall.dev/startup-time': '8s' },
      },
      'probe-started init1 +10',
    ],
    [
      'a sidecar restarts whatever the restart policy',
      {
        init: init({ ...crashed, ...SIDECAR }),
        containers: [{ name: 'c', ...ready }],
        policy: 'Never',
      },
      'pod-container-restart init1 +0',
    ],
    [
      'kill and restart a sidecar that does not answer its liveness probe',
      {
        init: init({ ...ready, ...SIDECAR, livenessProbe: { failureThreshold: 1 } }),
        containers: [{ name: 'c', ...ready }],
        annotations: { 'podfall.dev/startup-time': '12s' },
      },
      'probe-failed init1 +0',
    ],
    [
      'sidecars end when all containers are done, one after the other',
      {
        init: init({ ...ready, ...SIDECAR }, { ...ready, ...SIDECAR }),
        containers: [{ name: 'c', ...ended(0) }],
        policy: 'Never',
      },
      'sidecars-stopped - +2',
    ],
    [
      'sidecars end after the containers when the pod goes',
      {
        init: init({ ...ready, ...SIDECAR, lifecycle: { preStop: { sleep: { seconds: 3 } } } }),
        containers: [{ name: 'c', ...ready }],
        until: 90_000,
      },
      'pod-delete - +4',
    ],
  ])('%s', (_name, given, step) => {
    expect(next(given)).toBe(step)
  })
})

describe('durations', () => {
  const delay = (stage: Stage, what: string, value: string) => ({
    annotations: kwok(stage, what, value),
  })
  test.each<[string, Given, string]>([
    ['containers start in 1 s', {}, 'pod-ready c +1'],
    ['or as the annotation says', delay('pod-ready', 'delay', '2m'), 'pod-ready c +120'],
    ['until a time', delay('pod-ready', 'delay', toTimestamp(75_000)), 'pod-ready c +15'],
    ['a time that is over', delay('pod-ready', 'delay', toTimestamp(5_000)), 'pod-ready c +0'],
    ['nonsense does not count', delay('pod-ready', 'delay', 'soon'), 'pod-ready c +1'],
    [
      'a slow stop ends with the grace period',
      {
        containers: [{ name: 'c', ...ready }],
        until: 90_000,
        ...delay('pod-delete', 'delay', '5m'),
      },
      'pod-delete - +30',
    ],
    [
      'init containers share what KWOK has for all of them',
      {
        init: [
          { name: 'a', ...running },
          { name: 'b', ...fresh },
          { name: 's', ...fresh, ...SIDECAR },
        ],
        ...delay('pod-init-container-completed', 'delay', '5s'),
      },
      'pod-init-container-completed a +2.5',
    ],
  ])('%s', (_name, given, step) => {
    expect(next(given)).toBe(step)
  })

  test.each([
    [1, 0],
    [2, 10_000],
    [3, 20_000],
    [6, 160_000],
    [7, 300_000],
    [30, 300_000],
  ])('C5.1 failure %d in a row waits %d ms', (failures, expected) => {
    expect(backOff(failures)).toBe(expected)
  })

  const jitter = (least: string, most: string): Given => ({
    annotations: {
      ...kwok('pod-ready', 'delay', least),
      ...kwok('pod-ready', 'jitter-delay', most),
    },
  })
  test('C5 jitter draws between delay and jitter-delay, the same for the same pod', () => {
    const drawn = Number(next(jitter('10s', '20s'))?.split('+')[1])
    expect(drawn).toBeGreaterThan(10)
    expect(drawn).toBeLessThan(20)
    expect(next(jitter('10s', '20s'))).toBe(`pod-ready c +${drawn}`)
  })

  test('C5 a jitter-delay below the delay wins, as in KWOK', () => {
    expect(next(jitter('10s', '4s'))).toBe('pod-ready c +4')
  })
})
