import { describe, expect, test } from 'vitest'
import { createGame, isMachine } from '../../engine/game/game.ts'
import { createBoard, lowsAt } from './board.ts'

describe('what the wells show', () => {
  function played(still: boolean) {
    let now = 0
    const board = createBoard(8, () => still)
    const game = createGame({ mode: 'five', seed: 3 }, (event) => board.note(event, now))
    board.sync(game, 0)
    /** Everything on the first machine that it takes, until a Job there has finished. */
    const step = (to: number) => {
      now = to
      game.advance(to)
      if (game.queue.length > 0 && game.misfit(0) === undefined) game.drop(0)
      board.sync(game, to)
    }
    return { board, game, step }
  }

  test('each piece stands on those before it, lane by lane', () => {
    const { board, game, step } = played(true)
    for (let at = 0; at < 60_000; at += 500) {
      step(at)
      const slot = game.slots[0]
      if (!isMachine(slot)) continue
      const pieces = [...board.wells[0]!.pieces.values()].filter((piece) => !piece.leftAt)
      expect(pieces.map(({ pod }) => pod.id)).toEqual(slot.pods.map(({ pod }) => pod.id))
      const tops = [0, 0]
      for (const { lows, heights } of pieces) {
        expect([...lows]).toEqual(tops)
        tops[0]! += heights[0]
        tops[1]! += heights[1]
      }
    }
    expect(game.tally.finished).toBeGreaterThan(0)
  })

  test('with motion, what stood on a finished Job comes down later, and then rests', () => {
    const { board, game, step } = played(false)
    let at = 0
    while (game.tally.finished === 0) {
      at += 10
      step(at)
    }
    expect(board.moves(at)).toBe(true)
    const falling = [...board.wells[0]!.pieces.values()].filter(({ movedAt }) => movedAt > at)
    for (const piece of falling) expect(lowsAt(piece, at)).toEqual(piece.from)
    for (const piece of falling) expect(lowsAt(piece, at + 2_000)).toEqual(piece.lows)
    expect(board.moves(at + 2_000)).toBe(false)
  })

  test('without motion nothing is ever on its way', () => {
    const { board, step } = played(true)
    for (let at = 0; at < 40_000; at += 100) {
      step(at)
      expect(board.moves(at)).toBe(false)
    }
  })
})
