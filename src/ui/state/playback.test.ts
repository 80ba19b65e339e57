import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Marker, RunInfo } from '../../engine/protocol.ts'
import {
  advanced,
  arrivalsUpTo,
  endOfRun,
  LONG_WAIT_OF_REQUESTS,
  nextArrivalAt,
  nextButRequests,
  pace,
  showsLook,
  stepBackTarget,
  stepTarget,
  waitFrom,
} from './playback.ts'
import { toldWait } from './told.ts'

const info = (arrivals: readonly number[], until = 45_000): RunInfo => ({
  name: 'n',
  title: 't',
  summary: '',
  seed: 1,
  shuffle: undefined,
  lanes: [],
  resources: ['cpu', 'memory'],
  machineTypes: [],
  nodeGroups: [],
  actions: [],
  arrivals: arrivals.map((at) => ({ at, app: 0 })),
  until,
  onCall: { detection: 60_000, wakeUp: 600_000, perApp: 60_000, startOfDay: 180 },
  evictionWait: 350_000,
})

const opening = info(Array.from({ length: 41 }, (_, i) => (i + 1) * 1_000))
const plug = (at: number): Marker => ({ at, type: 'plug', label: 'plug' })

describe('waits', () => {
  test('six minutes take about a second and a half', () => {
    const wait = waitFrom(41_000, 391_000, 1_000_000)!
    expect(wait.wall).toBeGreaterThan(1_400)
    expect(wait.wall).toBeLessThan(1_600)
  })

  test.each([
    ['the next arrival is near', 1_000, 2_000],
    ['just at the limit', 0, 2_000],
    ['the end is near', 43_500, undefined],
  ])('no wait: %s', (_, now, next) => {
    expect(waitFrom(now, next, 45_000)).toBeUndefined()
  })

  test('while requests are counted, a wait ends at what somebody does or what follows from it', () => {
    const none = { consequence: undefined, work: undefined }
    expect(nextButRequests(info([9_000]), 4_000, none, [2_000, 12_000])).toBe(9_000)
    expect(nextButRequests(info([]), 4_000, { ...none, work: 6_000 }, [12_000])).toBe(6_000)
    expect(nextButRequests(info([3_000]), 4_000, none, [])).toBeUndefined()
    expect(waitFrom(4_000, 19_000, 90_000, LONG_WAIT_OF_REQUESTS)).toBeUndefined()
    expect(waitFrom(4_000, 20_000, 90_000, LONG_WAIT_OF_REQUESTS)?.to).toBe(20_000)
  })

  test('hours are passed in seconds, short gaps are still seen', () => {
    expect(waitFrom(0, 36_000_000, 40_000_000)!.wall).toBe(2_500)
    expect(waitFrom(0, 3_000, 40_000_000)!.wall).toBe(350)
  })

  test('a wait ends at its end, whatever the frame', () => {
    const wait = waitFrom(0, 350_000, 1_000_000)!
    expect(advanced(0, 16, 1, 1, wait, 1_000_000)).toBeCloseTo((350_000 / wait.wall) * 16)
    expect(advanced(349_000, 100, 1, 1, wait, 1_000_000)).toBe(350_000)
  })

  test('the play head never passes the end', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.nat(200),
        fc.constantFrom(0.5, 1, 2, 8),
        fc.nat(100_000),
        (head, wall, speed, ahead) => {
          const end = head + ahead
          const next = advanced(head, wall, speed, speed, waitFrom(head, undefined, end), end)
          expect(next).toBeGreaterThanOrEqual(head)
          expect(next).toBeLessThanOrEqual(end)
        },
      ),
      { seed: 3, numRuns: 300 },
    )
  })
})

describe('the chip', () => {
  test('tells the whole wait for the eviction, piece by piece', () => {
    const first = waitFrom(41_000, 91_000, 1_000_000)!
    const second = waitFrom(91_000, 391_000, 1_000_000)!
    expect(toldWait(first, opening, [plug(41_000)])).toBe(350_000)
    expect(toldWait(second, opening, [plug(41_000)])).toBe(350_000)
  })

  test('tells the gap itself otherwise', () => {
    const wait = waitFrom(400_000, 700_000, 1_000_000)!
    expect(toldWait(wait, opening, [plug(41_000)])).toBe(300_000)
    expect(toldWait(wait, opening, [])).toBe(300_000)
  })
})

describe('steps', () => {
  test.each([
    ['from the beginning to the first arrival', 0, [], 1_000],
    ['from an arrival to the next', 1_000, [], 2_000],
    ['a command between arrivals is a step', 1_000, [1_500], 1_500],
    ['after the last arrival to the next event', 41_000, [], 43_000],
  ])('%s', (_, now, commands, to) => {
    expect(stepTarget(opening, now, 43_000, commands, 45_000)).toBe(to)
  })

  test('with nothing left a step goes to the end and stays there', () => {
    expect(stepTarget(opening, 41_000, undefined, [], 45_000)).toBe(45_000)
    expect(stepTarget(opening, 45_000, undefined, [], 45_000)).toBe(45_000)
  })

  test.each([
    ['between arrivals: to the one before', 2_500, [], 2_000],
    ['at an arrival: to the one before it', 2_000, [], 1_000],
    ['at the first: to the beginning', 1_000, [], 0],
    ['at the beginning: stays', 0, [], 0],
    ['a command is a step', 2_000, [1_200], 1_200],
  ])('back, %s', (_, now, commands, to) => {
    expect(stepBackTarget(opening, now, commands)).toBe(to)
  })

  test.each([
    ['to the last thing that happened', 90_000, [20_000], 60_000, 60_000],
    ['a later command is nearer', 90_000, [70_000], 60_000, 70_000],
    ['not while there are commands ahead', 90_000, [20_000, 95_000], 60_000, 41_000],
    ['not while pods arrive', 30_500, [20_000], 30_200, 30_000],
    ['to the last arrival, with what it brought', 41_500, [20_000], 41_000, 41_000],
  ])('back after something was done: %s', (_, now, commands, latest, to) => {
    expect(stepBackTarget(opening, now, commands, latest)).toBe(to)
  })

  test('forward and back meet', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 60_000 }), { minLength: 2 }),
        (times) => {
          const run = info(
            [...times].sort((a, b) => a - b),
            70_000,
          )
          const from = run.arrivals[0]!.at
          const to = stepTarget(run, from, undefined, [], 70_000)
          expect(stepBackTarget(run, to, [])).toBe(from)
        },
      ),
      { seed: 5, numRuns: 200 },
    )
  })
})

describe('arrivals', () => {
  test.each([
    [0, 0],
    [999, 0],
    [1_000, 1],
    [35_000, 35],
    [99_000, 41],
  ])('at %i ms %i have arrived', (now, count) => {
    expect(arrivalsUpTo(opening, now)).toBe(count)
  })

  test('next arrival', () => {
    expect(nextArrivalAt(opening, 1_000)).toBe(2_000)
    expect(nextArrivalAt(opening, 41_000)).toBeUndefined()
  })
})

describe('pace', () => {
  test('leaves room for the motions of an arrival', () => {
    expect(pace(opening, 1_200, 1, 1_360)).toBeCloseTo(1_000 / 1_360)
    expect(pace(opening, 1_200, 1, 460)).toBe(1)
    expect(pace(opening, 1_200, 2, 230)).toBe(2)
    expect(pace(opening, 42_000, 1, 1_360)).toBe(1)
    expect(pace(opening, 1_200, 8, 0)).toBe(8)
  })

  test('a wave is not held up for the landing of each of its pieces', () => {
    const wave = info(Array.from({ length: 15_000 }, (_, i) => (i + 1) * 4))
    expect(pace(wave, 30_001, 1, 460)).toBe(1)
    expect(pace(wave, 30_001, 0.5, 920)).toBe(0.5)
    const brisk = info([1_000, 1_300, 1_600])
    expect(pace(brisk, 1_100, 1, 460)).toBeCloseTo(300 / 460)
  })

  test('the look is played where there is time for it', () => {
    expect(showsLook(opening, 1_200, 1)).toBe(true)
    expect(showsLook(opening, 1_200, 0.5)).toBe(true)
    expect(showsLook(opening, 1_200, 2)).toBe(false)
    expect(showsLook(info([500, 1_000, 1_500]), 700, 1)).toBe(false)
  })
})

describe('the end', () => {
  const command = (at: number): Marker => ({ at, type: 'command', label: 'terminate 2' })
  const minute = 60_000
  const day = 24 * 60 * minute

  test.each<[string, Marker[], InFlight, number]>([
    ['is the scenario’s', [], {}, 45_000],
    ['is the scenario’s when all has happened before it', [], { consequence: 44_000 }, 45_000],
    ['is later when the scenario stops too early', [], { consequence: 60_000 }, 65_000],
    ['work that was there anyway is not waited for', [], { work: 50_000 }, 45_000],
    ['leaves time to look at what was done', [command(44_000)], {}, 49_000],
    ['comes after every consequence', [command(44_000)], { consequence: 100_000 }, 105_000],
    ['comes after a machine has booted', [], { consequence: 90_000 }, 95_000],
    ['waits for a person to wake up', [plug(41_000)], {}, 41_000 + 660_000 + 5_000],
    ['waits for what follows then', [plug(41_000)], { consequence: 2_000_000 }, 2_005_000],
    ['waits for a short Job', [command(44_000)], { work: 74_000 }, 79_000],
    ['waits for no Job of a day', [command(44_000)], { work: day }, 49_000],
    ['does not go round in circles', [command(44_000)], { consequence: 2 * day }, 49_000],
  ])('%s', (_, markers, { consequence, work }, end) => {
    expect(endOfRun(opening, markers, { consequence, work })).toBe(end)
  })
})

type InFlight = { readonly consequence?: number; readonly work?: number }
