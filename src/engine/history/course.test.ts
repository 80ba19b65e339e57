import { expect, test } from 'vitest'
import { createCourse, type Milestone, placesAlong } from './course.ts'

/** Moments with so much work each, a second apart. */
function played(moments: readonly number[], most?: number): readonly Milestone[] {
  const course = createCourse(most)
  let work = 0
  moments.forEach((more, second) => {
    work += more
    const milestone = { at: 1_000 * second, actions: work, work, pods: 0 }
    if (course.counts(work)) course.pass(milestone)
  })
  return course.milestones
}

const seconds = (milestones: readonly Milestone[]) => milestones.map(({ at }) => at / 1_000)

test('moments in which little happens stand together with the next ones', () => {
  expect(seconds(played([100, 1, 1, 1, 14, 20]))).toEqual([0, 4, 5])
})

test('however long the run is, there are few milestones, and the busy moments are among them', () => {
  const moments = Array.from({ length: 10_000 }, (_, second) => (second % 1_000 === 7 ? 9_000 : 20))
  const milestones = played(moments, 64)
  expect(milestones.length).toBeLessThanOrEqual(64)
  for (let busy = 7; busy < moments.length; busy += 1_000)
    expect(seconds(milestones)).toContain(busy)
})

test.each([
  ['evenly where the work is even', Array(9).fill(50), 100, [2, 5, 8]],
  ['at the end of a busy moment', [10, 40, 40, 900, 40, 40, 700, 40], 100, [3, 6]],
  ['nowhere in a run that is shorter', [30, 30, 30], 100, []],
])('places stand %s', (_, moments, distance, at) => {
  expect(seconds(placesAlong(played(moments), distance))).toEqual(at)
})

test('no moment is farther from a place before it, its own work aside', () => {
  const moments = Array.from(
    { length: 500 },
    (_, n) => 16 + ((n * 7919) % 97) + (n % 41 ? 0 : 2_000),
  )
  const milestones = played(moments)
  const places = placesAlong(milestones, 300)
  milestones.forEach(({ at, work }, index) => {
    const from = places.findLast((place) => place.at <= at)?.work ?? 0
    const before = Math.max(from, milestones[index - 1]?.work ?? 0)
    expect(Math.min(before, work) - from).toBeLessThanOrEqual(300)
  })
})
