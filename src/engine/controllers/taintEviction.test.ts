import { expect, test } from 'vitest'
import type { Taint, Toleration } from '../api/types.gen.ts'
import { SECOND } from '../api/units.ts'
import { isTerminating } from '../rules/podStatus.ts'
import { createTestCluster } from './harness.ts'

const A: Taint = { key: 'a', value: 'x', effect: 'NoExecute' }
const B: Taint = { key: 'b', effect: 'NoExecute' }
const SOFT: Taint = { key: 'a', effect: 'NoSchedule' }
const forever = (key: string): Toleration => ({ key, operator: 'Exists' })
const patient = (key: string, tolerationSeconds: number): Toleration => ({
  ...forever(key),
  effect: 'NoExecute',
  tolerationSeconds,
})

/** A pod with these tolerations on a ready node. */
function guest(tolerations: readonly Toleration[]) {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.store.create('Pod', {
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [{ name: 'c' }], tolerations, terminationGracePeriodSeconds: 1_000 },
  })
  cluster.settle()
  cluster.runUntil(10 * SECOND)
  cluster.takeEvents()
  const taint = (...taints: readonly Taint[]) => {
    const node = cluster.store.get('Node', '', 'n1')!
    cluster.store.update('Node', { ...node, spec: { ...node.spec, taints } })
    cluster.run(0)
  }
  return { cluster, taint }
}

/** Seconds after the taint at which the pod is marked for deletion; undefined = never. */
function patience(tolerations: readonly Toleration[], taints: readonly Taint[]) {
  const { cluster, taint } = guest(tolerations)
  let evicted: number | undefined
  cluster.store.watch(({ kind, type, object }) => {
    if (kind === 'Pod' && type === 'MODIFIED' && isTerminating(object)) {
      evicted ??= (cluster.clock.now - 10 * SECOND) / SECOND
    }
  })
  taint(...taints)
  cluster.settle()
  return evicted
}

test.each<[string, readonly Toleration[], readonly Taint[], number | undefined]>([
  ['not tolerated: at once', [], [A], 0],
  ['one of two not tolerated: at once', [forever('a')], [A, B], 0],
  ['tolerated without end: never', [forever('a')], [A], undefined],
  ['tolerated for a time: after it', [patient('a', 60)], [A], 60],
  ['the smallest of the times that are used', [patient('a', 60), patient('b', 20)], [A, B], 20],
  ['a time that is not used does not count', [patient('a', 60), patient('b', 20)], [A], 60],
  ['no end and a time: the time', [forever('a'), patient('b', 20)], [A, B], 20],
  ['no time: at once', [patient('a', 0)], [A], 0],
  ['a negative time: at once', [patient('a', -5)], [A], 0],
  ['another value is not tolerated', [{ key: 'a', value: 'y' }], [A], 0],
  ['NoSchedule evicts nobody', [], [SOFT], undefined],
])('C7 %s', (_name, tolerations, taints, seconds) => {
  expect(patience(tolerations, taints)).toBe(seconds)
})

test('C7 the eviction is called off when the taint goes, and its time starts anew with the next', () => {
  const { cluster, taint } = guest([patient('a', 60)])
  taint(A)
  cluster.run(50 * SECOND)
  taint()
  expect(cluster.clock.nextAt).toBeUndefined()
  cluster.run(50 * SECOND)
  taint(A)
  cluster.settle()
  expect(cluster.takeEvents(/Taint/)).toMatchInlineSnapshot(`
    "
    60.0s pod/p TaintManagerEviction: Cancelling deletion of Pod default/p
    170.0s pod/p TaintManagerEviction: Marking for deletion Pod default/p
    "
  `)
})

test('C7 another taint may shorten the time, which runs from the first', () => {
  const { cluster, taint } = guest([patient('a', 60), patient('b', 20)])
  taint(A)
  cluster.run(15 * SECOND)
  taint(A, B)
  cluster.settle()
  expect(cluster.takeEvents(/Taint/)).toMatchInlineSnapshot(`
    "
    30.0s pod/p TaintManagerEviction: Marking for deletion Pod default/p
    "
  `)
})

test('C7 an evicted pod says why', () => {
  const { cluster, taint } = guest([])
  taint(A)
  expect(cluster.store.get('Pod', 'default', 'p')?.status?.conditions?.at(-1)).toMatchObject({
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  })
})

test('C7 a pod that is bound to a tainted node is looked at when it comes', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1', { spec: { taints: [A] } })
  cluster.store.create('Pod', {
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [], nodeName: 'n1', tolerations: [patient('a', 30)] },
  })
  cluster.settle()
  expect(cluster.takeEvents(/Taint/)).toMatchInlineSnapshot(`
    "
    30.0s pod/p TaintManagerEviction: Marking for deletion Pod default/p
    "
  `)
  expect(cluster.store.list('Pod')).toEqual([])
})
