import { expect, test } from 'vitest'
import { createRandom } from './seededRandom.ts'

function draw(random: { below(bound: number): number }, count = 8, bound = 1_000): number[] {
  return Array.from({ length: count }, () => random.below(bound))
}

test('T1 the streams never change: every saved run depends on these numbers', () => {
  expect(draw(createRandom(1))).toEqual([650, 416, 167, 746, 97, 144, 717, 294])
  expect(draw(createRandom(7))).toEqual([974, 862, 9, 470, 922, 253, 456, 527])
  expect(createRandom(7).next()).toBe(0.9747447702775218)
  expect(draw(createRandom(7).fork('names'))).toEqual([617, 234, 839, 448, 89, 961, 188, 733])
})

test('a fork depends on seed and name, not on what was drawn before', () => {
  const used = createRandom(7)
  draw(used, 100)
  expect(draw(used.fork('names'))).toEqual(draw(createRandom(7).fork('names')))
  expect(draw(used.fork('names'))).not.toEqual(draw(used.fork('name')))
  expect(draw(used.fork('a').fork('b'))).not.toEqual(draw(used.fork('b').fork('a')))
})

test('numbers are in range and evenly spread', () => {
  const random = createRandom(3)
  const counts = new Array<number>(10).fill(0)
  for (let i = 0; i < 100_000; i++) counts[random.below(10)]! += 1
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  expect(random.below(1)).toBe(0)
  // Neighbouring seeds and names must not give neighbouring numbers.
  const means = ['seed', 'name'].map((what) => {
    let sum = 0
    for (let i = 0; i < 10_000; i++) {
      sum += (what === 'seed' ? createRandom(i) : random.fork(`pod-${i}`)).next()
    }
    return sum / 10_000
  })
  for (const mean of means) expect(Math.abs(mean - 0.5)).toBeLessThan(0.01)
})

test('draws from streams whose names begin alike are those of their forks', () => {
  const random = createRandom(7)
  const draws = random.drawsUnder('Pod default/web- ')
  for (const name of ['0', '1', '27', '']) {
    const stream = random.fork(`Pod default/web- ${name}`)
    expect(draws(name, 27, 5)).toEqual(Array.from({ length: 5 }, () => stream.below(27)))
  }
})
