import { expect, test } from 'vitest'
import { createClock } from '../sim/eventQueue.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { createStore } from './memoryStore.ts'
import { createPodsByNode } from './podsByNode.ts'
import { NONE } from './slotLists.ts'

test('pods of a node stand in order of binding, and know their node by its number', () => {
  const pods = createPodsByNode()
  pods.add('b', 40)
  pods.add('a', 2)
  pods.add('b', 3)
  expect([pods.slotsOf('a'), pods.slotsOf('b'), pods.slotsOf('c')]).toEqual([[2], [40, 3], []])
  expect([2, 3, 40].map(pods.nodeOf)).toEqual(['a', 'b', 'b'].map(pods.numberOf))
  pods.remove(40)
  pods.add('a', 40)
  expect([pods.slotsOf('a'), pods.slotsOf('b')]).toEqual([[2, 40], [3]])
  expect([0, 39, 1_000].map(pods.nodeOf)).toEqual([NONE, NONE, NONE])
})

test('a Node is found by its number for as long as it is there, whenever pods were bound to its name', () => {
  const store = createStore({ clock: createClock(), random: createRandom(1) })
  const spec = { containers: [], nodeName: 'a' }
  const pod = store.create('Pod', { metadata: { name: 'p', namespace: 'default' }, spec })
  const slot = store.slotOf('Pod', pod)
  const number = store.nodeOfPod(slot)
  expect([number, store.nodeAt(number)]).toEqual([store.nodeNumber('a'), undefined])
  const node = store.create('Node', { metadata: { name: 'a' } })
  expect(store.nodeAt(number)).toBe(node)
  const cordoned = store.update('Node', { ...node, spec: { unschedulable: true } })
  expect(store.nodeAt(number)).toBe(cordoned)
  store.remove('Node', '', 'a')
  expect(store.nodeAt(number)).toBeUndefined()
  store.remove('Pod', 'default', 'p')
  expect([store.nodeOfPod(slot), store.podsOnNode('a')]).toEqual([NONE, []])
})
