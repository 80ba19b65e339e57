import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { domLooks } from '../state/looks.ts'
import { PieceSwatch } from './PieceSwatch.tsx'

test('P10: where hues ran out, the second app of a hue has dots in lists, too', () => {
  const apps = Array.from({ length: 9 }, (_, index) => ({
    name: `app-${index}`,
    kind: 'Deployment' as const,
  }))
  const drawn = domLooks(apps, 'light').map((look) =>
    renderToStaticMarkup(<PieceSwatch look={look} />),
  )
  expect(new Set(drawn).size).toBe(9)
  expect(drawn.filter((swatch) => swatch.includes('dotted'))).toHaveLength(2)
})
