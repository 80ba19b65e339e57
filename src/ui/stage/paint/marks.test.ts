import { describe, expect, it } from 'vitest'
import { PodState } from '../../../engine/protocol.ts'
import { AREAS, exampleText, quadsOf, stageOf } from '../testing/drawn.ts'

const ONE = { ...AREAS.desktop, lanes: [{ x: 160, y: 116, width: 1684, height: 463 }] }

/** The last example's run at a moment, and what is drawn of resting pieces. */
function shown(name: string, at: number) {
  const stage = stageOf(exampleText(name), ONE)
  const glyphs: string[] = []
  stage.scene.brush.glyph = (text: string) => {
    glyphs.push(text)
    return glyphs.length
  }
  stage.advance(at)
  stage.painter.paint(0)
  return { ...stage, glyphs, quads: quadsOf(stage.painter.layers.resting) }
}

const digits = (glyphs: readonly string[]) => glyphs.filter((text) => /\d/.test(text)).sort()

describe('marks on pieces', () => {
  it('a rollout: the new template has its revision and a second line, the old one neither', () => {
    expect(digits(shown('roll-to-2', 5_000).glyphs)).toEqual([])
    const middle = shown('roll-to-2', 17_500)
    const { version } = middle.mirror.lanes[0]!.pods
    const second = [...version].filter((revision) => revision === 2).length
    expect(second).toBe(4)
    expect(digits(middle.glyphs)).toEqual(['2', '2', '2', '2'])
    expect(
      middle.quads.filter(({ fill, edge, lanes }) => fill === 0 && edge !== 0 && lanes === 2),
    ).toHaveLength(4)
  })

  it('pods that do not serve yet are hollow', () => {
    const { mirror, quads, scene } = shown('roll-to-2', 14_000)
    const { state } = mirror.lanes[0]!.pods
    const hollow = [...state].filter((one) => one === PodState.Unready).length
    expect(hollow).toBe(2)
    const fills = quads
      .filter(({ lanes, glyph }) => lanes === 2 && glyph >= 0)
      .map(({ fill }) => fill)
    expect(new Set(fills).size).toBe(2)
    expect(scene.sides[0]!.model.podsOn(0).length).toBeGreaterThan(0)
  })

  it('a volume is a drum, and stays with the pod that comes back elsewhere', () => {
    const before = shown('mysql', 15_000)
    const boxes = ({ quads }: typeof before) =>
      quads.filter(({ lanes, fill, edge }) => lanes === 1 && fill === 0 && edge !== 0).length
    expect(boxes(before)).toBe(2 * 3)
    const after = shown('mysql', 560_000)
    expect(boxes(after)).toBe(2 * 3)
  })

  it.each([
    ['waits for its disk on another machine', 'mysql', 700_000, 1],
    ['has just landed', 'mysql', 1_000, 0],
    ['pulls its image where people ask for it', 'qa-to-production', 500, 6],
    ['still pulls its image', 'qa-to-production', 3_000, 6],
    ['opens calmly', 'opening', 800, 0],
  ])('hollow while a pod %s: %s at %d ms', (_, name, at, expected) => {
    const { scene, mirror } = shown(name, at)
    const hollow = mirror.lanes.flatMap(({ pods }, side) =>
      Array.from({ length: pods.count }, (_, row) => row).filter(
        (row) => pods.alive[row] === 1 && pods.node[row]! >= 0 && scene.facts.isUnready(side, row),
      ),
    )
    expect(hollow).toHaveLength(expected)
  })

  it('the drum is pale until the disk is there', () => {
    const { scene, mirror } = shown('mysql', 700_000)
    const { pods } = mirror.lanes[0]!
    const drums = Array.from({ length: pods.count }, (_, row) => row)
      .filter((row) => pods.alive[row] === 1 && pods.volumes[row]! > 0 && pods.node[row]! >= 0)
      .map((row) => [pods.names[row], scene.facts.marksOf(0, row)?.attaching])
      .sort()
    expect(drums).toEqual([
      ['mysql-0', false],
      ['mysql-1', true],
      ['mysql-2', false],
    ])
  })

  it('restarts are counted, on red while a container cannot be kept running', () => {
    const { glyphs, mirror, scene } = shown('no-requests', 38_000)
    const { restarts } = mirror.lanes[0]!.pods
    const most = Math.max(...restarts)
    expect(most).toBeGreaterThan(0)
    expect(digits(glyphs)).toEqual([String(most)])
    // At this moment it waits for the next try: hollow, as it does not serve.
    const row = restarts.indexOf(most)
    expect(mirror.statuses[mirror.lanes[0]!.pods.status[row]!]).toBe('CrashLoopBackOff')
    expect(scene.facts.isUnready(0, row)).toBe(true)
  })
})
