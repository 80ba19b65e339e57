import { expect, test } from 'vitest'
import { readEmbedView } from '../state/embedView.ts'
import { embedCode, secondsOf } from './EmbedForm.tsx'

const plain = { autoplay: false, controls: true, speed: 1 }

test('the code has the link, and what was chosen before its fragment', () => {
  const code = embedCode('https://x.test/p/#s=zones&at=5', 'Zones', {
    autoplay: true,
    controls: false,
    speed: 2,
  })
  expect(code).toContain(
    'src="https://x.test/p/?embed=1&amp;autoplay=1&amp;controls=0&amp;speed=2#s=zones&amp;at=5"',
  )
})

test('a title cannot leave its attribute', () => {
  const code = embedCode('https://x.test/#s=a', '"><script>alert(1)</script>', plain)
  expect(code).toContain('title="Podfall: &quot;>&lt;script>alert(1)&lt;/script>"')
  expect(code.match(/"/g)).toHaveLength(14)
})

test.each([
  ['', undefined],
  ['  ', undefined],
  ['x', undefined],
  ['-1', undefined],
  ['1e999', undefined],
  ['0', 0],
  ['20', 20],
  ['1.23456', 1.235],
  ['9999999', 604_800],
])('H8 typed %j is %s seconds', (typed, seconds) => {
  expect(secondsOf(typed)).toBe(seconds)
})

test('H8 what is typed as start and end is what the frame plays', () => {
  const [start, end] = ['20', '30.5'].map(secondsOf)
  const code = embedCode('https://x.test/#s=a', 'A', { ...plain, start, end })
  const address = /src="([^"]*)"/.exec(code)![1]!.replaceAll('&amp;', '&')
  expect(new URL(address).hash).toBe('#s=a')
  expect(readEmbedView(new URL(address).search)).toMatchObject({ start: 20_000, end: 30_500 })
})
