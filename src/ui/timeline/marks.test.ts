import { expect, test } from 'vitest'
import type { Marker, MarkerType } from '../../engine/protocol.ts'
import { marksOf } from './marks.ts'
import { createTimeScale } from './timeScale.ts'

const scale = createTimeScale([1_000, 2_000, 3_000, 4_000], [], 5_000)
const marker = (at: number, type: MarkerType, error?: string): Marker => ({
  at,
  type,
  label: 'node-1',
  ...(error === undefined ? {} : { error }),
})

test('markers that are far apart stand alone, in order of time', () => {
  const marks = marksOf([marker(4_000, 'plug'), marker(1_000, 'command')], scale, 1_000, 24)
  expect(marks.map(({ at, type, row }) => [at, type, row])).toEqual([
    [1_000, 'command', 'over'],
    [4_000, 'plug', 'over'],
  ])
})

test('what would stand closer than a finger shares a mark, which shows the gravest', () => {
  const markers = [marker(2_000, 'divergence'), marker(2_000, 'plug'), marker(2_010, 'plug')]
  const marks = marksOf(markers, scale, 400, 24)
  expect(marks).toHaveLength(1)
  expect(marks[0]).toMatchObject({ at: 2_000, type: 'plug', failed: false })
  expect(marks[0]!.markers).toHaveLength(3)
  expect(marks[0]!.shown).toEqual(['plug', 'divergence'])
})

test('over and under the ticks are rows of their own', () => {
  const marks = marksOf([marker(2_000, 'plug'), marker(2_000, 'bought')], scale, 400, 24)
  expect(marks.map(({ row }) => row).sort()).toEqual(['over', 'under'])
})

test('a mark says that one of its actions failed', () => {
  const marks = marksOf([marker(1_000, 'command', 'There is no machine 9.')], scale, 400, 24)
  expect(marks[0]!.failed).toBe(true)
})
