import { describe, expect, it, test } from 'vitest'
import type { WellBox } from '../stage/stage.ts'
import { amountAt, standingOn } from './standing.ts'
import { tryAmount, useTried } from './tried.ts'

const GIB = 2 ** 30
const RESOURCES = ['cpu', 'memory']
/** 8 vCPU and 32 GiB at 30 px a cell: rims at 60, the floor at 300. */
const well: WellBox = {
  lane: 'a',
  row: 0,
  x: 10,
  y: 60,
  width: 80,
  height: 240,
  lanes: [
    { resource: 0, x: 14, width: 30, top: 60 },
    { resource: 1, x: 55, width: 30, top: 60 },
  ],
}
const machine = { allocatable: [8_000, 32 * GIB], requested: [6_000, 12 * GIB] }
const stand = (cpu: number, gib: number) =>
  standingOn(well, 30, RESOURCES, machine, [cpu, gib * GIB], 20)

describe('G3 a piece on what a machine holds', () => {
  test.each([
    ['fits to the brim', 2_000, 20, [60, 60], [0, 0]],
    ['is too much in one lane', 2_500, 4, [45, 180], [500, 0]],
    ['is drawn as far as there is room', 12_000, 21, [20, 52.5], [10_000, GIB]],
    ['asks for nothing in a lane', 1_000, 0, [90, 210], [0, 0]],
  ])('%s', (_, cpu, gib, highs, excess) => {
    const halves = stand(cpu, gib)
    expect(halves.map(({ low }) => low)).toEqual([120, 210])
    expect(halves.map(({ high }) => high)).toEqual(highs)
    expect(halves.map((half) => half.excess)).toEqual(excess)
    expect(halves.map(({ floor }) => floor)).toEqual([300, 300])
  })

  it('asks for what its edge is drawn to, and back', () => {
    for (const [cpu, gib] of [
      [500, 1],
      [2_000, 8],
      [3_000, 20],
    ] as const) {
      const [tall, wide] = stand(cpu, gib)
      expect(amountAt(tall!, tall!.high, 30)).toBe(cpu)
      expect(amountAt(wide!, wide!.high, 30)).toBe(gib * GIB)
    }
    expect(amountAt(stand(1_000, 1)[0]!, 500, 30)).toBe(0)
  })
})

test.each([
  ['cpu', 2_240, 2_000],
  ['cpu', 2_260, 2_500],
  ['cpu', 0, 500],
  ['memory', 5.6 * GIB, 6 * GIB],
  ['memory', -7, GIB],
])('G3 %s: a hand at %d tries %d', (resource, amount, tried) => {
  tryAmount(resource, amount)
  expect(useTried.getState().amounts[resource]).toBe(tried)
  tryAmount('nvidia.com/gpu', 3)
  expect(useTried.getState().amounts).not.toHaveProperty('nvidia.com/gpu')
})
