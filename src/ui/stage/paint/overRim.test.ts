import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { besideBlock, blockOver, fitText, textWidth } from './overRim.ts'
import { layTray } from './tray.ts'

describe('blockOver', () => {
  it('is exactly as tall as the excess where there is room, and cut at the scoreboard', () => {
    expect(blockOver(300, 166, 80)).toEqual({ height: 80, cut: false })
    expect(blockOver(300, 166, 134)).toEqual({ height: 134, cut: false })
    expect(blockOver(300, 166, 200)).toEqual({ height: 134, cut: true })
    expect(blockOver(300, 310, 20)).toEqual({ height: 0, cut: true })
  })
})

it('texts over a well never reach into the scoreboard and never lie on each other', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 300 }),
      fc.integer({ min: 0, max: 300 }),
      fc.array(fc.integer({ min: 10, max: 30 }), { minLength: 1, maxLength: 4 }),
      (room, block, heights) => {
        const over = { rim: 400, ceiling: 400 - room }
        const { middles } = besideBlock(over, over.rim - block, heights, 6)
        middles.forEach((middle, i) => {
          expect(middle - heights[i]! / 2).toBeGreaterThanOrEqual(over.ceiling - 1e-9)
          if (i > 0) {
            const gap = middle - heights[i]! / 2 - (middles[i - 1]! + heights[i - 1]! / 2)
            expect(gap).toBeCloseTo(6)
          }
        })
      },
    ),
    { seed: 3, numRuns: 300 },
  )
})

it('texts stand over the block where there is room, otherwise in the well: it is seen whole', () => {
  const over = { rim: 400, ceiling: 300 }
  expect(besideBlock(over, 360, [20], 6).middles).toEqual([344])
  expect(besideBlock(over, 310, [20], 6).middles).toEqual([416])
})

describe('fitText', () => {
  it('takes the longest wording, then the largest size, that fits', () => {
    const wide = textWidth('MEM +8G', 15, true)
    expect(fitText(['MEM +8G', '+8G'], wide + 1, 15, 12, true)?.text).toBe('MEM +8G')
    expect(fitText(['MEM +8G', '+8G'], wide / 2, 15, 12, true)?.text).toBe('+8G')
    expect(fitText(['MEM +8G', '+8G'], 12, 15, 12, true)).toBeUndefined()
  })

  it('never makes a text wider than its room', () => {
    for (let width = 20; width < 160; width++) {
      const found = fitText(['your guess', 'guess'], width, 14, 12.5, true)
      if (found) expect(textWidth(found.text, found.size, true)).toBeLessThanOrEqual(width + 2)
    }
  })
})

it('a tray stays in its side, below the scoreboard, and shows as many pieces as find room', () => {
  const area = { x: 100, y: 166, width: 400, height: 480 }
  for (const rim of [170, 202, 300]) {
    for (const middle of [90, 300, 520]) {
      const shapes = Array.from({ length: 30 }, () => [2, 1])
      const tray = layTray(area, rim, middle, shapes, 36, '30 pending', 14)
      const { frame, pieces } = tray
      expect(frame.x).toBeGreaterThanOrEqual(area.x)
      expect(frame.x + frame.width).toBeLessThanOrEqual(area.x + area.width)
      expect(frame.y).toBeGreaterThanOrEqual(area.y)
      expect(tray.floor - 2 * tray.cell).toBeGreaterThanOrEqual(frame.y)
      expect(pieces.length).toBeGreaterThan(2)
      expect(pieces.length).toBeLessThan(30)
    }
  }
})
