import { expect, test } from 'vitest'
import { parseGoDuration } from './goDuration.ts'

test.each([
  ['10s', 10_000],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['500ms', 500],
  ['1500us', 2],
  ['.5s', 500],
  ['0', 0],
  ['0s', 0],
  ['', undefined],
  ['10', undefined],
  ['s', undefined],
  ['-5s', undefined],
  ['5 s', undefined],
  ['5s x', undefined],
  ['9999999999999999h', undefined],
])('%j is %s ms', (text, millis) => {
  expect(parseGoDuration(text)).toBe(millis)
})
