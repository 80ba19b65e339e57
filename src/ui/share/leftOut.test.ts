import { expect, test } from 'vitest'
import { leftOut } from './leftOut.ts'

test.each([
  ['', []],
  ['?utm_source=chat&start=abc', []],
  ['?lesson=nonsense&present', []],
  ['?lang=es', []],
  ['?lang=zh-CN', []],
  ['?lang=xx', ['lang=xx']],
  ['?lang=', ['lang=']],
  ['?embed=1&autoplay=1&controls=0&speed=0.5&start=0&end=33.5', []],
  ['?embed=1&start=abc&end=-3&speed=9', ['start=abc', 'end=-3', 'speed=9']],
  ['?embed=yes&autoplay=on&__proto__=1', ['embed=yes', 'autoplay=on']],
  [`?lang=${'x'.repeat(1000)}`, [`lang=${'x'.repeat(40)}`]],
])('H3 of the address %s is left out: %j', (search, parts) => {
  expect(leftOut(search)).toEqual(parts)
})
