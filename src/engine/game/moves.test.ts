import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOLD, type Move, ReplayError, readMoves, replayGame, writeMoves } from './moves.ts'

const five = { mode: 'five', seed: 5 } as const

describe('Y5 moves as text', () => {
  test('written and read they are the same', () => {
    const gaps = fc.array(fc.tuple(fc.nat(30_000), fc.nat(HOLD)), { maxLength: 300 })
    fc.assert(
      fc.property(gaps, (given) => {
        let at = 0
        const moves = given.map(([gap, slot]): Move => {
          at += gap * 10
          return { at, slot }
        })
        expect(readMoves(writeMoves(moves))).toEqual(moves)
      }),
      { seed: 17, numRuns: 50 },
    )
  })

  test.each(['1', 'A', 'zA', '1J', '-1A', '1A ', '11111A', '{}'])('%j is none', (text) => {
    expect(() => readMoves(text)).toThrow(ReplayError)
  })

  test('more than anybody makes are none', () => {
    expect(() => readMoves('1A'.repeat(5_001))).toThrow(ReplayError)
  })
})

describe('Y6 moves that could not have been made', () => {
  test.each([
    ['before anything came', five, [{ at: 10, slot: 0 }], 'move 1 cannot be made'],
    ['in a place that is none', five, [{ at: 2_000, slot: 9 }], 'move 1 cannot be made'],
    ['holding the only pod', five, [{ at: 1_000, slot: HOLD }], 'move 1 cannot be made'],
    ['between two steps', five, [{ at: 1_005, slot: 0 }], 'move 1 has no place in time'],
    ['after the end', five, [{ at: 400_000, slot: 0 }], 'move 1 has no place in time'],
    [
      'back in time',
      five,
      [
        { at: 1_500, slot: 0 },
        { at: 1_200, slot: 0 },
      ],
      'move 2 has no place in time',
    ],
    ['of a round that is none', { mode: 'five', seed: -1 }, [], 'there is no such round'],
    ['of a mode that is none', { mode: 'six', seed: 1 }, [], 'there is no such round'],
  ] as const)('%s', (_, round, moves, why) => {
    expect(() => replayGame(round as typeof five, moves)).toThrow(new ReplayError(why))
  })
})
