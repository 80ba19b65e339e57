import { expect, test } from 'vitest'
import { SECOND } from '../api/units.ts'
import { createTestCluster } from './harness.ts'

function cluster(...names: readonly string[]) {
  const made = createTestCluster()
  for (const name of names) made.addNode(name)
  made.settle()
  made.takeEvents()
  /** Taints as `key:effect`, without the common part of the key. */
  const taints = (name: string) =>
    made.store
      .get('Node', '', name)
      ?.spec?.taints?.map(({ key, effect }) => `${key.replace(/.*\//, '')}:${effect}`) ?? []
  const ready = (name: string) =>
    made.store.get('Node', '', name)?.status?.conditions?.find(({ type }) => type === 'Ready')
  return { ...made, taints, ready }
}

test('C6 silence is noticed after 50 s, and power changes it all back', () => {
  const { run, runUntil, powerOff, powerOn, taints, ready, settle, clock } = cluster('n1', 'n2')
  runUntil(7 * SECOND)
  powerOff('n1')
  run(49_999)
  expect([ready('n1')?.status, taints('n1')]).toEqual(['True', []])
  run(1)
  expect(ready('n1')).toMatchObject({
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastHeartbeatTime: '2026-01-01T00:00:07Z',
    lastTransitionTime: '2026-01-01T00:00:57Z',
  })
  expect(taints('n1')).toEqual(['unreachable:NoSchedule', 'unreachable:NoExecute'])
  expect(clock.nextAt).toBeUndefined()
  powerOn('n1')
  settle()
  expect([ready('n1')?.status, ready('n1')?.reason, taints('n1')]).toEqual([
    'True',
    'KubeletReady',
    [],
  ])
})

test('C6 a short loss of power is not noticed', () => {
  const { run, powerOff, powerOn, settle, takeEvents, clock } = cluster('n1', 'n2')
  powerOff('n1')
  run(49 * SECOND)
  powerOn('n1')
  run(0)
  expect(clock.nextAt).toBeUndefined()
  settle()
  expect(takeEvents()).toBe('\n\n')
})

test('C12 cordon is a taint as well', () => {
  const { store, settle, taints } = cluster('n1')
  const cordon = (unschedulable: boolean) => {
    const node = store.get('Node', '', 'n1')!
    store.update('Node', { ...node, spec: { ...node.spec, unschedulable } })
    settle()
    return taints('n1')
  }
  expect(cordon(true)).toEqual(['unschedulable:NoSchedule'])
  expect(cordon(false)).toEqual([])
})

test('C6 a kubelet that reports trouble gives the node another taint', () => {
  const { store, settle, taints } = cluster('n1', 'n2')
  const report = (status: string) => {
    const node = store.get('Node', '', 'n1')!
    store.update('Node', { ...node, status: { conditions: [{ type: 'Ready', status }] } })
    settle()
    return taints('n1')
  }
  expect(report('False')).toEqual(['not-ready:NoSchedule', 'not-ready:NoExecute'])
  expect(report('Unknown')).toEqual(['unreachable:NoSchedule', 'unreachable:NoExecute'])
  expect(report('True')).toEqual([])
})

test('C7 one node every 10 s loses its pods', () => {
  const { powerOff, run, taints } = cluster('n1', 'n2', 'n3', 'n4', 'n5')
  const evicting = () => ['n1', 'n2'].filter((n) => taints(n).includes('unreachable:NoExecute'))
  powerOff('n1')
  powerOff('n2')
  run(50 * SECOND)
  expect(evicting()).toEqual(['n1'])
  expect(taints('n2')).toEqual(['unreachable:NoSchedule'])
  run(10 * SECOND)
  expect(evicting()).toEqual(['n1', 'n2'])
})

test('C7 when most of a small zone is silent, nobody else is evicted until it is better', () => {
  const { powerOff, powerOn, settle, taints } = cluster('n1', 'n2', 'n3', 'n4', 'n5')
  const evicting = () =>
    ['n1', 'n2', 'n3', 'n4', 'n5'].filter((n) => taints(n).includes('unreachable:NoExecute'))
  for (const name of ['n1', 'n2', 'n3']) powerOff(name)
  settle()
  expect(evicting()).toEqual([])
  powerOn('n2')
  settle()
  expect(evicting()).toEqual(['n1', 'n3'])
})

test('C7 when every node is silent, evictions under way are called off', () => {
  const { powerOff, powerOn, settle, run, taints } = cluster('n1', 'n2')
  powerOff('n1')
  run(100 * SECOND)
  expect(taints('n1')).toContain('unreachable:NoExecute')
  powerOff('n2')
  run(50 * SECOND)
  expect([taints('n1'), taints('n2')]).toEqual([
    ['unreachable:NoSchedule'],
    ['unreachable:NoSchedule'],
  ])
  powerOn('n2')
  settle()
  expect([taints('n1'), taints('n2')]).toEqual([
    ['unreachable:NoSchedule', 'unreachable:NoExecute'],
    [],
  ])
})

test('C7 zones are judged one by one', () => {
  const { addNode, powerOff, settle, taints } = cluster()
  for (const zone of ['a', 'b']) {
    const metadata = { labels: { 'topology.kubernetes.io/zone': zone } }
    for (const n of [1, 2, 3]) {
      addNode(`${zone}${n}`, { metadata: { ...metadata, name: `${zone}${n}` } })
    }
  }
  settle()
  for (const name of ['a1', 'a2', 'a3']) powerOff(name)
  settle()
  // Zone a is down as a whole, but zone b shows that the control plane is not cut off.
  expect(['a1', 'a2', 'a3'].map((name) => taints(name).length)).toEqual([2, 2, 2])
})

test('C6 a node that is removed while it is silent is forgotten', () => {
  const { powerOff, removeNode, settle, clock } = cluster('n1', 'n2')
  powerOff('n1')
  removeNode('n1')
  settle()
  expect(clock.now).toBe(0)
})
