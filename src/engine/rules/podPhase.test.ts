import { describe, expect, test } from 'vitest'
import type { ContainerStatus, Pod } from '../api/types.gen.ts'
import { phaseOf, settled } from './podPhase.ts'
import { findCondition } from './podStatus.ts'

type Given = Omit<ContainerStatus, 'name' | 'image' | 'imageID' | 'restartCount'>
const status = (name: string, given: Given): ContainerStatus => ({
  name,
  image: '',
  imageID: '',
  restartCount: 0,
  ...given,
})
const waiting: Given = { ready: false, state: { waiting: {} } }
const running: Given = { ready: true, started: true, state: { running: {} } }
const starting: Given = { ready: false, started: false, state: { running: {} } }
const ended = (exitCode: number): Given => ({
  ready: false,
  state: { terminated: { exitCode } },
})
const succeeded = ended(0)
const failed = ended(1)
const done: Given = { ...succeeded, ready: true }
const crashing: Given = {
  ready: false,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { exitCode: 1 } },
}

function pod(
  restartPolicy: string,
  own: readonly Given[],
  init: readonly Given[] = [],
  sidecars = init.length,
): Pod {
  const name = (kind: string) => (_each: unknown, place: number) => ({
    name: `${kind}${place + 1}`,
  })
  return {
    spec: {
      restartPolicy,
      containers: own.map(name('own')),
      initContainers: init.map((each, place) => ({
        ...name('init')(each, place),
        ...(place < sidecars && { restartPolicy: 'Always' }),
      })),
    },
    status: {
      containerStatuses: own.map((each, place) => status(`own${place + 1}`, each)),
      initContainerStatuses: init.map((each, place) => status(`init${place + 1}`, each)),
    },
  }
}

/* The names of upstream's cases (pkg/kubelet/kubelet_pods_test.go, TestPodPhaseWith...). */
describe('C5.11 the phase of a pod', () => {
  test.each<[string, Pod, string]>([
    ['waiting', pod('Always', [waiting, waiting]), 'Pending'],
    ['all running', pod('Always', [running, running]), 'Running'],
    ['all stopped with restart always', pod('Always', [crashing, crashing]), 'Running'],
    ['mixed state #1 with restart always', pod('Always', [running, crashing]), 'Running'],
    ['mixed state #3 with restart always', pod('Always', [running, waiting]), 'Pending'],
    ['all running with restart never', pod('Never', [running, running]), 'Running'],
    ['all succeeded with restart never', pod('Never', [succeeded, succeeded]), 'Succeeded'],
    ['all failed with restart never', pod('Never', [failed, failed]), 'Failed'],
    ['mixed state #1 with restart never', pod('Never', [running, succeeded]), 'Running'],
    ['mixed state #2 with restart never', pod('Never', [failed, succeeded]), 'Failed'],
    ['one failed, one running with restart never', pod('Never', [failed, running]), 'Running'],
    ['all succeeded with restart onfailure', pod('OnFailure', [succeeded, succeeded]), 'Succeeded'],
    [
      'backoff crashloop container with restart onfailure',
      pod('OnFailure', [succeeded, crashing]),
      'Running',
    ],
  ])('%s', (_name, given, phase) => {
    expect(phaseOf(given)).toBe(phase)
  })

  test.each<[string, Pod, string]>([
    ['init waiting', pod('Always', [waiting], [waiting], 0), 'Pending'],
    ['init running', pod('Always', [waiting], [starting], 0), 'Pending'],
    ['init failed with restart never', pod('Never', [waiting], [failed], 0), 'Failed'],
    ['init failed, a sidecar runs still', pod('Never', [waiting], [running, failed], 1), 'Pending'],
    ['init crashing', pod('Always', [waiting], [crashing], 0), 'Pending'],
    ['init done, all running', pod('Always', [running], [done], 0), 'Running'],
    ['sidecar not started yet', pod('Always', [waiting], [starting]), 'Pending'],
    ['sidecar running', pod('Always', [running], [running]), 'Running'],
    ['sidecar restarting', pod('Always', [running], [crashing]), 'Running'],
    ['all succeeded, sidecar running', pod('Never', [succeeded], [running]), 'Running'],
    [
      'all succeeded, sidecar ended with a failure',
      pod('Never', [succeeded], [failed]),
      'Succeeded',
    ],
    ['all failed, sidecar ended well', pod('Never', [failed], [succeeded]), 'Failed'],
  ])('%s', (_name, given, phase) => {
    expect(phaseOf(given)).toBe(phase)
  })
})

describe('C5.11 the conditions of a pod', () => {
  const after = ({ spec, status: now }: Pod) =>
    settled(spec, now, now?.containerStatuses, now?.initContainerStatuses, 0)
  const told = (given: Pod, type: string) => {
    const found = findCondition(after(given).conditions, type)!
    return [found.status, found.reason, found.message].filter((part) => part).join(' ')
  }
  test.each<[string, Pod, string]>([
    ['everybody is ready', pod('Always', [running, running]), 'True'],
    [
      'one is not',
      pod('Always', [running, starting]),
      'False ContainersNotReady containers with unready status: [own2]',
    ],
    [
      'a sidecar counts, and comes first',
      pod('Always', [starting], [starting]),
      'False ContainersNotReady containers with unready status: [init1 own1]',
    ],
    ['what has succeeded', pod('Never', [succeeded]), 'False PodCompleted'],
    ['what has failed', pod('Never', [failed, succeeded]), 'False PodFailed'],
  ])('Ready: %s', (_name, given, condition) => {
    expect(told(given, 'Ready')).toBe(condition)
    expect(told(given, 'ContainersReady')).toBe(condition)
  })

  test.each<[string, Pod, string]>([
    [
      'not all are done',
      pod('Always', [waiting], [running, starting]),
      'False ContainersNotInitialized containers with incomplete status: [init2]',
    ],
    ['sidecars have started', pod('Always', [waiting], [running, running]), 'True'],
    ['init containers are done', pod('Always', [waiting], [done], 0), 'True'],
    ['a sidecar that restarts later changes nothing', pod('Always', [running], [crashing]), 'True'],
    ['all is over', pod('Never', [succeeded], [succeeded]), 'True PodCompleted'],
  ])('Initialized: %s', (_name, given, condition) => {
    expect(told(given, 'Initialized')).toBe(condition)
  })
})
