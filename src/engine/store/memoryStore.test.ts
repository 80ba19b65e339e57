import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Node, Pod } from '../api/types.gen.ts'
import { createClock } from '../sim/eventQueue.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { nameOf } from './identity.ts'
import { createStore, type MemoryStoreOptions } from './memoryStore.ts'

function emptyStore(options: Partial<MemoryStoreOptions> = {}) {
  const clock = createClock()
  const store = createStore({ clock, random: createRandom(1), ...options })
  const changes: string[] = []
  store.watch(({ type, kind, object }) => {
    changes.push(`${type} ${kind} ${nameOf(object)} ${object.metadata?.resourceVersion}`)
  })
  return { clock, store, changes }
}

function pod(name: string, { node, owner, namespace = 'default' }: Placement = {}): Pod {
  return {
    metadata: {
      name,
      namespace,
      ownerReferences: owner
        ? [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: owner, controller: true }]
        : undefined,
    },
    spec: { containers: [], nodeName: node },
  }
}

interface Placement {
  readonly node?: string
  readonly owner?: string
  readonly namespace?: string
}

test('create fills in what the API server fills in', () => {
  const { clock, store } = emptyStore()
  clock.step(61_500)
  const stored = store.create('Pod', pod('web'))
  expect(stored.metadata).toEqual({
    name: 'web',
    namespace: 'default',
    uid: '0d9b0c9a-679f-49ec-9d25-11099ba411e9',
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: '2026-01-01T00:01:01Z',
  })
  expect(store.create('Node', { metadata: { name: 'n' } }).metadata?.generation).toBeUndefined()
})

test('a name is taken once per kind and namespace', () => {
  const { store } = emptyStore()
  store.create('Pod', pod('web'))
  store.create('Pod', pod('web', { namespace: 'other' }))
  expect(() => store.create('Pod', pod('web'))).toThrow('pods "web" already exists')
  store.create('Deployment', { metadata: { name: 'web', namespace: 'default' } })
  expect(() =>
    store.create('Deployment', { metadata: { name: 'web', namespace: 'default' } }),
  ).toThrow('deployments.apps "web" already exists')
  expect(() => store.update('Pod', pod('gone'))).toThrow('pods "gone" not found')
  expect(() => store.remove('Node', '', 'gone')).toThrow('nodes "gone" not found')
})

test('generated names depend on prefix and count alone', () => {
  const names = (prefixes: readonly string[]) => {
    const { store } = emptyStore()
    return prefixes.map((generateName) =>
      nameOf(store.create('Pod', { metadata: { generateName, namespace: 'default' } })),
    )
  }
  const [first, second] = names(['web-', 'web-'])
  expect([first, second]).toEqual(['web-q659k', 'web-mjtqh'])
  expect(names(['api-', 'web-', 'db-', 'web-'])).toEqual(expect.arrayContaining([first, second]))
  const [long] = names([`${'x'.repeat(80)}-`])
  expect(long).toHaveLength(63)
})

test('update bumps the version, and the generation when the wish changed', () => {
  const { store } = emptyStore()
  const created = store.create('Pod', pod('web'))
  const running = store.update('Pod', { ...created, status: { phase: 'Running' } })
  expect([running.metadata?.resourceVersion, running.metadata?.generation]).toEqual(['2', 1])
  const bound = store.update('Pod', { ...running, spec: { containers: [], nodeName: 'n' } })
  expect([bound.metadata?.resourceVersion, bound.metadata?.generation]).toEqual(['3', 2])
  const imposter = store.update('Pod', {
    ...bound,
    metadata: { name: 'web', namespace: 'default', uid: 'mine', labels: { a: 'b' } },
  })
  expect(imposter.metadata?.uid).toBe(created.metadata?.uid)
})

test('an equal object is no change', () => {
  const { store, changes } = emptyStore()
  const created = store.create('Pod', pod('web'))
  store.drain()
  const again = { metadata: { name: 'web', namespace: 'default' }, spec: { containers: [] } }
  expect(store.update('Pod', again)).toBe(created)
  store.drain()
  expect(changes).toEqual(['ADDED Pod web 1'])
})

test('changes are delivered in order, never inside a writer, until it is quiet', () => {
  const { store, changes } = emptyStore()
  store.watch(({ type, object }) => {
    if (type !== 'ADDED' || nameOf(object) !== 'a') return
    store.create('Pod', pod('b'))
    store.drain() // harmless inside a listener
    changes.push('a handled')
  })
  store.create('Pod', pod('a'))
  store.create('Pod', pod('c'))
  expect([changes, store.pending]).toEqual([[], true])
  store.drain()
  expect(changes).toEqual(['ADDED Pod a 1', 'a handled', 'ADDED Pod c 2', 'ADDED Pod b 3'])
  expect(store.pending).toBe(false)
})

test('a change carries the object before it', () => {
  const { store } = emptyStore()
  const seen: (string | undefined)[] = []
  store.watch((change) => {
    if (change.kind === 'Node') seen.push(`${change.previous?.spec?.unschedulable}`)
  })
  const node: Node = store.create('Node', { metadata: { name: 'n' } })
  store.update('Node', { ...node, spec: { unschedulable: true } })
  store.remove('Node', '', 'n')
  store.drain()
  expect(seen).toEqual(['undefined', 'undefined', 'true'])
})

test('admission sees every new object first and may refuse it', () => {
  const { store } = emptyStore({
    admit: (kind, object) => {
      if (kind === 'Node') throw new Error('no nodes today')
      return { ...object, metadata: { ...object.metadata, labels: { admitted: 'yes' } } }
    },
  })
  expect(store.create('Pod', pod('web')).metadata?.labels).toEqual({ admitted: 'yes' })
  expect(() => store.create('Node', { metadata: { name: 'n' } })).toThrow('no nodes today')
  expect(store.list('Node')).toEqual([])
})

test('list, ownedBy and podsOnNode agree with the plain set of objects', () => {
  const action = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    namespace: fc.constantFrom('x', 'y'),
    node: fc.constantFrom('n1', 'n2', undefined),
    owner: fc.constantFrom('o1', 'o2', undefined),
    remove: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const { store } = emptyStore()
      const model = new Map<string, (typeof actions)[number]>()
      for (const wanted of actions) {
        const key = `${wanted.namespace}/${wanted.name}`
        const exists = model.has(key)
        if (wanted.remove) {
          if (exists) store.remove('Pod', wanted.namespace, wanted.name)
          model.delete(key)
        } else {
          const object = pod(wanted.name, wanted)
          if (exists) store.update('Pod', object)
          else store.create('Pod', object)
          model.set(key, wanted)
        }
        store.list('Pod')
      }
      const keys = (pods: readonly Pod[]) =>
        pods.map((each) => `${each.metadata?.namespace}/${each.metadata?.name}`)
      const where = (test: (wanted: (typeof actions)[number]) => boolean) =>
        [...model].filter(([, wanted]) => test(wanted)).map(([key]) => key)
      expect(keys(store.list('Pod'))).toEqual(where(() => true))
      expect(keys(store.list('Pod', 'x'))).toEqual(where(({ namespace }) => namespace === 'x'))
      expect(keys(store.ownedBy('Pod', 'o1')).sort()).toEqual(
        where(({ owner }) => owner === 'o1').sort(),
      )
      expect(keys(store.podsOnNode('n2')).sort()).toEqual(where(({ node }) => node === 'n2').sort())
    }),
    { seed: 3, numRuns: 200 },
  )
})
