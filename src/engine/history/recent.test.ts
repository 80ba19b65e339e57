import { expect, it } from 'vitest'
import { createRecent } from './recent.ts'

it('keeps the latest, by the number that they have had from the start', () => {
  const recent = createRecent<string>(3)
  for (let n = 0; n < 11; n++) recent.push(`#${n}`)
  expect(recent.length).toBe(11)
  const kept = Array.from({ length: 13 }, (_, n) => recent.at(n))
  expect(kept.slice(8, 11)).toEqual(['#8', '#9', '#10'])
  expect([kept[0], kept[4], kept[11], kept[12]]).toEqual(Array(4).fill(undefined))
  expect(kept.filter(Boolean).length).toBeLessThan(6)
})
