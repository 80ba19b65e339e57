import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SECOND } from '../api/units.ts'
import { outcomeOf } from '../rules/jobProgress.ts'
import { noExecuteKey, troubleKey } from '../rules/nodeTaints.ts'
import { isActive, isReady, isTerminating } from '../rules/podStatus.ts'
import { deletePod } from '../store/deletePod.ts'
import { controllerOf, keyOf, nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import { createTestCluster, type TestCluster } from './harness.ts'

/*
 * Whatever happens to a cluster, when nothing more will happen by itself, everything that can be
 * as it was asked for is so.
 */

const app = fc.constantFrom('web', 'api')
const node = fc.constantFrom('n1', 'n2', 'n3')
const count = fc.integer({ min: 0, max: 5 })

const command = fc.oneof(
  fc.record({ do: fc.constant('scale' as const), app, count }),
  fc.record({ do: fc.constant('upgrade' as const), app, count }),
  fc.record({ do: fc.constant('drop' as const), app }),
  fc.record({ do: fc.constant('job' as const), count }),
  fc.record({ do: fc.constant('deletePod' as const), count, force: fc.boolean() }),
  fc.record({ do: fc.constant('switch' as const), node }),
  fc.record({ do: fc.constant('cordon' as const), node }),
  fc.record({ do: fc.constant('node' as const), node }),
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

const run = fc.array(
  fc.record({ command, wait: fc.constantFrom(0, 300, 1_000, 7_000, 60_000, 400_000) }),
  { minLength: 1, maxLength: 25 },
)

function play(steps: readonly { readonly command: Command; readonly wait: number }[]): TestCluster {
  const cluster = createTestCluster()
  for (const name of ['n1', 'n2', 'n3']) cluster.addNode(name, node110())
  cluster.deploy('web', 2)
  for (const { command, wait } of steps) {
    carryOut(cluster, command)
    cluster.run(wait)
  }
  cluster.settle(100_000 * SECOND)
  return cluster
}

/** Small enough that pods sometimes have to wait. */
const node110 = () => ({ status: { allocatable: { pods: '4' } } })

function carryOut(cluster: TestCluster, command: Command): void {
  const { store, clock } = cluster
  switch (command.do) {
    case 'scale':
      if (store.get('Deployment', 'default', command.app)) cluster.scale(command.app, command.count)
      else cluster.deploy(command.app, command.count)
      return
    case 'upgrade':
      if (!store.get('Deployment', 'default', command.app)) return
      cluster.upgrade(command.app, `${command.app}:${command.count}`)
      return
    case 'drop':
      if (!store.get('Deployment', 'default', command.app)) return
      store.remove('Deployment', 'default', command.app)
      return
    case 'job': {
      const name = `job-${store.list('Job').length}`
      cluster.startJob(name, { parallelism: 2, completions: command.count })
      return
    }
    case 'deletePod': {
      const pod = store.list('Pod')[command.count]
      if (!pod) return
      const options = command.force ? { gracePeriodSeconds: 0 } : {}
      deletePod(store, clock, namespaceOf(pod), nameOf(pod), options)
      return
    }
    case 'switch':
      if (!store.get('Node', '', command.node)) return
      if (cluster.hasPower(command.node)) cluster.powerOff(command.node)
      else cluster.powerOn(command.node)
      return
    case 'cordon': {
      const found = store.get('Node', '', command.node)
      if (!found) return
      const unschedulable = !found.spec?.unschedulable
      store.update('Node', { ...found, spec: { ...found.spec, unschedulable } })
      return
    }
    case 'node':
      if (store.get('Node', '', command.node)) cluster.removeNode(command.node)
      else cluster.addNode(command.node, node110())
  }
}

function expectPeace(cluster: TestCluster): void {
  const { store, clock, hasPower } = cluster
  expect([clock.nextAt, store.pending]).toEqual([undefined, false])

  for (const set of store.list('ReplicaSet')) {
    const pods = store.ownedBy('Pod', uidOf(set))
    const active = pods.filter(isActive)
    expect(active).toHaveLength(set.spec!.replicas!)
    expect(set.status).toMatchObject({
      replicas: active.length,
      readyReplicas: active.filter(isReady).length,
      terminatingReplicas: pods.filter(isTerminating).length,
    })
    expect(store.get('Deployment', 'default', controllerOf(set)!.name)).toBeDefined()
  }

  for (const pod of store.list('Pod')) {
    const owner = controllerOf(pod)!
    const owned = store.get(owner.kind as 'Job', 'default', owner.name)?.metadata?.uid === owner.uid
    // On a dead machine a pod may outlive what it belonged to, but only to be removed.
    expect([keyOf(pod), owned || isTerminating(pod)]).toEqual([keyOf(pod), true])
    const nodeName = pod.spec?.nodeName
    if (nodeName === undefined) continue
    const where = `${keyOf(pod)} on ${nodeName}`
    expect([where, store.get('Node', '', nodeName)]).not.toEqual([where, undefined])
    if (!hasPower(nodeName)) continue
    expect([where, isTerminating(pod)]).toEqual([where, false])
    if (!outcomeOf(pod)) expect([where, isReady(pod)]).toEqual([where, true])
  }

  for (const deployment of store.list('Deployment')) {
    const sets = store.ownedBy('ReplicaSet', uidOf(deployment))
    const active = sets.flatMap((set) => store.ownedBy('Pod', uidOf(set)).filter(isActive))
    const { replicas, status } = { ...deployment.spec, status: deployment.status }
    const expected = { replicas, updatedReplicas: replicas, availableReplicas: replicas }
    if (active.every(isReady)) expect(status).toMatchObject(expected)
  }

  for (const each of store.list('Node')) {
    const powered = hasPower(nameOf(each))
    expect([nameOf(each), troubleKey(each) === undefined]).toEqual([nameOf(each), powered])
    if (powered) expect(noExecuteKey(each)).toBeUndefined()
    const cordoned = each.spec?.taints?.some(({ key }) => key.endsWith('/unschedulable')) ?? false
    expect(cordoned).toBe(each.spec?.unschedulable ?? false)
  }
}

test('C1 C2 C9 once quiet, every ReplicaSet has its pods and nothing is lost or left over', () => {
  fc.assert(
    fc.property(run, (steps) => expectPeace(play(steps))),
    { seed: 4, numRuns: 300 },
  )
})

test('T1 the same commands give the same run', () => {
  fc.assert(
    fc.property(run, (steps) => {
      const [a, b] = [play(steps), play(steps)]
      expect(b.takeEvents()).toBe(a.takeEvents())
      expect(b.store.list('Pod')).toEqual(a.store.list('Pod'))
    }),
    { seed: 5, numRuns: 40 },
  )
})
