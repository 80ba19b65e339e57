import { expect, test } from 'vitest'
import { createMarkLog } from './markLog.ts'

const mark = (at: number) => ({ at, type: 'command', label: 'drain 3' }) as const

test('The latest marks are kept, and those forgotten are counted', () => {
  const marks = createMarkLog(100)
  for (let at = 0; at < 1_000; at++) {
    marks.push(mark(at))
    expect(marks.count).toBe(at + 1)
    const kept = marks.after(0)
    expect(kept.length + marks.forgotten).toBe(marks.count)
    expect(kept[0]).toEqual(mark(marks.forgotten))
    expect(kept.at(-1)).toEqual(mark(at))
    expect(kept.length).toBeGreaterThanOrEqual(Math.min(100, at + 1))
    expect(kept.length).toBeLessThan(200)
  }
})

test('Whoever has read some is told the others that are kept', () => {
  const marks = createMarkLog(2)
  for (const at of [0, 1, 2]) marks.push(mark(at))
  expect(marks.after(1)).toEqual([mark(1), mark(2)])
  expect(marks.after(3)).toEqual([])
  for (const at of [3, 4, 5]) marks.push(mark(at))
  expect(marks.after(1)).toEqual([mark(4), mark(5)])
})

test('All of them, where that is wanted', () => {
  const marks = createMarkLog(Number.POSITIVE_INFINITY)
  for (let at = 0; at < 20_000; at++) marks.push(mark(at))
  expect([marks.forgotten, marks.after(0).length]).toEqual([0, 20_000])
})
