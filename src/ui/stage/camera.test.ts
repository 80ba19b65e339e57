import { describe, expect, it } from 'vitest'
import {
  cameraBetween,
  clampCamera,
  project,
  reachOf,
  scaleAt,
  WHOLE,
  zoomAbout,
  zoomedMeasure,
  zoomOfWidth,
} from './camera.ts'
import { computeLayout, type MachineShape } from './layout.ts'
import type { StageAreas } from './stage.ts'
import { AREAS } from './testing/drawn.ts'

const machine = (row: number): MachineShape => ({ row, lanes: [0, 1], heights: [16, 16] })
const machines = (count: number) => Array.from({ length: count }, (_, row) => machine(row))
const layoutOf = (areas: StageAreas, count: number) =>
  computeLayout(
    areas,
    [
      { lane: 'a', machines: machines(count) },
      { lane: 'b', machines: machines(Math.ceil(count / 2)) },
    ],
    machine(-1),
    1,
  )

describe.each([
  ['desktop', 6],
  ['desktop', 60],
  ['desktop', 1_000],
  ['desktop', 5_000],
  ['phone', 60],
  ['phone', 1_000],
] as const)('%s, %i machines', (size, count) => {
  const areas = AREAS[size]
  const area = areas.lanes[0]
  const layout = layoutOf(areas, count)
  const reach = reachOf(layout, area, 0)

  it('the closest look shows single pods with room for letters', () => {
    const measure = zoomedMeasure(layout, scaleAt(reach.most, reach))
    expect(measure.lod).toBe(0)
    expect(measure.lane).toBeGreaterThanOrEqual(18)
    expect(measure.cell).toBeGreaterThanOrEqual(Math.min(20, area.height * 0.04))
  })

  it('sizes grow steadily with the zoom', () => {
    let before = { cell: 0, x: 0 }
    for (let zoom = 1; zoom <= reach.most; zoom *= 1.1) {
      const { cell } = zoomedMeasure(layout, scaleAt(zoom, reach))
      const { x } = scaleAt(zoom, reach)
      expect(cell).toBeGreaterThan(before.cell)
      expect(x).toBeGreaterThan(before.x)
      expect(zoomOfWidth(x, reach)).toBeCloseTo(zoom, 6)
      before = { cell, x }
    }
  })

  it('a tile fades into the well that it becomes, and nothing jumps', () => {
    let before: number | undefined
    for (let zoom = 1; zoom <= reach.most; zoom *= 1.01) {
      const scale = scaleAt(zoom, reach)
      const { lod, tile } = zoomedMeasure(layout, scale)
      if (layout.lod < 2) expect(tile).toBeUndefined()
      else if (lod === 2) before = 1
      else {
        expect((before ?? 0) - (tile?.opacity ?? 0)).toBeGreaterThanOrEqual(0)
        expect((before ?? 0) - (tile?.opacity ?? 0)).toBeLessThan(0.05)
        before = tile?.opacity ?? 0
        const outer = tile && 2 * tile.lane + tile.gutter
        if (outer) expect(outer).toBeCloseTo(layout.wells[0]!.width * scale.x, 6)
      }
    }
    if (layout.lod === 2) expect(before).toBe(0)
  })

  it('wells never overlap on the way', () => {
    for (let zoom = 1.05; zoom <= reach.most; zoom *= 1.2) {
      const scale = scaleAt(zoom, reach)
      const { lane, gutter, wall, pad } = zoomedMeasure(layout, scale)
      const width = 2 * lane + gutter + 2 * (wall + pad)
      expect(width).toBeLessThanOrEqual(layout.wells[0]!.width * scale.x + 0.01)
    }
  })

  it('what is under the pointer stays there, and nothing beyond the wells is shown', () => {
    const at = { x: 0.3, y: 0.8 }
    const point = (camera: typeof WHOLE) => {
      const scale = scaleAt(camera.zoom, reach)
      return [camera.x + (at.x - 0.5) / scale.x, camera.y + (at.y - 0.5) / scale.y]
    }
    const first = zoomAbout(WHOLE, reach.most * 0.6, at, reach)!
    const second = zoomAbout(first, reach.most, at, reach)!
    point(second).forEach((value, i) => {
      expect(value).toBeCloseTo(point(WHOLE)[i]!, 6)
    })
    const { scale, originX, originY } = project(
      { ...second, ...clampCamera({ ...second, x: 9, y: 9 }, reach) },
      area,
      reach,
    )
    expect(originX + (area.x + area.width) * scale.x).toBeCloseTo(area.x + area.width, 3)
    expect(originY + (area.y + area.height) * scale.y).toBeCloseTo(area.y + area.height, 3)
    expect(zoomAbout(second, 1, at, reach)).toBeUndefined()
  })

  it('the last row can be brought up over what the page lays over the lower edge', () => {
    const strip = 52
    const above = reachOf(layout, area, strip)
    const bottom = (zoom: number) => {
      const camera = clampCamera({ zoom, x: 0.5, y: 9 }, above)!
      const { scale, originY } = project(camera, area, above)
      return area.y + area.height - (originY + (area.y + area.height) * scale.y)
    }
    expect(bottom(above.most)).toBeCloseTo(strip, 6)
    // Nothing jumps when the zoom ends.
    expect(bottom(1.03)).toBeLessThan(2)
  })
})

it('a flight ends where it was bound for and zooms about one place', () => {
  const from = { zoom: 1, x: 0.5, y: 0.5 }
  const to = { zoom: 10, x: 0.2, y: 0.9 }
  expect(cameraBetween(from, to, 0)).toEqual(from)
  const end = cameraBetween(from, to, 1)
  expect([end.zoom, end.x, end.y].map((value) => Number(value.toFixed(9)))).toEqual([10, 0.2, 0.9])
  // The place that stands still: where both cameras show the same share.
  const fixed = (to.x * to.zoom - from.x * from.zoom) / (to.zoom - from.zoom)
  const share = (camera: typeof from) => (fixed - camera.x) * camera.zoom
  expect(share(cameraBetween(from, to, 0.3))).toBeCloseTo(share(from), 9)
})
