import { describe, expect, it } from 'vitest'
import { nextLayout } from './nextLayout.ts'

const column = {
  next: { x: 856, y: 56, width: 152, height: 500 },
  nextDirection: 'column',
} as const
const row = { next: { x: 54, y: 300, width: 326, height: 72 }, nextDirection: 'row' } as const
const web = [1, 0.5]
const train = [5, 5, 8]

describe('nextLayout', () => {
  it.each([
    ['two lanes', web],
    ['three lanes', train],
  ])('keeps the current piece clear of its frame: %s', (_, shape) => {
    for (const areas of [column, row]) {
      const box = nextLayout(areas, [shape], 1).boxes[0]!
      expect(box.x - box.frame!.x).toBeGreaterThanOrEqual(7)
      expect(box.frame!.x + box.frame!.width - box.x - box.width).toBeGreaterThanOrEqual(7)
    }
  })

  it('shows as many as fit, then says how many more', () => {
    const many = Array.from({ length: 24 }, () => web)
    for (const areas of [column, row]) {
      const { boxes, more } = nextLayout(areas, many, 40)
      expect(boxes.length).toBeGreaterThan(2)
      expect(boxes.length).toBeLessThan(24)
      expect(more).toBeDefined()
      for (const box of boxes) {
        expect(box.x + box.width).toBeLessThanOrEqual(areas.next.x + areas.next.width)
        expect(box.floor).toBeLessThanOrEqual(areas.next.y + areas.next.height)
      }
    }
  })

  it.each([
    [2, 40],
    [5, 7],
    [24, 1234],
  ])(
    'keeps the count of what is not shown clear of the last piece: %i shapes, %i in all',
    (shapes, total) => {
      const { boxes, more } = nextLayout(
        row,
        Array.from({ length: shapes }, () => web),
        total,
      )
      const half = (`+ ${total - boxes.length} more`.length * 6.5) / 2
      expect(more!.x - half).toBeGreaterThanOrEqual(boxes.at(-1)!.x + boxes.at(-1)!.width + 4)
      expect(more!.x + half).toBeLessThanOrEqual(row.next.x + row.next.width)
    },
  )

  it.each([
    [3, 0],
    [8, 0],
    [14, 0],
    [40, 40],
  ])('a name of %i letters stands within the frame of a row', (name, cut) => {
    const [first, second] = nextLayout(row, [web, web, web], 3, name).boxes
    const { x, width } = first!.frame!
    if (cut === 0) expect(width).toBeGreaterThan(name * 7.2 + 8)
    else expect(width).toBeLessThanOrEqual(row.next.width / 3 + 1)
    expect(first!.x + first!.width / 2).toBeCloseTo(x + width / 2, -0.5)
    expect(second!.x).toBeGreaterThan(x + width + 8)
  })

  it('is empty when nothing waits', () => {
    expect(nextLayout(column, [], 0)).toMatchObject({ boxes: [], more: undefined })
  })
})

describe('NEXT for an audience', () => {
  const hall = {
    next: { x: 876, y: 88, width: 168, height: 720 },
    nextDirection: 'column',
  } as const

  it.each([1, 2 / 3])('has a text under the current piece alone, and larger pieces: %d', (big) => {
    const { x, y, width, height } = hall.next
    const next = { x: x * big, y: y * big, width: width * big, height: height * big }
    const { boxes, lane } = nextLayout({ ...hall, next, big }, [web, web, [3, 1]], 3)
    expect(boxes.map(({ nameY }) => nameY !== undefined)).toEqual([true, false, false])
    expect(lane).toBeCloseTo(47 * big, 0)
    expect(boxes[0]!.nameY).toBeLessThan(boxes[0]!.frame!.y + boxes[0]!.frame!.height)
    expect(boxes[1]!.floor - boxes[1]!.height).toBeGreaterThan(
      boxes[0]!.frame!.y + boxes[0]!.frame!.height + 20 * big,
    )
    const many = nextLayout(
      { ...hall, next, big },
      Array.from({ length: 24 }, () => [3, 1]),
      40,
    )
    expect(many.more!.y - many.boxes.at(-1)!.floor).toBeGreaterThan(20 * big)
    expect(many.more!.y).toBeLessThan(next.y + next.height)
  })
})

describe('a piece that is taller than NEXT has room for', () => {
  it.each([
    ['column', column],
    ['row', row],
  ])('is cut off and leaves the others readable: %s', (_, areas) => {
    const usual = nextLayout(areas, [web, [3, 1]], 2)
    const { boxes, cell, most } = nextLayout(areas, [[1000, 256], web, [3, 1], [64, 1]], 4)
    expect(cell).toBe(usual.cell)
    expect(1000).toBeGreaterThan(most)
    expect(boxes[0]!.height).toBeCloseTo(most * cell)
    expect(boxes[0]!.height).toBeLessThanOrEqual(areas.next.height)
    expect(boxes.length).toBeGreaterThanOrEqual(2)
    expect(boxes[1]!.height).toBeCloseTo(cell)
  })

  it('is whole as long as it fits', () => {
    const { most, cell } = nextLayout(column, [[8, 8], web], 2)
    expect(most).toBeGreaterThan(8)
    expect(cell * most).toBeCloseTo(column.next.height * 0.34)
  })
})
