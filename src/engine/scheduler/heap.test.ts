import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Heap, NOWHERE } from './heap.ts'

interface Item {
  readonly key: string
  readonly rank: number
  readonly sequence: number
  place: number
}

const before = (a: Item, b: Item) =>
  a.rank < b.rank || (a.rank === b.rank && a.sequence < b.sequence)

it('gives what a sorted list would, whatever comes and goes between', () => {
  const action = fc.record({
    key: fc.nat(40).map(String),
    // Mostly in order, as pods come.
    rank: fc.oneof({ weight: 4, arbitrary: fc.constant(5) }, fc.nat(9)),
    what: fc.constantFrom('put', 'put', 'put', 'remove', 'pop'),
  })
  fc.assert(
    fc.property(fc.array(action, { maxLength: 300 }), (actions) => {
      const heap = new Heap<Item>(before)
      let list: Item[] = []
      actions.forEach(({ key, rank, what }, sequence) => {
        const known = list.find((item) => item.key === key)
        if (what !== 'pop' && known) {
          heap.remove(known)
          expect(known.place).toBe(NOWHERE)
          list = list.filter((item) => item !== known)
        }
        if (what === 'put') {
          const item = { key, rank, sequence, place: NOWHERE }
          heap.put(item)
          list = [...list, item].sort((a, b) => (before(a, b) ? -1 : 1))
        } else if (what === 'pop') {
          expect(heap.pop()).toBe(list.shift())
        }
        expect(heap.peek()).toBe(list[0])
        expect(heap.size).toBe(list.length)
      })
      const items = heap.items().toSorted((a, b) => (before(a, b) ? -1 : 1))
      expect(items).toEqual(list)
      for (const item of list) expect(heap.pop()).toBe(item)
      expect(heap.pop()).toBeUndefined()
    }),
    { seed: 2, numRuns: 200 },
  )
})

it('keeps the order of a long line of which most have gone', () => {
  const heap = new Heap<Item>(before)
  const items = Array.from({ length: 1_000 }, (_, sequence) => ({
    key: `${sequence}`,
    rank: 0,
    sequence,
    place: NOWHERE,
  }))
  for (const item of items) heap.put(item)
  for (const item of items) if (item.sequence % 10 > 0) heap.remove(item)
  heap.put({ key: 'last', rank: 0, sequence: 1_000, place: NOWHERE })
  const left = items.filter(({ sequence }) => sequence % 10 === 0)
  for (const item of left) expect(heap.pop()).toBe(item)
  expect(heap.pop()?.key).toBe('last')
})
