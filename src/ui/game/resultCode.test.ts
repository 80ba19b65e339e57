import { describe, expect, test } from 'vitest'
import { playByHand } from '../../engine/game/testing/hands.ts'
import { pack } from '../share/pack.ts'
import { findCodes, readCode, writeCode } from './resultCode.ts'

const round = { mode: 'five', seed: 42 } as const
const { game, moves } = playByHand(round, 900, 1)
const score = game.score.total

describe('Y6 result codes', () => {
  test('a code brings back the round, the name and a game with the same books', async () => {
    const code = await writeCode(round, moves, score, '  Ana\n María ')
    expect(code.length).toBeLessThan(1_500)
    const read = await readCode(code)
    if ('problem' in read) return expect.unreachable()
    expect(read.name).toBe('Ana María')
    expect(read.round).toEqual(round)
    expect(read.game.tally).toEqual(game.tally)
  })

  const packed = async (value: unknown): Promise<string> =>
    `PF1.${await pack(JSON.stringify(value))}`
  const good = { mode: 'five', seed: 42, moves: '', score: 0, name: '' }

  test.each([
    ['nothing', () => 'PF1.', 'damaged'],
    ['no code', () => 'hello', 'damaged'],
    ['a code of a newer version', () => 'PF2.abc', 'newer'],
    ['another mode', () => packed({ ...good, mode: '__proto__' }), 'damaged'],
    ['another seed', () => packed({ ...good, seed: 1e12 }), 'damaged'],
    ['a name that is too long', () => packed({ ...good, name: 'x'.repeat(25) }), 'damaged'],
    ['no object', () => packed(null), 'damaged'],
    ['moves of no place', () => packed({ ...good, moves: '1Z' }), 'impossible'],
    ['moves before anything came', () => packed({ ...good, moves: '1A' }), 'impossible'],
    ['a score that was not made', () => packed({ ...good, score: 99_999 }), 'score'],
    ['more than anybody plays', () => `PF1.${'A'.repeat(20_000)}`, 'damaged'],
    ['markup', () => packed({ ...good, moves: '<img src=x>' }), 'impossible'],
    ['a bomb', () => packed({ ...good, moves: 'A'.repeat(7_000_000) }), 'damaged'],
  ] satisfies readonly [string, () => string | Promise<string>, string][])(
    '%s',
    async (_, code, problem) => {
      expect(await readCode(await code())).toEqual({ problem })
    },
  )

  test('cut off anywhere it is damaged, and changed anywhere it never counts for more', async () => {
    const code = await writeCode(round, moves, score, 'Bo')
    for (let at = 5; at < code.length - 1; at += 37) {
      expect(await readCode(code.slice(0, at))).toHaveProperty('problem')
      const changed = code.slice(0, at) + (code[at] === 'A' ? 'B' : 'A') + code.slice(at + 1)
      const read = await readCode(changed)
      if (!('problem' in read)) expect(read.game.score.total).toBe(score)
    }
  })

  test('codes are found in whatever stands around them, each once', () => {
    expect(findCodes('Ana: PF1.ab-c, Bo: "PF1.de_f"\nPF1.ab-c')).toEqual(['PF1.ab-c', 'PF1.de_f'])
    expect(findCodes('nothing')).toEqual([])
  })
})
