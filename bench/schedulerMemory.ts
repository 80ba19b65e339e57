import type { KubernetesObject } from '../src/engine/api/objects.ts'
import type { Node, Pod, ReplicaSet } from '../src/engine/api/types.gen.ts'
import { kubernetesDefault } from '../src/engine/scheduler/policies/kubernetesDefault.ts'
import { createScheduler, type Scheduler } from '../src/engine/scheduler/scheduler.ts'
import type { Clock } from '../src/engine/sim/clock.ts'
import { createClock } from '../src/engine/sim/eventQueue.ts'
import { createRandom } from '../src/engine/sim/seededRandom.ts'
import { createStore } from '../src/engine/store/memoryStore.ts'
import type { Change, Store, Watcher } from '../src/engine/store/store.ts'
import { collectGarbage, type Row, rounded } from './row.ts'

/** Pods of one template. */
const REPLICAS = 500

/**
 * What the scheduler alone holds, in its picture of nodes and pods, its columns and its queue: what is free
 * after a full collection once nobody refers to it any more. Objects are the store's.
 */
export function schedulerMemoryRow(nodes: number, pods: number): Row {
  const bound = held(nodes, pods, true)
  return {
    name: 'SchedulerMemory',
    nodes,
    pods: bound.bound,
    megabytes: rounded(bound.bytes / 2 ** 20),
    bytesPerPod: rounded(bound.bytes / bound.bound),
    megabytesWhileAllWait: rounded(held(nodes, pods, false).bytes / 2 ** 20),
  }
}

/** @param runs false = the pods are created, and nobody has been decided about yet */
function held(nodes: number, pods: number, runs: boolean): { bytes: number; bound: number } {
  const clock = createClock()
  const random = createRandom(1)
  const store = createStore({ clock, random: random.fork('store') })
  let scheduler: Scheduler | undefined
  let watcher: Watcher | undefined
  let onTimer: Parameters<Clock['handle']>[1] | undefined
  // The scheduler knows the store and the clock through these two, which can forget it.
  const itsStore = instead<Store>(store, {
    watch(next, kinds, interest) {
      watcher = next as Watcher
      store.watch((change, slot) => watcher?.(change as Change, slot), kinds, interest)
    },
  })
  const itsClock = instead<Clock>(clock, {
    handle(owner: string, next: Parameters<Clock['handle']>[1]) {
      onTimer = next
      clock.handle(owner, (data) => onTimer?.(data))
    },
  })
  for (const object of objects(nodes, pods)) put(store, object)
  store.drain()
  const ctx = { store: itsStore, clock: itsClock, random, events: { record: () => undefined } }
  scheduler = createScheduler(ctx, kubernetesDefault)
  store.drain()
  while (runs && clock.step(Number.MAX_SAFE_INTEGER)) store.drain()
  const bound = store.list('Pod').filter(({ spec }) => spec?.nodeName).length
  const waiting = scheduler.pendingPods().length
  if (waiting !== (runs ? 0 : pods)) throw new Error(`${waiting} pods wait`)
  const before = heap()
  scheduler = undefined
  watcher = undefined
  onTimer = undefined
  ctx.store = store
  ctx.clock = clock
  return { bytes: before - heap(), bound }
}

/** The same object with a few members of its own. */
function instead<T extends object>(whole: T, own: Partial<T>): T {
  return new Proxy(whole, {
    get(_, key) {
      const from = Object.hasOwn(own, key) ? own : whole
      const member: unknown = Reflect.get(from, key)
      return typeof member === 'function' ? member.bind(from) : member
    },
  })
}

function put(store: Store, object: KubernetesObject): void {
  store.create(object.kind as 'Pod', object as Pod)
}

/** Equal machines in three zones, and pods of many ReplicaSets. */
function* objects(nodes: number, pods: number): Generator<KubernetesObject> {
  const resources = { cpu: '64', memory: '256Gi', pods: '110' }
  for (let index = 0; index < nodes; index++) {
    const name = `node-${index}`
    const labels = {
      'kubernetes.io/hostname': name,
      'topology.kubernetes.io/zone': `zone-${index % 3}`,
    }
    const status = { allocatable: resources, capacity: resources }
    yield { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: {}, status } as Node
  }
  for (let first = 0; first < pods; first += REPLICAS) {
    const name = `app-${first / REPLICAS}`
    const labels = { app: name }
    const requests = { cpu: `${100 + ((first / REPLICAS) % 12)}m`, memory: '500Mi' }
    const spec = {
      containers: [{ name: 'main', image: 'pause', resources: { requests } }],
    } as NonNullable<Pod['spec']>
    const selector = { matchLabels: labels }
    const template = { metadata: { labels }, spec }
    const owner = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name, namespace: 'default', uid: name },
      spec: { replicas: REPLICAS, selector, template },
    } as ReplicaSet
    yield owner
    const ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: name, controller: true },
    ]
    for (let index = first; index < Math.min(pods, first + REPLICAS); index++) {
      const metadata = { name: `${name}-${index}`, namespace: 'default', labels, ownerReferences }
      yield { apiVersion: 'v1', kind: 'Pod', metadata, spec, status: { phase: 'Pending' } } as Pod
    }
  }
}

/** Bytes on the heap and in typed arrays that something still needs. */
function heap(): number {
  // Typed arrays are only given back by the collection after the one that found them.
  for (let times = 0; times < 3; times++) collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
