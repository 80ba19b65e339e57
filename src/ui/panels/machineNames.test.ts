import { expect, it } from 'vitest'
import type { StageLayout } from '../stage/stage.ts'
import type { LaneSummary, MachineSummary } from '../state/summaries.ts'
import { laneLetters, nameSize, shortZone } from './machineNames.ts'

const layout = (width: number, below: number): StageLayout => ({
  lod: 0,
  cell: 20,
  rows: 10,
  nextShown: 0,
  zoomed: { below },
  wells: [0, 1].map((row) => ({
    lane: 'k',
    row,
    x: row * 120,
    y: 0,
    width,
    height: 200,
    lanes: [],
  })),
})
const lane = (zones: readonly (string | undefined)[], spot = false) => {
  const machines = zones.map((zone, row) => ({ row, name: `node-163${row}`, zone, spot }))
  return { id: 'k', machines: machines as unknown as readonly MachineSummary[] } as LaneSummary
}

it.each([
  ['beside its plug', 100, 60, [undefined, undefined], false, 'beside'],
  ['over its plug, when a zone has to stand there, too', 100, 60, ['a', 'b'], false, 'stacked'],
  [
    'over its plug, when the cloud may take the machine',
    100,
    60,
    [undefined, undefined],
    true,
    'stacked',
  ],
  ['beside plug and zone where there is room for all', 116, 60, ['a', 'b'], false, 'beside'],
  ['beside its plug where all are in one zone', 100, 60, ['a', 'a'], false, 'beside'],
  ['as a number', 50, 60, ['a', 'b'], false, 'short'],
  ['as a number alone over the rims of the next row', 100, 30, ['a', 'b'], false, 'phone'],
  ['not at all', 100, 10, ['a', 'b'], false, 'hidden'],
] as const)('a name stands %s', (_, width, below, zones, spot, size) => {
  expect(nameSize(layout(width, below), [lane(zones, spot)], 'desktop', false)).toBe(size)
})

it('a zone is told by the end of its name, where there are several', () => {
  const several = lane(['eu-west-1a', 'eu-west-1b'])
  expect(several.machines.map((machine) => shortZone(machine, several))).toEqual(['1a', '1b'])
  const one = lane(['eu-west-1a', 'eu-west-1a'])
  expect(one.machines.map((machine) => shortZone(machine, one))).toEqual([undefined, undefined])
})

it.each([
  ['a desk', 27, 0, 13],
  ['a desk with narrow lanes', 26, 0, undefined],
  ['a hall', 60, 1, 18],
  ['a hall with nine machines', 31, 1, 17.05],
  ['a hall with eleven machines', 26, 1, undefined],
  ['a hall where they would be too small to read', 28, 1, undefined],
  ['a small screen of a hall', 31, 0.5, 9],
])('letters under the lanes for %s', (_, lane, big, expected) => {
  const letters = laneLetters(lane, big)
  if (expected === undefined) expect(letters).toBeUndefined()
  else expect(letters).toBeCloseTo(expected, 2)
})
