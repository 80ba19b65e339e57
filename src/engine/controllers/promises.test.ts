import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Command } from '../protocol.ts'
import { isProtected } from '../rules/disruption.ts'
import { findCondition, isReady, isTerminating } from '../rules/podStatus.ts'
import { nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import { play } from '../testing/play.ts'

/*
 * What is promised at every moment of whatever happens, not only when things are quiet again: no pod stays
 * bound to a node that is gone for longer than garbage collection takes, nothing makes a bare pod anew, a
 * drain violates no budget, and nothing gets lost.
 */

const template = (app: string, more = '') => `
  template:
    metadata: { labels: { app: ${app} } }
    spec:
      terminationGracePeriodSeconds: 10
      containers: [{ name: ${app}, image: "${app}:1", resources: { requests: { cpu: 1 } } }]
${more}`
const CLUSTER = [
  `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 5
  selector: { matchLabels: { app: web } }${template('web')}
`,
  `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  serviceName: db
  selector: { matchLabels: { app: db } }${template('db')}
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], storageClassName: fast, resources: { requests: { storage: 1Gi } } }
`,
  `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: disk.example.com
volumeBindingMode: WaitForFirstConsumer
`,
  ...['web', 'db'].map(
    (app) => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${app} }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: ${app} } } }
`,
  ),
  `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`,
  `
apiVersion: v1
kind: Pod
metadata: { name: bare }
spec: { containers: [{ name: bare, image: bare }] }
`,
].join('---')

const machine = fc.integer({ min: 1, max: 6 })
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constantFrom('drain' as const, 'drain' as const, 'cordon' as const),
    machine,
  }),
  fc.record({
    type: fc.constantFrom(
      'uncordon' as const,
      'uncordon' as const,
      'pullPlug' as const,
      'plugIn' as const,
      'plugIn' as const,
      'terminate' as const,
    ),
    machine,
  }),
  fc.constant<Command>({ type: 'addMachine' }),
  fc.boolean().map((up): Command => ({ type: 'controlPlane', up })),
)

/** Rounds of the pod garbage collector are 20 s apart, and a node is missing for 40 s before it believes it. */
const COLLECTED = 60_000
/** ms between two looks. */
const LOOK = 5_000

type World = ReturnType<typeof play>

/** Follows a world and says what was broken. */
function watchOver({ store, run }: World) {
  const broken: string[] = []
  const bare = uidOf(store.get('Pod', 'default', 'bare')!)
  /** Since when pods are bound to a node that is missing, by uid. */
  const astray = new Map<string, number>()
  let evictions = 0

  store.watch((change) => {
    if (change.kind !== 'Pod' || change.type !== 'MODIFIED' || !change.previous) return
    const { object, previous } = change
    if (!isTerminating(object) || isTerminating(previous)) return
    const why = findCondition(object.status?.conditions, 'DisruptionTarget')
    if (why?.reason !== 'EvictionByEvictionAPI') return
    evictions += 1
    if (!isReady(previous)) return
    for (const budget of store.list('PodDisruptionBudget', namespaceOf(object))) {
      if (!isProtected(budget, object)) continue
      const healthy = store
        .list('Pod', namespaceOf(object))
        .filter((pod) => isProtected(budget, pod) && isReady(pod) && !isTerminating(pod)).length
      if (healthy < (budget.status?.desiredHealthy ?? 0)) {
        broken.push(`${run.now}: ${nameOf(object)} was evicted, ${healthy} are healthy`)
      }
    }
  })

  return {
    broken,
    evictions: () => evictions,
    look() {
      const nodes = new Set(store.list('Node').map(nameOf))
      const up = !run.clusters[0]!.controlPlane.down
      const lost = store
        .list('Pod')
        .filter(({ spec }) => spec?.nodeName !== undefined && !nodes.has(spec.nodeName))
        .map(uidOf)
      for (const uid of astray.keys()) if (!lost.includes(uid) || !up) astray.delete(uid)
      for (const uid of up ? lost : []) {
        const since = astray.get(uid) ?? run.now
        astray.set(uid, since)
        if (run.now - since > COLLECTED) broken.push(`${run.now}: ${uid} is on a missing node`)
      }
      for (const pod of store.list('Pod')) {
        if (nameOf(pod).startsWith('bare') && uidOf(pod) !== bare) broken.push('bare came again')
      }
    },
  }
}

/** Objects that no command of these scripts takes away. */
function lasting({ store }: World): string[] {
  const kinds = [
    'Deployment',
    'ReplicaSet',
    'StatefulSet',
    'PodDisruptionBudget',
    'Service',
    'PersistentVolumeClaim',
    'PersistentVolume',
    'StorageClass',
  ] as const
  return kinds.flatMap((kind) => store.list(kind).map((one) => `${kind} ${uidOf(one)}`))
}

function live(steps: readonly (readonly [number, Command])[]): {
  readonly world: World
  readonly broken: readonly string[]
  readonly evictions: number
} {
  const world = play(CLUSTER, { machines: 4, maxMachines: 6 })
  world.wait(60)
  const before = lasting(world)
  const guard = watchOver(world)
  const pass = (seconds: number) => {
    for (let left = seconds * 1_000; left > 0; left -= LOOK) {
      world.wait(Math.min(LOOK, left) / 1_000)
      guard.look()
    }
  }
  for (const [seconds, given] of steps) {
    pass(seconds)
    world.ask(given)
  }
  world.ask({ type: 'controlPlane', up: true })
  pass(900)
  const after = new Set(lasting(world))
  const gone = before.filter((one) => !after.has(one))
  return { world, broken: [...guard.broken, ...gone], evictions: guard.evictions() }
}

const scripts = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), command), {
  minLength: 3,
  maxLength: 12,
})

describe('C4 C10 C12 C13 D1 at every moment of any script', () => {
  test('what is promised holds', () => {
    let evictions = 0
    fc.assert(
      fc.property(scripts, (steps) => {
        const lived = live(steps)
        evictions += lived.evictions
        expect(lived.broken).toEqual([])
      }),
      { seed: 21, numRuns: 60 },
    )
    // The scripts do put it to the test.
    expect(evictions).toBeGreaterThan(50)
  }, 120_000)

  test('the claims and volumes of a database are those that it began with', () => {
    const { world } = live([
      [0, { type: 'terminate', machine: 1 }],
      [30, { type: 'terminate', machine: 2 }],
      [200, { type: 'drain', machine: 3 }],
    ])
    const claims = world.store.list('PersistentVolumeClaim')
    expect(claims.map(nameOf).sort()).toEqual(['data-db-0', 'data-db-1', 'data-db-2'])
    expect(new Set(claims.map(({ spec }) => spec?.volumeName)).size).toBe(3)
    expect(world.store.list('PersistentVolume')).toHaveLength(3)
  })
})
