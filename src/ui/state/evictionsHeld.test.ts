import { expect, test } from 'vitest'
import { evictionsHeld } from './evictionsHeld.ts'

/** `+` is ready, `-` is not, `b` boots; a space begins another zone. */
const machines = (text: string) =>
  text.split(' ').flatMap((nodes, zone) =>
    [...nodes].map((letter) => ({
      zone: String(zone),
      notReady: letter === '-',
      booting: letter === 'b',
    })),
  )

test.each([
  ['', undefined],
  ['+++', undefined],
  ['--+', undefined],
  ['---+', 'zone'],
  ['---+++', undefined],
  ['---', 'all'],
  ['---b', 'all'],
  ['--- +', undefined],
  ['---+ ++', 'zone'],
  ['-- -', 'all'],
] as const)('evictions of %s are held: %s', (text, held) => {
  expect(evictionsHeld(machines(text))).toBe(held)
})
