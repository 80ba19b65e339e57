import type { Node, Pod, Taint } from '../../api/types.gen.ts'
import type { Millis } from '../../api/units.ts'
import type { ObjectReference } from '../../controllers/context.ts'
import { createClock } from '../../sim/eventQueue.ts'
import { createRandom } from '../../sim/seededRandom.ts'
import { createStore } from '../../store/memoryStore.ts'
import type { Attempt } from '../attempt.ts'
import type { SchedulerPolicy } from '../policy.ts'
import { createScheduler } from '../scheduler.ts'

interface RecordedEvent {
  readonly at: Millis
  readonly type: string
  readonly reason: string
  readonly object: ObjectReference
  readonly message: string
}

/** A store, a clock and a scheduler, and nothing else: what a scheduler test needs of a cluster. */
export function testCluster(policy: SchedulerPolicy, seed = 1) {
  const clock = createClock()
  const random = createRandom(seed)
  const store = createStore({ clock, random: random.fork('store') })
  const events: RecordedEvent[] = []
  const attempts: Attempt[] = []
  const scheduler = createScheduler(
    {
      store,
      clock,
      random,
      events: {
        record: (type, reason, object, message) =>
          events.push({ at: clock.now, type, reason, object, message }),
      },
    },
    policy,
  )
  scheduler.onAttempt((attempt, whole) => attempts.push(whole?.() ?? attempt))

  /** Lets everything happen that is due until `limit`; returns false when more is due later. */
  function run(limit: Millis = clock.now): boolean {
    store.drain()
    while (clock.step(limit)) store.drain()
    return clock.nextAt === undefined
  }

  return {
    clock,
    store,
    events,
    attempts,
    scheduler,
    run,
    addNode: (node: Node) => store.create('Node', node),
    addPod: (pod: Pod) => store.create('Pod', pod),
    updatePod(name: string, change: (pod: Pod) => Pod) {
      store.update('Pod', change(store.get('Pod', 'default', name)!))
    },
    updateNode(name: string, change: (node: Node) => Node) {
      store.update('Node', change(store.get('Node', '', name)!))
    },
    removePod: (name: string) => store.remove('Pod', 'default', name),
    nodeOf: (name: string) => store.get('Pod', 'default', name)?.spec?.nodeName,
    attemptsOf: (uid: string) => attempts.filter((attempt) => attempt.uid === uid),
    messages: (reason: string) =>
      events.filter((event) => event.reason === reason).map((event) => event.message),
    /** Every pod's node in order of creation; '' = not bound. */
    placement: () => store.list('Pod').map((pod) => pod.spec?.nodeName ?? ''),
  }
}

export interface NodeOptions {
  readonly cpu?: string
  readonly memory?: string
  readonly pods?: string
  readonly more?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly Taint[]
  readonly unschedulable?: boolean
}

/** A node of 8 vCPU and 32 GiB unless the options say otherwise. */
export function testNode(name: string, options: NodeOptions = {}): Node {
  const { cpu = '8', memory = '32Gi', pods = '110', more, labels, taints, unschedulable } = options
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    spec: { taints, unschedulable },
    status: { allocatable: { cpu, memory, pods, ...more } },
  }
}

/** A pod with one container that asks for this; `spec` is added to the pod's spec. */
export function testPod(
  name: string,
  requests: Readonly<Record<string, string>> = {},
  spec: Partial<NonNullable<Pod['spec']>> = {},
  labels?: Readonly<Record<string, string>>,
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels },
    spec: {
      containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.10', resources: { requests } }],
      ...spec,
    },
    status: { phase: 'Pending' },
  }
}
