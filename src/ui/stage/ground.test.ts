import { describe, expect, it } from 'vitest'
import { Ground } from './ground.ts'
import { computeLayout, type MachineShape } from './layout.ts'
import { AREAS } from './testing/drawn.ts'

const machine = (row: number, cells = 16): MachineShape => ({
  row,
  lanes: [0, 1],
  heights: [cells, cells],
})
const layoutOf = (
  size: keyof typeof AREAS,
  count: number,
  { cells = 16, senders = false, zones = false } = {},
) => {
  const machines = Array.from({ length: count }, (_, row) => machine(row, cells))
  const groups = zones ? [{ label: 'a', count }] : []
  const sides = ['a', 'b'].map((lane) => ({ lane, machines, senders, groups }))
  return computeLayout(AREAS[size], sides, machine(-1), 1)
}

/** The machine in the middle of a side's room, and where it stands there. */
function looked(ground: Ground, size: keyof typeof AREAS) {
  const room = AREAS[size].lanes[0]
  const well = ground.wellAt(room.x + room.width / 2, room.y + room.height / 2, 60)
  return well && { row: well.row, x: well.x, floor: well.floor, width: well.width }
}

describe('a camera that somebody has taken to a machine', () => {
  it.each([
    ['desktop', 400, 410],
    ['desktop', 400, 700],
    ['desktop', 1_000, 1_364],
    ['phone', 200, 260],
  ] as const)('%s: looks at it when %i machines become %i', (size, before, after) => {
    const ground = new Ground()
    ground.setAreas(AREAS[size], 1)
    ground.setLayout(layoutOf(size, before), undefined)
    // At an edge there is nothing beyond it to look at.
    ground.setCamera(ground.closeTo(0, Math.floor(before * 0.4) + 4), 0, undefined)
    const first = looked(ground, size)
    expect(first).toBeDefined()
    ground.setLayout(layoutOf(size, after), 0)
    const second = looked(ground, size)
    expect(second?.row).toBe(first!.row)
    expect(second!.width / first!.width).toBeGreaterThan(0.7)
    expect(second!.width / first!.width).toBeLessThan(1.4)
  })
})

describe('a machine that one goes to', () => {
  it.each([
    ['desktop', 8, false],
    ['desktop', 24, false],
    ['desktop', 192, false],
    ['desktop', 24, true],
    ['phone', 24, false],
  ] as const)('%s: is seen up to its rim with %i cells (senders: %s)', (size, cells, senders) => {
    const ground = new Ground()
    ground.setAreas(AREAS[size], 1)
    ground.setLayout(layoutOf(size, 1_000, { cells, senders }), undefined)
    const { y, height } = AREAS[size].lanes[0]
    for (const node of [0, 437, 999]) {
      ground.setCamera(ground.closeTo(0, node), 0, undefined)
      expect(ground.lod).toBeLessThan(2)
      const well = ground.wells.find((one) => one.side === 0 && one.row === node)!
      expect(well.y).toBeGreaterThan(ground.clipOf(0)!.y)
      expect(well.y + well.height).toBeLessThanOrEqual(y + height - ground.strip + 1)
    }
    // Nothing of a well is drawn where requests run along their line.
    expect(ground.clipOf(0)!.y - y).toBe(senders ? 38 : 8)
  })
})

it('a machine that was seen whole still is when the window gets lower', () => {
  const ground = new Ground()
  ground.setAreas(AREAS.desktop, 1)
  ground.setLayout(layoutOf('desktop', 1_000, { cells: 24 }), undefined)
  ground.setCamera(ground.closeTo(0, 437), 0, undefined)
  const lanes = AREAS.desktop.lanes.map((room) => ({ ...room, height: 240 }))
  const low = { ...AREAS.desktop, lanes }
  const machines = Array.from({ length: 1_000 }, (_, row) => machine(row, 24))
  ground.setAreas(low, 1)
  const sides = ['a', 'b'].map((lane) => ({ lane, machines }))
  ground.setLayout(computeLayout(low, sides, machine(-1, 24), 1), undefined)
  const measure = ground.measure!
  expect(24 * measure.cell).toBeLessThan(240 - ground.strip)
  expect(24 * measure.cell).toBeGreaterThan((240 - ground.strip) * 0.75)
})

it('the air over the first wells stays as it is, however near one is', () => {
  const ground = new Ground()
  ground.setAreas(AREAS.desktop, 1)
  const layout = layoutOf('desktop', 1_000, { zones: true })
  ground.setLayout(layout, undefined)
  const top = (wells: Iterable<{ readonly y: number }>) =>
    Math.min(...[...wells].map(({ y }) => y)) - AREAS.desktop.lanes[0].y
  const [heading] = layout.headings
  expect(top(layout.wells)).toBeLessThan(24)
  for (const zoom of [1.1, 2, 8, 30]) {
    ground.setCamera({ zoom, x: 0, y: 0 }, 0, undefined)
    const { measure, wells } = ground.standing(0)!
    const first = wells[0]!.get(0)!
    const y = first.floor - 16 * measure.cell
    // Tiles stand on whole pixels, which are near by then.
    expect(top([{ y }])).toBeLessThan(24 + zoom / 2 + 1)
    expect(Math.abs(ground.headings[0]!.y - heading!.y)).toBeLessThan(4)
  }
})

it('all of the machines are seen when there are more, if all were seen before', () => {
  const ground = new Ground()
  ground.setAreas(AREAS.desktop, 1)
  ground.setLayout(layoutOf('desktop', 400), undefined)
  expect(ground.camera).toBeUndefined()
  ground.setLayout(layoutOf('desktop', 700), 0)
  expect(ground.camera).toBeUndefined()
})

it.each([
  ['desktop', 430, undefined],
  ['desktop', 1_000, undefined],
  ['desktop', 1_000, 1.05],
  ['phone', 430, undefined],
] as const)(
  '%s, %i tiles (zoom %s): between two neighbours there is a machine, too',
  (size, count, zoom) => {
    const ground = new Ground()
    ground.setAreas(AREAS[size], 1)
    ground.setLayout(layoutOf(size, count), undefined)
    ground.setCamera(zoom && { zoom, x: 0, y: 0 }, 0, undefined)
    expect(ground.lod).toBe(2)
    const { wells, measure } = ground.standing(0)!
    const at = (node: number) => wells[0]!.get(node)!
    const [first, right, under] = [at(11), at(12), at(21)]
    const mids = { x: first.x + first.width / 2, y: first.floor - 8 * measure.cell }
    const hit = (x: number, y: number) => ground.wellAt(x, y, 0)?.row
    expect(hit(mids.x, mids.y)).toBe(11)
    for (let x = mids.x; x <= right.x + right.width / 2; x += 0.5) {
      expect([11, 12]).toContain(hit(x, mids.y))
    }
    for (let y = mids.y; y <= under.floor - 8 * measure.cell; y += 0.5) {
      expect([11, 21]).toContain(hit(mids.x, y))
    }
    // What is under the last row of a block, and over the first, is nobody's.
    expect(hit(mids.x, first.floor - 60 - 40 * measure.cell)).toBeUndefined()
  },
)

it('several groups are all seen from the beginning, in rows of their own where tiles stay as large', () => {
  const areas = {
    ...AREAS.desktop,
    breakpoint: 'laptop',
    lanes: [{ x: 161, y: 170, width: 1_082, height: 240 }],
  } as const
  const machines = Array.from({ length: 5_000 }, (_, row) => machine(row))
  const groups = [1_667, 1_667, 1_666].map((count, i) => ({ label: 'abc'[i]!, count }))
  const opening = (side: { readonly groups?: typeof groups }) => {
    const ground = new Ground()
    ground.setAreas(areas, 1)
    const layout = computeLayout(areas, [{ lane: 'a', machines, ...side }], machine(-1), 1)
    ground.setLayout(layout, undefined)
    return { layout, camera: ground.camera }
  }
  expect(opening({}).camera).toBeDefined()
  const { layout, camera } = opening({ groups })
  expect(camera).toBeUndefined()
  expect(layout.headings.map(({ label, x }) => [label, x])).toEqual([
    ['a', 161],
    ['b', 161],
    ['c', 161],
  ])
})
