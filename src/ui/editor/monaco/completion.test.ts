import { expect, test } from 'vitest'
import { onlyDocument } from './completion.ts'

const text = 'a: 1\n---\nb: 2\nc:\n---\nd: 4\n'

test.each([
  [1, 'a: 1', 'a: 1'],
  [3, '\n\nb: 2\nc:', 'b: 2\nc:'],
  [4, '\n\nb: 2\nc:', 'b: 2\nc:'],
  [6, '\n\n\n\n\nd: 4\n', 'd: 4\n'],
])('line %i: its document alone, on the same lines', (line, alone, content) => {
  expect(onlyDocument(text, line)).toEqual({ text: alone, content })
})
