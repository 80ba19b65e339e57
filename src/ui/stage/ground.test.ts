import { describe, expect, it } from 'vitest'
import { Ground } from './ground.ts'
import { computeLayout, type MachineShape } from './layout.ts'
import { AREAS } from './testing/drawn.ts'

const machine = (row: number): MachineShape => ({ row, lanes: [0, 1], heights: [16, 16] })
const layoutOf = (size: keyof typeof AREAS, count: number) => {
  const machines = Array.from({ length: count }, (_, row) => machine(row))
  const sides = ['a', 'b'].map((lane) => ({ lane, machines }))
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
    ground.setCamera(ground.closeTo(0, Math.floor(before * 0.4)), 0, undefined)
    const first = looked(ground, size)
    expect(first).toBeDefined()
    ground.setLayout(layoutOf(size, after), 0)
    const second = looked(ground, size)
    expect(second?.row).toBe(first!.row)
    expect(second!.width / first!.width).toBeGreaterThan(0.7)
    expect(second!.width / first!.width).toBeLessThan(1.4)
  })
})

it('all of the machines are seen when there are more, if all were seen before', () => {
  const ground = new Ground()
  ground.setAreas(AREAS.desktop, 1)
  ground.setLayout(layoutOf('desktop', 400), undefined)
  expect(ground.camera).toBeUndefined()
  ground.setLayout(layoutOf('desktop', 700), 0)
  expect(ground.camera).toBeUndefined()
})
