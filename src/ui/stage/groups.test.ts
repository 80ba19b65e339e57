import { describe, expect, it } from 'vitest'
import { applyUpdate, createMirror } from '../state/applyUpdate.ts'
import { grouped } from './groups.ts'
import { Crowd } from './harness/crowd.ts'
import { computeLayout, type MachineShape } from './layout.ts'
import { AREAS, exampleText, stageOf } from './testing/drawn.ts'

const machine = (row: number): MachineShape => ({ row, lanes: [0, 1], heights: [16, 16] })

function mirrorOf(nodes: number) {
  const mirror = createMirror()
  applyUpdate(mirror, new Crowd(nodes, 10).reset())
  return mirror
}

describe('machines in groups', () => {
  it.each([
    ['none', [0, 1, 2, 3, 4, 5], ''],
    ['zone', [0, 3, 1, 4, 2, 5], 'zone-a 2, zone-b 2, zone-c 2'],
    ['nodeGroup', [0, 1, 2, 3, 4, 5], 'normal 2, warm 2, reserved 2'],
    [{ label: 'disk' }, [0, 1, 2, 3, 4, 5], ''],
  ] as const)('%j', (by, order, groups) => {
    const mirror = mirrorOf(6)
    const { nodes } = mirror.lanes[0]!
    const found = grouped([0, 1, 2, 3, 4, 5], nodes, mirror, by, 'none')
    expect(found.rows).toEqual(order)
    expect(found.groups.map(({ label, count }) => `${label} ${count}`).join(', ')).toBe(groups)
  })

  it('three tiers: in the order of the scenario, with what each costs and what may be taken back', () => {
    const stage = stageOf(exampleText('three-tiers'), AREAS.desktop)
    const { scene, painter, mirror } = stage
    stage.advance(60_000)
    expect(mirror.info?.groupBy).toBe('nodeGroup')
    scene.setSettings({ ...scene.settings, groupBy: 'nodeGroup' })
    painter.paint(0)
    const texts = painter.labels.map(({ text }) => text)
    expect(texts.slice(0, 2)).toEqual(['gone at 02:30', 'gone at 02:50'])
    expect(scene.ground.headings.map(({ label, detail }) => [label, detail])).toEqual([
      ['normal', 'spot · $0.13/h'],
      ['warm backup', '$0.38/h'],
      ['reserved', '$0.23/h'],
    ])
    for (const one of ['normal', 'spot · $0.13/h', 'warm backup', 'reserved', '$0.23/h']) {
      expect(texts).toContain(one)
    }
    const { goneAt } = mirror.lanes[0]!.nodes
    expect([...goneAt.subarray(0, 6)]).toEqual([-1, 150_000, 170_000, -1, -1, -1])
  })

  it('maintenance: the machine whose drain a budget holds up says so, until it is empty', () => {
    const stage = stageOf(exampleText('maintenance'), AREAS.desktop)
    const texts = () => {
      stage.painter.paint(0)
      return stage.painter.labels.map(({ text }) => text)
    }
    stage.advance(20_000)
    expect(texts().filter((text) => text === 'budget: waits')).toHaveLength(1)
    stage.advance(60_000)
    expect(texts()).not.toContain('budget: waits')
  })

  it('those without a label come last', () => {
    const mirror = mirrorOf(6)
    const { nodes } = mirror.lanes[0]!
    nodes.zone[0] = 65_535
    expect(grouped([0, 1, 2], nodes, mirror, 'zone', 'none')).toEqual({
      rows: [1, 2, 0],
      groups: [
        { label: 'zone-b', count: 1 },
        { label: 'zone-c', count: 1 },
        { label: 'none', count: 1 },
      ],
    })
  })

  it.each([
    ['desktop', 6],
    ['desktop', 60],
    ['desktop', 430],
    ['desktop', 5_000],
    ['phone', 60],
    ['phone', 430],
  ] as const)(
    '%s, %i machines: every group under its own heading, none in another’s',
    (size, count) => {
      const areas = AREAS[size]
      const third = Math.floor(count / 3)
      const groups = [
        { label: 'a', count: third },
        { label: 'b', detail: 'spot', count: 1 },
        { label: 'c', count: count - third - 1 },
      ]
      const machines = Array.from({ length: count }, (_, row) => machine(row))
      const side = { lane: 'a', machines, groups }
      const layout = computeLayout(areas, [side, { ...side, lane: 'b' }], machine(-1), 1)
      const firsts = layout.headings.filter(({ part }) => part === 0)
      expect(firsts.map(({ label }) => label).join('')).toBe('abcabc')
      expect(firsts[1]!.detail).toBe('spot')
      const wells = layout.wells.filter((well) => well.side === 0)
      expect(wells).toHaveLength(count)
      let first = 0
      for (const [i, heading] of firsts.slice(0, 3).entries()) {
        const start = wells[first]!
        expect(start.x).toBeGreaterThanOrEqual(heading.x - 1)
        expect(start.x).toBeLessThan(heading.x + heading.width)
        expect(heading.y).toBeLessThan(start.y)
        expect(heading.y).toBeGreaterThan(areas.lanes[0].y)
        first += groups[i]!.count
      }
      // Over every machine the nearest line that reaches it is its own group's.
      const own = layout.headings.filter(({ side }) => side === 0)
      for (const [i, well] of wells.entries()) {
        const over = own
          .filter(({ x, y, width }) => y < well.y && well.x >= x - 1 && well.x < x + width)
          .toSorted((a, b) => b.y - a.y)
        expect(over[0]?.label).toBe(i < third ? 'a' : i === third ? 'b' : 'c')
      }
      for (const [i, well] of wells.entries()) {
        const other = wells[i + 1]
        if (!other || Math.abs(other.floor - well.floor) > 1) continue
        expect(other.x).toBeGreaterThanOrEqual(well.x + well.width)
      }
      const bottom = areas.lanes[0].y + areas.lanes[0].height
      expect(Math.max(...wells.map((well) => well.y + well.height))).toBeLessThanOrEqual(bottom + 1)
    },
  )
})
