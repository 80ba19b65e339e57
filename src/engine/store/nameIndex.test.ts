import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KubernetesObject } from '../api/objects.ts'
import { createNameIndex } from './nameIndex.ts'
import { NONE } from './slotLists.ts'

test('names are found as in a Map, through any comings and goings', () => {
  const step = fc.record({
    namespace: fc.constantFrom('', 'default', 'other'),
    name: fc.integer({ min: 0, max: 60 }).map((number) => `web-${number}`),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const objects: (KubernetesObject | undefined)[] = []
      const index = createNameIndex(objects)
      const expected = new Map<string, number>()
      for (const { namespace, name } of steps) {
        const key = `${namespace}/${name}`
        const slot = index.find(namespace, name)
        expect(slot).toBe(expected.get(key) ?? NONE)
        if (slot === NONE) {
          const free = objects.indexOf(undefined)
          const given = free < 0 ? objects.length : free
          objects[given] = { metadata: { name, namespace } } as KubernetesObject
          index.add(given)
          expected.set(key, given)
        } else {
          index.remove(slot)
          objects[slot] = undefined
          expected.delete(key)
        }
      }
      for (const [key, slot] of expected) {
        const [namespace = '', name = ''] = key.split('/')
        expect(index.find(namespace, name)).toBe(slot)
      }
    }),
    { seed: 3, numRuns: 200 },
  )
})
