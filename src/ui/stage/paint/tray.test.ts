import { expect, test } from 'vitest'
import { layTrays } from './tray.ts'

const piece = (cells: number) => [cells, cells]
const pods = (n: number) => Array.from({ length: n }, () => piece(3))

test.each([
  ['room on both sides', 900, 450, 4, 1],
  ['near the left end', 900, 20, 4, 1],
  ['near the right end', 900, 880, 4, 1],
  ['a phone', 350, 300, 9, 6],
  ['more than there is room for', 500, 250, 40, 40],
])('trays stand side by side: %s', (_, width, middle, waiting, leaving) => {
  const area = { x: 10, y: 0, width, height: 400 }
  const contents = [
    { shapes: pods(waiting), text: `${waiting} pending` },
    { shapes: pods(leaving), text: 'to node-3' },
  ]
  const [left, right] = layTrays(area, 200, middle, contents, 20, 14)
  expect(left!.frame.x).toBeGreaterThanOrEqual(area.x)
  expect(right!.frame.x).toBeGreaterThanOrEqual(left!.frame.x + left!.frame.width + 8)
  expect(right!.frame.x + right!.frame.width).toBeLessThanOrEqual(area.x + width + 0.5)
  for (const { frame, text, pieces } of [left!, right!]) {
    expect(pieces.length).toBeGreaterThan(0)
    expect(text!.x).toBeLessThan(frame.x + frame.width)
    expect(text!.x).toBeGreaterThan(pieces.at(-1)!)
  }
})

test('one tray stands over what it is about', () => {
  const area = { x: 0, y: 0, width: 900, height: 400 }
  const [only] = layTrays(area, 200, 300, [{ shapes: pods(2), text: '2 pending' }], 20, 14)
  expect(only!.frame.x + only!.frame.width / 2).toBeCloseTo(300)
})
