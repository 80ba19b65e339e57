import { expect, test } from 'vitest'
import type { OwnerReference, Pod } from '../api/types.gen.ts'
import { createClock } from '../sim/eventQueue.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { nameOf } from './identity.ts'
import { createStore } from './memoryStore.ts'
import type { Interest } from './store.ts'

const controller = (kind: string): readonly OwnerReference[] => [
  { apiVersion: 'apps/v1', kind, name: 'owner', uid: `uid of a ${kind}`, controller: true },
]

function pod(name: string, metadata: Pod['metadata'] = {}, spec: Partial<Pod['spec']> = {}): Pod {
  return {
    metadata: { ...metadata, name, namespace: 'default' },
    spec: { containers: [], ...spec },
  }
}

/** A store, and what listeners with these interests are told of its pods. */
function told(interests: Readonly<Record<string, Interest>>) {
  const store = createStore({ clock: createClock(), random: createRandom(1) })
  const calls: string[] = []
  for (const [who, interest] of Object.entries(interests)) {
    store.watch(
      ({ type, object }) => calls.push(`${who}: ${type} ${nameOf(object)}`),
      ['Pod'],
      interest,
    )
  }
  const take = () => {
    store.drain()
    return calls.splice(0)
  }
  return { store, take }
}

test('listeners are told of the pods that concern them, in the order in which they came', () => {
  const { store, take } = told({
    all: {},
    sets: { pods: ({ owner }) => owner === 'ReplicaSet' || owner === 'several' },
    jobs: { pods: ({ owner }) => owner === 'Job' },
    volumes: { pods: ({ volumes }) => volumes },
    notes: { pods: ({ annotated }) => annotated },
    ends: { pods: ({ type }) => type === 'DELETED' },
  })
  store.create('Pod', pod('a', { ownerReferences: controller('ReplicaSet') }))
  store.create('Pod', pod('b', { annotations: { x: 'y' } }, { volumes: [{ name: 'v' }] }))
  store.create('Pod', pod('c', { ownerReferences: controller('Job') }))
  expect(take()).toEqual([
    'all: ADDED a',
    'sets: ADDED a',
    'all: ADDED b',
    'volumes: ADDED b',
    'notes: ADDED b',
    'all: ADDED c',
    'jobs: ADDED c',
  ])
  // What a pod had counts as what it has.
  store.update('Pod', { ...store.get('Pod', 'default', 'b')!, metadata: pod('b').metadata! })
  store.update('Pod', pod('a'))
  expect(take()).toEqual([
    'all: MODIFIED b',
    'volumes: MODIFIED b',
    'notes: MODIFIED b',
    'all: MODIFIED a',
    'sets: MODIFIED a',
  ])
  store.remove('Pod', 'default', 'c')
  expect(take()).toEqual(['all: DELETED c', 'jobs: DELETED c', 'ends: DELETED c'])
})

test('a status is no new statement about labels and owners', () => {
  const { store, take } = told({ restated: { pods: ({ restated }) => restated } })
  store.create('Pod', pod('a', { labels: { app: 'web' } }))
  store.updateStatus('Pod', store.get('Pod', 'default', 'a')!, { phase: 'Running' })
  expect(take()).toEqual(['restated: ADDED a'])
  store.update('Pod', pod('a', { labels: { app: 'db' } }))
  store.remove('Pod', 'default', 'a')
  expect(take()).toEqual(['restated: MODIFIED a', 'restated: DELETED a'])
})

test('who listens while there are Services is told of no pod while there is none', () => {
  const { store, take } = told({ services: { podsWhile: 'Service' } })
  const service = { metadata: { name: 's', namespace: 'default' } }
  store.create('Pod', pod('a'))
  expect(take()).toEqual([])
  store.create('Service', service)
  store.create('Pod', pod('b'))
  expect(take()).toEqual(['services: ADDED b'])
  store.remove('Service', 'default', 's')
  store.create('Pod', pod('c'))
  expect(take()).toEqual([])
})
