import { expect, test } from 'vitest'
import { structurallyEqual } from './structuralEquality.ts'

test.each([
  [{ a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] }, true],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: undefined }, {}, true],
  [{}, { a: undefined }, true],
  [{ a: undefined, b: 1 }, { a: 1 }, false],
  [{ a: 1 }, { b: 1 }, false],
  [{ a: 1 }, { a: '1' }, false],
  [{ a: null }, {}, false],
  [[1, 2], [2, 1], false],
  [[1], [1, undefined], false],
  [[], {}, false],
  [{ toString: 1 }, {}, false],
  [{}, { toString: 1 }, false],
  [null, {}, false],
  ['a', 'a', true],
])('%j and %j: %s', (a, b, equal) => {
  expect(structurallyEqual(a, b)).toBe(equal)
  expect(structurallyEqual(b, a)).toBe(equal)
})
