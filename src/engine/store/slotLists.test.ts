import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeyedSlots } from './slotLists.ts'

test('lists of slots by key keep their order through any additions and removals', () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    slot: fc.integer({ min: 0, max: 40 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const slots = createKeyedSlots()
      const expected = new Map<string, number[]>([
        ['a', []],
        ['b', []],
        ['c', []],
      ])
      for (const { key, slot } of steps) {
        // A slot that stands somewhere is taken out, another one goes to the end.
        const holder = [...expected].find(([, list]) => list.includes(slot))
        if (holder) {
          slots.remove(holder[0], slot)
          expected.set(
            holder[0],
            holder[1].filter((each) => each !== slot),
          )
        } else {
          slots.add(key, slot)
          expected.get(key)!.push(slot)
        }
      }
      for (const [key, list] of expected) expect(slots.of(key)).toEqual(list)
    }),
    { seed: 5, numRuns: 200 },
  )
})
