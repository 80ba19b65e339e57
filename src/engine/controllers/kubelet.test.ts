import { expect, test } from 'vitest'
import type { Pod, PodSpec } from '../api/types.gen.ts'
import { MINUTE, SECOND } from '../api/units.ts'
import { deletePod } from '../store/deletePod.ts'
import { createTestCluster, type TestCluster } from './harness.ts'

/** A cluster with one node, and the history of the bare pod `p` on it, a line per change. */
function lifeOf(spec: Partial<PodSpec> = {}, annotations: Readonly<Record<string, string>> = {}) {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.settle()
  cluster.takeEvents()
  const history: string[] = []
  cluster.store.watch((change) => {
    if (change.kind !== 'Pod') return
    const at = cluster.clock.now / SECOND
    history.push(`${at}s ${change.type === 'DELETED' ? 'gone' : describe(change.object)}`)
  })
  cluster.store.create('Pod', {
    metadata: { name: 'p', namespace: 'default', annotations },
    spec: { containers: [{ name: 'c', image: 'c:1' }], ...spec },
    status: { phase: 'Pending' },
  })
  return { cluster, story: () => `\n${history.splice(0).join('\n')}\n` }
}

function describe({ metadata, spec, status }: Pod): string {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  const containers = all.map(({ name, state, restartCount }) => {
    const what = state?.running
      ? 'running'
      : (state?.waiting?.reason ?? `${state?.terminated?.reason} ${state?.terminated?.exitCode}`)
    return `${name}: ${what}${restartCount > 0 ? ` (${restartCount})` : ''}`
  })
  const conditions = (status?.conditions ?? [])
    .filter((condition) => condition.status === 'True')
    .map(({ type }) => type)
  return [
    status?.phase,
    spec?.nodeName ? '' : 'unbound',
    metadata?.deletionTimestamp ? 'terminating' : '',
    `[${containers.join(', ')}]`,
    conditions.join(' '),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

const kwok = (stage: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${stage}.stage.kwok.x-k8s.io/${key}`, value]),
  )

function remove({ store, clock }: TestCluster, gracePeriodSeconds?: number): void {
  deletePod(store, clock, 'default', 'p', { gracePeriodSeconds })
}

test('C5 a pod is created, runs, and ends gracefully', () => {
  const { cluster, story } = lifeOf()
  cluster.settle()
  remove(cluster)
  cluster.settle()
  expect(story()).toMatchInlineSnapshot(`
    "
    0s Pending unbound []
    0s Pending []
    0s Pending [c: ContainerCreating] PodReadyToStartContainers Initialized
    1s Running [c: running] PodReadyToStartContainers Initialized Ready ContainersReady
    1s Running terminating [c: running] PodReadyToStartContainers Initialized Ready ContainersReady
    2s gone
    "
  `)
  expect(cluster.takeEvents()).toMatchInlineSnapshot(`
    "
    0.0s pod/p Scheduled: Successfully assigned default/p to n1
    1.0s pod/p Pulled: Container image "c:1" already present on machine and can be accessed by the pod
    1.0s pod/p Created: Container created
    1.0s pod/p Started: Container started
    1.0s pod/p Killing: Stopping container c
    "
  `)
})

test('C5 init containers first, sidecars stay, the readiness probe has its say', () => {
  const { cluster, story } = lifeOf({
    initContainers: [{ name: 'setup' }, { name: 'proxy', restartPolicy: 'Always' }],
    containers: [{ name: 'c', readinessProbe: { initialDelaySeconds: 5 } }],
  })
  cluster.settle()
  expect(story()).toMatchInlineSnapshot(`
    "
    0s Pending unbound []
    0s Pending []
    0s Pending [setup: PodInitializing, proxy: PodInitializing, c: PodInitializing] PodReadyToStartContainers
    0s Pending [setup: running, proxy: PodInitializing, c: PodInitializing] PodReadyToStartContainers
    1s Pending [setup: Completed 0, proxy: PodInitializing, c: PodInitializing] PodReadyToStartContainers
    1s Pending [setup: Completed 0, proxy: running, c: PodInitializing] PodReadyToStartContainers Initialized
    2s Running [setup: Completed 0, proxy: running, c: running] PodReadyToStartContainers Initialized
    7s Running [setup: Completed 0, proxy: running, c: running] PodReadyToStartContainers Initialized Ready ContainersReady
    "
  `)
})

test('C5 KWOK annotations say how long things take', () => {
  const { cluster, story } = lifeOf(
    { restartPolicy: 'Never' },
    {
      ...kwok('pod-create', { delay: '2s' }),
      ...kwok('pod-ready', { delay: '3s' }),
      ...kwok('pod-complete', { delay: '1m' }),
    },
  )
  cluster.settle()
  expect(story()).toMatchInlineSnapshot(`
    "
    0s Pending unbound []
    0s Pending []
    2s Pending [c: ContainerCreating] PodReadyToStartContainers Initialized
    5s Running [c: running] PodReadyToStartContainers Initialized Ready ContainersReady
    65s Succeeded [c: Completed 0] PodReadyToStartContainers Initialized
    "
  `)
})

test('C5 a container that keeps failing is restarted ever later', () => {
  const { cluster, story } = lifeOf(
    {},
    kwok('pod-container-failed', { name: 'c', 'exit-code': '3' }),
  )
  cluster.run(MINUTE)
  expect(story()).toMatchInlineSnapshot(`
    "
    0s Pending unbound []
    0s Pending []
    0s Pending [c: ContainerCreating] PodReadyToStartContainers Initialized
    1s Running [c: running] PodReadyToStartContainers Initialized Ready ContainersReady
    3s Running [c: CrashLoopBackOff] PodReadyToStartContainers Initialized
    3s Running [c: running (1)] PodReadyToStartContainers Initialized Ready ContainersReady
    5s Running [c: CrashLoopBackOff (1)] PodReadyToStartContainers Initialized
    15s Running [c: running (2)] PodReadyToStartContainers Initialized Ready ContainersReady
    17s Running [c: CrashLoopBackOff (2)] PodReadyToStartContainers Initialized
    37s Running [c: running (3)] PodReadyToStartContainers Initialized Ready ContainersReady
    39s Running [c: CrashLoopBackOff (3)] PodReadyToStartContainers Initialized
    "
  `)
  expect(cluster.takeEvents(/BackOff/)).toMatchInlineSnapshot(`
    "
    5.0s pod/p BackOff: Back-off restarting failed container c in pod p_default(a1cfbd9a-98ba-486e-9275-b57f7420a6aa)
    17.0s pod/p BackOff: Back-off restarting failed container c in pod p_default(a1cfbd9a-98ba-486e-9275-b57f7420a6aa)
    39.0s pod/p BackOff: Back-off restarting failed container c in pod p_default(a1cfbd9a-98ba-486e-9275-b57f7420a6aa)
    "
  `)
})

test('C5 a stop takes what it takes, but not longer than the grace period', () => {
  const slow = kwok('pod-delete', { delay: '5m' })
  const { cluster, story } = lifeOf({ terminationGracePeriodSeconds: 60 }, slow)
  cluster.settle()
  story()
  remove(cluster)
  cluster.run(10 * SECOND)
  remove(cluster, 20)
  cluster.settle()
  expect(story()).toMatchInlineSnapshot(`
    "
    1s Running terminating [c: running] PodReadyToStartContainers Initialized Ready ContainersReady
    11s Running terminating [c: running] PodReadyToStartContainers Initialized Ready ContainersReady
    21s gone
    "
  `)
  expect(
    cluster
      .takeEvents(/Killing/)
      .trim()
      .split('\n'),
  ).toHaveLength(1)
})

test('C5 a pod that is deleted before it runs goes at once, without being killed', () => {
  const { cluster, story } = lifeOf({}, kwok('pod-ready', { delay: '1m' }))
  cluster.run(5 * SECOND)
  remove(cluster)
  cluster.settle()
  expect(story()).toMatchInlineSnapshot(`
    "
    0s Pending unbound []
    0s Pending []
    0s Pending [c: ContainerCreating] PodReadyToStartContainers Initialized
    5s Pending terminating [c: ContainerCreating] PodReadyToStartContainers Initialized
    5s gone
    "
  `)
  expect(cluster.takeEvents(/Killing/)).toBe('\n\n')
})

test('C10 without power nothing happens; afterwards what had not finished starts anew', () => {
  const { cluster, story } = lifeOf()
  cluster.run(500)
  cluster.powerOff('n1')
  cluster.run(10 * SECOND)
  cluster.powerOn('n1')
  cluster.settle()
  expect(story()).toMatchInlineSnapshot(`
    "
    0s Pending unbound []
    0s Pending []
    0s Pending [c: ContainerCreating] PodReadyToStartContainers Initialized
    11.5s Running [c: running] PodReadyToStartContainers Initialized Ready ContainersReady
    "
  `)
})

test('C10 a pod that may never restart is lost when its machine goes down', () => {
  const { cluster, story } = lifeOf({ restartPolicy: 'Never' })
  cluster.settle()
  story()
  cluster.powerOff('n1')
  cluster.run(10 * SECOND)
  cluster.powerOn('n1')
  cluster.settle()
  expect(story()).toMatchInlineSnapshot(`
    "
    11s Failed [c: ContainerStatusUnknown 255] PodReadyToStartContainers Initialized
    "
  `)
})

test('C4 a new pod of the same name is another pod', () => {
  const { cluster, story } = lifeOf({}, kwok('pod-ready', { delay: '10s' }))
  cluster.run(5 * SECOND)
  const { metadata, spec } = cluster.store.get('Pod', 'default', 'p')!
  remove(cluster, 0)
  cluster.store.create('Pod', {
    metadata: { name: 'p', namespace: 'default', annotations: metadata?.annotations },
    spec: { containers: spec!.containers },
    status: { phase: 'Pending' },
  })
  cluster.settle()
  expect(story()).toMatchInlineSnapshot(`
    "
    0s Pending unbound []
    0s Pending []
    0s Pending [c: ContainerCreating] PodReadyToStartContainers Initialized
    5s gone
    5s Pending unbound []
    5s Pending []
    5s Pending [c: ContainerCreating] PodReadyToStartContainers Initialized
    15s Running [c: running] PodReadyToStartContainers Initialized Ready ContainersReady
    "
  `)
})

test('C6 a node that came without a status is reported ready by its kubelet', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  const unknown = { type: 'Ready', status: 'Unknown' }
  cluster.addNode('n2', { status: { conditions: [unknown] } })
  cluster.settle()
  const conditions = (name: string) =>
    cluster.store
      .get('Node', '', name)
      ?.status?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason ?? ''}`)
  expect(conditions('n1')).toEqual([
    'MemoryPressure=False KubeletHasSufficientMemory',
    'DiskPressure=False KubeletHasNoDiskPressure',
    'PIDPressure=False KubeletHasSufficientPID',
    'Ready=True KubeletReady',
  ])
  expect(conditions('n2')).toEqual(['Ready=Unknown '])
})
