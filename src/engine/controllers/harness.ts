import { admitPod } from '../api/admission.ts'
import { withDefaults } from '../api/defaults.ts'
import type { KindMap } from '../api/objects.ts'
import { findUntoleratedTaint } from '../api/tolerations.ts'
import type { Deployment, Job, Node, Pod, PodTemplateSpec } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { isActive, isReady, isTerminating } from '../rules/podStatus.ts'
import { createClock } from '../sim/eventQueue.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { keyOf, nameOf, splitKey } from '../store/identity.ts'
import { createStore } from '../store/memoryStore.ts'
import type { ControllerContext, ObjectReference } from './context.ts'
import { startControllerRefManager } from './controllerRefManager.ts'
import { startDeploymentController } from './deployment.ts'
import { startDisruptionController } from './disruption.ts'
import { startGarbageCollector } from './garbageCollector.ts'
import { startJobController } from './job.ts'
import { startKubelet } from './kubelet.ts'
import { startNodeLifecycleController } from './nodeLifecycle.ts'
import { startPodGarbageCollector } from './podGC.ts'
import { startReplicaSetController } from './replicaSet.ts'
import { startTaintEvictionController } from './taintEviction.ts'
import { startTtlAfterFinishedController } from './ttlAfterFinished.ts'

/*
 * For tests only: a cluster of controllers with power switches and a binder that puts every pod on
 * the node with the fewest pods. Text in, text out.
 */

export type TestCluster = ReturnType<typeof createTestCluster>

export function createTestCluster(seed = 1) {
  const clock = createClock()
  const random = createRandom(seed)
  const store = createStore({
    clock,
    random,
    admit: (kind, object, all) =>
      kind === 'Pod'
        ? (admitPod(object as Pod, all.list('PriorityClass')) as KindMap[typeof kind])
        : withDefaults(kind, object),
  })
  let log: string[] = []
  const events = {
    record: (_type: string, reason: string, { kind, name }: ObjectReference, message: string) => {
      log.push(`${seconds(clock.now)} ${kind.toLowerCase()}/${name} ${reason}: ${message}`)
    },
  }
  const ctx: ControllerContext = { store, clock, random, events }
  const powered = new Set<string>()
  const hasPower = (name: string) => powered.has(name)

  startControllerRefManager(ctx)
  startGarbageCollector(ctx)
  startDeploymentController(ctx)
  startReplicaSetController(ctx)
  startJobController(ctx)
  startTtlAfterFinishedController(ctx)
  startDisruptionController(ctx)
  startBinder(ctx)
  const kubelet = startKubelet({ ...ctx, clock }, hasPower)
  const nodeLifecycle = startNodeLifecycleController(ctx, hasPower)
  startTaintEvictionController(ctx)
  startPodGarbageCollector(ctx)

  /** Lets time pass, from now. */
  function run(duration: Millis): void {
    runUntil(clock.now + duration)
  }

  function runUntil(time: Millis): void {
    store.drain()
    while (clock.step(time)) store.drain()
  }

  return {
    ...ctx,
    store,
    run,
    runUntil,
    /** Runs until nothing will ever happen again; throws when that takes more than `limit`. */
    settle(limit: Millis = 86_400 * SECOND): void {
      runUntil(clock.now)
      const end = clock.now + limit
      while (clock.nextAt !== undefined) {
        if (clock.nextAt > end) throw new Error(`not quiet by ${seconds(end)}`)
        runUntil(clock.nextAt)
      }
    },
    addNode(name: string, node: Partial<Node> = {}): void {
      powered.add(name)
      store.create('Node', { ...node, metadata: { name, ...node.metadata } })
    },
    /** The cloud takes the machine away, and its Node object with it. */
    removeNode(name: string): void {
      powered.delete(name)
      store.remove('Node', '', name)
    },
    powerOff(name: string): void {
      powered.delete(name)
      kubelet.powerLost(name)
      nodeLifecycle.powerLost(name)
    },
    powerOn(name: string): void {
      powered.add(name)
      kubelet.powerRestored(name)
      nodeLifecycle.powerRestored(name)
    },
    hasPower,
    deploy(name: string, replicas: number, spec: Partial<Deployment['spec']> = {}): void {
      store.create('Deployment', {
        metadata: { name, namespace: 'default' },
        spec: {
          selector: { matchLabels: { app: name } },
          replicas,
          template: template(name),
          ...spec,
        },
      })
    },
    scale(name: string, replicas: number): void {
      const deployment = store.get('Deployment', 'default', name)!
      store.update('Deployment', { ...deployment, spec: { ...deployment.spec!, replicas } })
    },
    /** Gives the Deployment's pods another image. */
    upgrade(name: string, image: string): void {
      const deployment = store.get('Deployment', 'default', name)!
      const spec = { ...deployment.spec!, template: template(name, { image }) }
      store.update('Deployment', withDefaults('Deployment', { ...deployment, spec }))
    },
    startJob(name: string, spec: Partial<Job['spec']> = {}): void {
      store.create('Job', {
        metadata: { name, namespace: 'default' },
        spec: { template: template(name, { restartPolicy: 'Never' }), ...spec },
      })
    },
    /** Events since the last call, one a line. */
    takeEvents(keep: RegExp = /./): string {
      const taken = log.filter((line) => keep.test(line))
      log = []
      return `\n${taken.join('\n')}\n`
    },
    /** Every pod in one line, in order of creation. */
    pods(): string {
      return `\n${store.list('Pod').map(line).join('\n')}\n`
    },
  }
}

export function template(
  app: string,
  { image = `${app}:1`, restartPolicy = 'Always', annotations = {} } = {},
): PodTemplateSpec {
  return {
    metadata: { labels: { app }, annotations },
    spec: { restartPolicy, containers: [{ name: app, image }] },
  }
}

function startBinder({ store, clock, events }: ControllerContext): void {
  const waiting = new Set<string>()
  const queue = createWorkQueue(clock, 'binder', bind)
  store.watch((change) => {
    if (change.kind === 'Node') for (const key of waiting) queue.add(key)
    if (change.kind !== 'Pod') return
    const key = keyOf(change.object)
    if (change.type === 'DELETED') {
      waiting.delete(key)
      for (const other of waiting) queue.add(other)
    } else if (!change.object.spec?.nodeName) queue.add(key)
  })

  function bind(key: string): void {
    const { namespace, name } = splitKey(key)
    const pod = store.get('Pod', namespace, name)
    waiting.delete(key)
    if (!pod || pod.spec?.nodeName || !isActive(pod)) return
    const load = (node: Node) => store.podsOnNode(nameOf(node)).length
    const best = store
      .list('Node')
      .filter((node) => !findUntoleratedTaint(node.spec?.taints, pod.spec?.tolerations, HARD))
      .filter((node) => load(node) < Number(node.status?.allocatable?.pods))
      .sort((a, b) => load(a) - load(b))[0]
    if (!best) {
      waiting.add(key)
      return
    }
    store.update('Pod', { ...pod, spec: { ...pod.spec!, nodeName: nameOf(best) } })
    const message = `Successfully assigned ${key} to ${nameOf(best)}`
    events.record('Normal', 'Scheduled', { kind: 'Pod', namespace, name }, message)
  }
}

const HARD = ['NoSchedule', 'NoExecute']

function line(pod: Pod): string {
  const restarts = Math.max(
    0,
    ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount),
  )
  return [
    nameOf(pod),
    isTerminating(pod) ? 'Terminating' : pod.status?.phase,
    isReady(pod) ? 'ready' : 'not ready',
    pod.spec?.nodeName ?? 'nowhere',
    pod.status?.podIP ?? 'no address',
    restarts > 0 ? `${restarts} restarts` : '',
  ]
    .join(' ')
    .trim()
}

function seconds(time: Millis): string {
  return `${(time / SECOND).toFixed(1)}s`
}
