import { expect, it } from 'vitest'
import { lanesOf, type NextEntry, nextEntries, waitingCount, waitingEntry } from './queue.ts'
import { AREAS, exampleText, stageOf } from './testing/drawn.ts'

const entry = (over: Partial<NextEntry>): NextEntry => ({
  key: '',
  app: 0,
  requests: [],
  side: undefined,
  recreated: false,
  row: -1,
  ...over,
})

it('a waiting pod is its own piece before any other of its app', () => {
  const entries = [entry({ app: 2 }), entry({ app: 2, side: 1, row: 7 })]
  expect(waitingEntry(entries, 1, 7, 2)).toBe(1)
})

it('a pod that waits on all sides is the piece without a mark', () => {
  const entries = [entry({ app: 1, side: 1, row: 3 }), entry({ app: 2, row: 4 })]
  expect(waitingEntry(entries, 1, 9, 2)).toBe(1)
})

it('a pod that is still to come is the next arrival of its app', () => {
  const entries = [entry({ app: 1 }), entry({ app: 2 }), entry({ app: 2 })]
  expect(waitingEntry(entries, 0, -1, 2)).toBe(1)
})

it("another side's piece is not this pod", () => {
  expect(waitingEntry([entry({ app: 2, side: 0, row: 5 })], 1, 8, 2)).toBe(-1)
})

it('CPU and memory are always among the lanes of a waiting piece, later ones if asked for', () => {
  expect(lanesOf([0, 0, 0])).toEqual([0, 0])
  expect(lanesOf([1, 0, 2, 0])).toEqual([1, 0, 2])
})

it('every waiting pod is a piece of its own, the latest arrival the one that NEXT has shown', () => {
  const stage = stageOf(exampleText('three-tiers'), AREAS.desktop)
  stage.advance(20_000)
  const keys = nextEntries(stage.mirror, [], 24).map(({ key }) => key)
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(2)
  expect(keys.at(-1)).toBe('arrival:27')
})

it.each([
  [20_000, 0, 2],
  [24_000, 1, 2],
  [45_000, 2, 2],
  [76_000, 0, 0],
])(
  'at %d ms %d arrivals wait for the control plane and %d are still in NEXT',
  (at, held, waiting) => {
    const stage = stageOf(exampleText('control-plane-down'), AREAS.desktop)
    stage.advance(at)
    expect(stage.mirror.lanes[0]!.arrivalsHeld).toBe(held)
    expect(nextEntries(stage.mirror, [], 24)).toHaveLength(waiting)
    expect(waitingCount(stage.mirror, [])).toBe(waiting)
  },
)
