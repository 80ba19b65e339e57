import { expect, test } from 'vitest'
import { embedCode } from './EmbedForm.tsx'

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
