import { describe, expect, it } from 'vitest'
import { computeLayout, type MachineShape, slotStep } from './layout.ts'
import type { StageAreas } from './stage.ts'
import { AREAS as PAGES } from './testing/drawn.ts'

const desktop: StageAreas = {
  width: 1864,
  height: 662,
  breakpoint: 'desktop',
  nextDirection: 'column',
  lanes: [
    { x: 20, y: 116, width: 808, height: 463 },
    { x: 1036, y: 116, width: 808, height: 463 },
  ],
  next: { x: 856, y: 56, width: 152, height: 600 },
}
const small = (row: number): MachineShape => ({ row, lanes: [0, 1], heights: [8, 8] })
const side = (lane: string, machines: readonly MachineShape[]) => ({ lane, machines })
const many = (count: number, from = small) => Array.from({ length: count }, (_, row) => from(row))
const place = (left: readonly MachineShape[], right: readonly MachineShape[], pixel = 1) =>
  computeLayout(desktop, [side('a', left), side('b', right)], small(-1), pixel)

it.each([
  [950, [680, 120, 200], 1_660, 450, 0.97],
  [1_000, [], 808, 463, 0.9],
  [5_000, [1_667, 1_667, 1_666], 1_660, 450, 0.97],
] as const)('%i tiles reach across the room', (count, sizes, width, height, share) => {
  const room = { x: 20, y: 100, width, height }
  const areas = { ...PAGES.desktop, lanes: [room] }
  const machines = Array.from({ length: count }, (_, row) => ({
    row,
    lanes: [0, 1],
    heights: [16, 16],
  }))
  const groups = sizes.map((size, i) => ({ label: String(i), count: size }))
  const layout = computeLayout(areas, [{ lane: 'k', machines, groups }], machines[0]!, 1)
  expect(layout.lod).toBe(2)
  const right = Math.max(...layout.wells.map((well) => well.x + well.width))
  expect(right - room.x).toBeGreaterThan(width * share)
  expect(right - room.x).toBeLessThanOrEqual(width)
  // About square, never flat.
  expect(layout.wells[0]!.height).toBeGreaterThan(layout.wells[0]!.width * 0.95)
})

describe('computeLayout', () => {
  it('has the cells of the pictures: 40 px at 9 machines on a desktop', () => {
    const layout = place(many(9), many(6))
    expect(layout.cell).toBe(40)
    expect(layout.rows).toBe(1)
    expect(layout.lod).toBe(0)
  })

  it('shows the machines that a side did not need as slots', () => {
    const layout = place(many(9), many(6))
    const slots = (index: number) =>
      layout.wells.filter((well) => well.side === index && well.row < 0).length
    expect([slots(0), slots(1)]).toEqual([0, 3])
  })

  it('shows no slots where nothing is saved, and those of one side on the other alone', () => {
    const rows = (left: number, right: number) =>
      [0, 1].map(
        (index) =>
          place(many(left), many(right)).wells.filter((well) => well.side === index && well.row < 0)
            .length,
      )
    expect(rows(3, 3)).toEqual([0, 0])
    expect(rows(4, 3)).toEqual([0, 1])
    expect(rows(11, 7)).toEqual([0, 4])
    expect(rows(2, 14)).toEqual([12, 0])
    const alone = computeLayout(
      { ...desktop, lanes: [desktop.lanes[0]!] },
      [side('a', many(3))],
      small(-1),
      1,
    )
    expect(alone.wells).toHaveLength(3)
  })

  it.each([
    // Of three machines in a row for six the row begins at the left; for three it stands in the middle.
    [undefined, 3, 6],
    [12, 3, 6],
    [3, 3, 3],
    // One of four is gone: the others stay where they are.
    [4, 3, 4],
    [4, 4, 4],
    // Somebody has added one.
    [3, 4, 4],
  ])('with at most %s machines a side of %i has a row for %i', (most, count, slots) => {
    const limited = most === undefined ? {} : { most }
    const sides = ['a', 'b'].map((lane) => ({ ...side(lane, many(count)), ...limited }))
    expect(computeLayout(desktop, sides, small(-1), 1).slots).toBe(slots)
  })

  it('keeps every well inside its area and off its neighbours', () => {
    for (const count of [1, 3, 6, 7, 9, 11, 12, 13, 40, 90, 120]) {
      const { wells, rows } = place(many(count), many(Math.ceil(count / 2)))
      for (const well of wells) {
        const area = desktop.lanes[well.side]!
        expect(well.x, `${count} machines`).toBeGreaterThanOrEqual(area.x - 0.5)
        expect(well.x + well.width).toBeLessThanOrEqual(area.x + area.width + 0.5)
        expect(well.y).toBeGreaterThanOrEqual(area.y)
        expect(well.y + well.height).toBeLessThanOrEqual(area.y + area.height + 0.5)
      }
      const first = wells.filter((well) => well.side === 0)
      for (let i = 1; i < first.length; i++) {
        const a = first[i - 1]!
        const b = first[i]!
        if (b.y === a.y) expect(b.x - a.x - a.width).toBeGreaterThanOrEqual(rows > 1 ? 3 : 5)
      }
    }
  })

  it('draws machines of different sizes on one scale, on one floor', () => {
    const gpu: MachineShape = { row: 1, lanes: [0, 1, 2], heights: [16, 16, 16] }
    const layout = place([small(0), gpu], many(2))
    const [a, b] = layout.wells.filter((well) => well.side === 0 && well.row >= 0)
    expect(a!.floor).toBe(b!.floor)
    expect(b!.floor - b!.y).toBe(16 * layout.cell)
    expect(a!.floor - a!.y).toBe(8 * layout.cell)
    expect(b!.laneX).toHaveLength(3)
    expect(b!.width).toBeGreaterThan(a!.width)
  })

  it('keeps its measure while machines are bought within a step', () => {
    const three = place(many(3), many(3))
    const six = place(many(6), many(4))
    expect([six.cell, six.lane]).toEqual([three.cell, three.lane])
  })

  it('puts edges on whole device pixels', () => {
    for (const pixel of [1, 0.5, 1 / 3]) {
      for (const well of place(many(9), many(6), pixel).wells) {
        expect(Math.abs(well.x / pixel - Math.round(well.x / pixel))).toBeLessThan(1e-6)
        expect(Math.abs(well.floor / pixel - Math.round(well.floor / pixel))).toBeLessThan(1e-6)
      }
    }
  })

  it('uses several rows from 13 machines on and shows every machine at every count', () => {
    const layout = place(many(13), many(13))
    expect(layout.rows).toBeGreaterThan(1)
    expect(layout.lod).toBe(1)
    for (const count of [121, 1000, 5000]) {
      const tiles = place(many(count), many(10))
      expect(tiles.lod).toBe(2)
      expect(tiles.wells.filter((well) => well.side === 0)).toHaveLength(count)
      for (const well of tiles.wells) {
        expect(well.y + well.height).toBeLessThanOrEqual(desktop.lanes[0]!.y + 463 + 1)
      }
    }
  })

  it('leaves the line of senders clear of tiles', () => {
    const { y } = desktop.lanes[0]!
    const top = (senders: boolean) =>
      Math.min(
        ...computeLayout(desktop, [{ ...side('a', many(1_000)), senders }], small(-1), 1).wells.map(
          (well) => well.y,
        ),
      )
    expect(top(false) - y).toBeGreaterThanOrEqual(8)
    expect(top(true) - y).toBeGreaterThanOrEqual(30)
  })

  it('has room for nothing without failing', () => {
    const none = {
      ...desktop,
      lanes: desktop.lanes.map((lane) => ({ ...lane, width: 0, height: 0 })),
    }
    const layout = computeLayout(none, [side('a', many(3)), side('b', [])], small(-1), 1)
    for (const well of layout.wells) {
      expect(Number.isFinite(well.x + well.y + well.width + well.height)).toBe(true)
    }
  })
})

it.each([
  [1, 6],
  [6, 6],
  [7, 9],
  [9, 9],
  [10, 10],
  [12, 12],
])('slotStep(%i) is %i', (machines, slots) => {
  expect(slotStep(machines)).toBe(slots)
})

describe('on narrow screens', () => {
  /** Room of a lane as the page measures it on these screens (px). */
  const screens: readonly (readonly [string, StageAreas['breakpoint'], number, number])[] = [
    ['768x1024', 'tablet', 297, 250],
    ['820x1180', 'tablet', 323, 250],
    ['390x844', 'phone', 346, 200],
    ['320x568', 'phone', 276, 90],
    ['720x450', 'phone', 270, 180],
  ]
  it.each(screens)(
    '%s: pieces stay pieces, as large as they can be, up to 24 machines',
    (_, breakpoint, width, height) => {
      const areas: StageAreas = {
        ...desktop,
        breakpoint,
        lanes: [
          { x: 10, y: 100, width, height },
          { x: 400, y: 100, width, height },
        ],
      }
      for (let count = 1; count <= 24; count++) {
        const layout = computeLayout(
          areas,
          [side('a', many(count)), side('b', many(3))],
          small(-1),
          1,
        )
        expect(layout.lod, `${count} machines`).toBeLessThan(2)
        // Names and plugs have their place under one row, as long as lanes can be told apart.
        if (count <= 9 || (count <= 11 && width >= 290)) expect(layout.rows).toBe(1)
        expect(layout.lane).toBeGreaterThanOrEqual(8)
        for (const well of layout.wells) {
          expect(well.y, `${count} machines`).toBeGreaterThanOrEqual(100)
          expect(well.y + well.height).toBeLessThanOrEqual(100 + height + 0.5)
          expect(well.x + well.width).toBeLessThanOrEqual(areas.lanes[well.side]!.x + width + 0.5)
        }
      }
    },
  )
})
