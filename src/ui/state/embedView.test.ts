import { expect, test } from 'vitest'
import { readEmbedView } from './embedView.ts'

const plain = {
  autoplay: false,
  speed: undefined,
  controls: true,
  start: undefined,
  end: undefined,
}

test.each([
  ['', undefined],
  ['?embed=0', undefined],
  ['?embed=1', plain],
  [
    '?embed=1&autoplay=1&speed=2&controls=0&start=20&end=33.5',
    { autoplay: true, speed: 2, controls: false, start: 20_000, end: 33_500 },
  ],
  ['?embed=1&speed=3&start=-1&end=1e9&autoplay=yes&controls=', plain],
])('%s', (search, view) => {
  expect(readEmbedView(search)).toEqual(view)
})
