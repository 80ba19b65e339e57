import { expect, test } from 'vitest'
import { isPassed } from './channel.ts'

test.each([
  ['1', true],
  ['9', true],
  ['k', true],
  ['e', true],
  ['d', true],
  ['0', false],
  ['Escape', false],
  ['p', false],
  ['12', false],
  ['', false],
  [undefined, false],
  [{}, false],
])('G6 the key %j of the presenter’s window reaches the audience’s: %s', (key, passed) => {
  expect(isPassed(key)).toBe(passed)
})
