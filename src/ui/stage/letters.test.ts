import { expect, test } from 'vitest'
import { letters } from './letters.ts'

test.each([
  ['', 0],
  ['node-1', 6],
  ['presión', 7],
  ['内存', 3.5],
  ['到 node-1', 8.75],
])('%s is as wide as %s letters', (text, wide) => {
  expect(letters(text)).toBe(wide)
})
