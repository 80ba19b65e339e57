import { describe, expect, it } from 'vitest'
import { AREAS, exampleText, quadsOf, stageOf } from '../testing/drawn.ts'

const opening = exampleText('opening')

describe('terminating pods', () => {
  it.each(['desktop', 'phone'] as const)(
    'have a dashed edge and a letter where running ones have a whole edge: %s',
    (size) => {
      const { advance, command, painter, scene } = stageOf(opening, AREAS[size])
      advance(20_000)
      painter.paint(0)
      const dashed = () => quadsOf(painter.layers.resting).filter(({ dash }) => dash > 0)
      expect(dashed()).toEqual([])
      command({ type: 'drain', machine: 2 })
      painter.paint(0)
      const [left, right] = scene.sides
      const going = [left!, right!].flatMap(({ model }, side) =>
        model.nodes.flatMap((node) =>
          model.podsOn(node).filter((row) => scene.facts.isTerminating(side, row)),
        ),
      )
      expect(going.length).toBeGreaterThan(1)
      expect(dashed()).toHaveLength(going.length)
    },
  )

  it('on a machine without power are outlines as its other pods are', () => {
    const { advance, command, painter, scene } = stageOf(opening, AREAS.desktop)
    advance(20_000)
    command({ type: 'pullPlug', machine: 2 })
    advance(800_000)
    painter.paint(0)
    const { model } = scene.sides[1]!
    const rows = model.podsOn(model.nodes[1]!)
    expect(rows.every((row) => scene.facts.isTerminating(1, row))).toBe(true)
    const outlines = quadsOf(painter.layers.resting).filter(({ dash }) => dash > 0)
    expect(outlines.map(({ dash, glyph }) => [Math.round(dash * 10), glyph])).toEqual(
      rows.map(() => [24, -1]),
    )
  })
})

it.each([
  [5_000, []],
  [212_000, ['memory pressure']],
])('at %d ms a machine that runs out of memory says so over its rim', (at, expected) => {
  const { advance, painter } = stageOf(exampleText('no-requests'), AREAS.desktop)
  advance(at)
  painter.paint(0)
  const said = (kind: string) =>
    painter.labels.filter(({ key }) => key.startsWith(`${kind}:`)).map(({ text }) => text)
  expect(said('notice')).toEqual(expected)
  // Pods without a height would not be seen at all.
  expect(said('shapeless')).toHaveLength(at < 20_000 ? 0 : 2)
})

it('NEXT says of which namespace a pod is, where there are several', () => {
  const { advance, painter } = stageOf(exampleText('team-quota'), AREAS.desktop)
  advance(25_000)
  painter.paint(0)
  const names = painter.labels.filter(({ key }) => key.startsWith('name:'))
  expect(new Set(names.map(({ text }) => text))).toEqual(new Set(['video/encoder', 'shop/web']))
})

it('P20 on tiles a frame says where something runs that is too little to be seen', () => {
  const { advance, painter } = stageOf(exampleText('small-blog'), AREAS.desktop)
  const frames = () => quadsOf(painter.layers.marks).length
  painter.paint(0)
  const before = frames()
  advance(10_000)
  painter.paint(0)
  expect(frames() - before).toBe(3)
})

it('P20 on tiles nobody takes the room of a machine that the cloud takes back for free', () => {
  const { advance, command, painter } = stageOf(exampleText('small-blog'), AREAS.desktop)
  advance(10_000)
  painter.paint(0)
  const frames = () => quadsOf(painter.layers.marks).length
  const before = { frames: frames(), boxes: painter.layers.wells.count }
  command({ type: 'cordon', machine: 900 })
  painter.paint(0)
  expect(frames() - before.frames).toBe(1)
  // No idle part in either lane, and some pieces of tape.
  expect(painter.layers.wells.count).not.toBe(before.boxes)
  command({ type: 'uncordon', machine: 900 })
  painter.paint(0)
  expect({ frames: frames(), boxes: painter.layers.wells.count }).toEqual(before)
})

it('P21 the ring around a machine that one has gone to ends over its name', () => {
  const { painter, scene } = stageOf(exampleText('small-blog'), AREAS.desktop)
  const { id, nodes } = scene.sides[0]!.model
  const node = nodes[300]!
  scene.setTargets(undefined, { type: 'node', lane: id, row: node })
  scene.ground.setCamera(scene.ground.closeTo(0, node), 0, undefined)
  scene.dirty = true
  painter.paint(0)
  const stand = scene.ground.standing(0)!
  const { floor } = stand.wells[0]!.get(node)!
  const { pad, wall, lod } = stand.measure
  expect(lod).toBeLessThan(2)
  const [ring] = quadsOf(painter.layers.moving).filter(({ bottom }) => bottom > floor)
  // The line's half and the quad's soft margin are under it, too.
  expect(ring!.bottom - floor - pad - wall).toBeLessThan(6)
})
