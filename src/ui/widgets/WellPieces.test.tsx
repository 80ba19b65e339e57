import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { outlinePath, pieceCorners } from '../stage/geometry.ts'
import { type StandingPiece, WellPieces } from './WellPieces.tsx'

const measure = { lane: 20, gutter: 5, radius: 1, inset: 0.9 }
const APPS = ['a', 'b', 'c'].map((name) => ({
  letter: name.toUpperCase(),
  fill: `fill-${name}`,
  ink: `ink-${name}`,
  edge: `edge-${name}`,
  dotted: false,
}))

/** One on the other, `high` px each, the apps in turn. */
function stackOf(count: number, high: number, terminating = -1): StandingPiece[] {
  return Array.from({ length: count }, (_, key) => {
    const span = { low: key * high, high: (key + 1) * high }
    return { key, look: APPS[key % 3]!, terminating: key === terminating, spans: [span, span] }
  })
}

const draw = (
  pieces: readonly StandingPiece[],
  more: { dead?: boolean; lost?: boolean; faint?: boolean } = {},
) =>
  renderToStaticMarkup(
    <svg aria-hidden="true">
      <WellPieces
        pieces={pieces}
        measure={measure}
        height={400}
        lanes={2}
        clip="clip"
        dead={false}
        faint={false}
        letters
        edge={1}
        {...more}
      />
    </svg>,
  )

const count = (text: string, part: string) => text.split(part).length - 1

test('pieces of an app are one shape with all of their outlines', () => {
  const pieces = stackOf(90, 4)
  const drawn = draw(pieces)
  expect(count(drawn, '<path')).toBe(2 + 2 * APPS.length)
  expect(count(drawn, '<rect')).toBe(1)
  for (const { spans } of pieces) {
    const d = outlinePath(pieceCorners(spans, measure), measure.radius, 400)
    // Where pieces are clipped, on their ground, and as a fill and an edge.
    expect(count(drawn, d)).toBe(4)
  }
})

test('one that goes is paler and dashed, and the others of its app are not', () => {
  const drawn = draw(stackOf(6, 4, 3))
  expect(count(drawn, '<path')).toBe(2 + 2 * (APPS.length + 1))
  expect(count(drawn, 'opacity="0.38"')).toBe(1)
  expect(count(drawn, 'stroke-dasharray')).toBe(1)
})

test('of two apps of one hue the dotted one is a shape of its own, with its dots', () => {
  const [first] = APPS
  const span = (key: number) => ({ low: key * 20, high: (key + 1) * 20 })
  const pieces = [first!, { ...first!, dotted: true }].map((look, key) => ({
    key,
    look,
    terminating: false,
    spans: [span(key), span(key)],
  }))
  const drawn = draw(pieces)
  expect(count(drawn, '<pattern')).toBe(1)
  const [plain, dotted] = pieces.map(({ spans }) =>
    outlinePath(pieceCorners(spans, measure), measure.radius, 400),
  )
  expect(drawn).toContain(`d="${dotted}" fill="url(#clip-dots-1)"`)
  expect(drawn).not.toContain(`d="${plain}" fill="url(`)
  expect(count(drawn, 'fill="fill-a"')).toBe(2)
  expect(draw(pieces, { dead: true })).not.toContain('<pattern')
})

test('without power nothing has a colour', () => {
  const drawn = draw(stackOf(3, 20), { dead: true })
  expect(drawn).not.toMatch(/fill-|edge-|ink-/)
  expect(count(drawn, 'var(--dead-ink)')).toBe(3)
})

test('what a Kubernetes machine has lost is dotted outlines in its colours, as on the stage', () => {
  const drawn = draw(stackOf(3, 20), { lost: true })
  expect(count(drawn, 'stroke-dasharray="1.5 2"')).toBe(APPS.length)
  expect(count(drawn, 'opacity="0.1"')).toBe(APPS.length)
  for (const { edge } of APPS) expect(drawn).toContain(`stroke="${edge}"`)
  expect(drawn).not.toMatch(/var\(--dead|var\(--hinge|<text/)
})

test.each([
  ['high pieces', stackOf(4, 20), 4],
  ['low pieces', stackOf(4, 8), 0],
  ['pieces that ask for nothing', stackOf(4, 0), 0],
] as const)('letters where there is room: %s', (_, pieces, letters) => {
  expect(count(draw(pieces), '<text')).toBe(letters)
})
