import { expect, test } from 'vitest'
import { createRandom } from '../sim/seededRandom.ts'
import { createNameSource, SERIES_KEPT } from './nameSeries.ts'

const source = () => createNameSource(createRandom(1))

test('A name depends on its prefix and on how often that was used, on nothing else', () => {
  const alone = source()
  const names = [1, 2, 3].map(() => alone('Pod', 'default', 'web-'))
  const among = source()
  const again = names.map(() => {
    among('Pod', 'default', 'other-')
    among('Pod', 'shop', 'web-')
    among('Job', 'default', 'web-')
    return among('Pod', 'default', 'web-')
  })
  expect(again).toEqual(names)
  expect(new Set(names).size).toBe(3)
})

test('A series that is used now and then goes on, however many others there are', () => {
  const next = source()
  const alone = source()
  for (let round = 0; round < 10; round++) {
    expect(next('Pod', 'default', 'web-')).toBe(alone('Pod', 'default', 'web-'))
    for (let job = 0; job < SERIES_KEPT - 1; job++) {
      next('Pod', 'default', `job-${round}-${job}-`)
    }
  }
})

test('A series that comes back after it was forgotten has no name twice', () => {
  const next = source()
  const seen = new Set<string>()
  const use = (prefix: string, times: number) => {
    for (let time = 0; time < times; time++) {
      const name = next('Pod', 'default', prefix)
      expect(seen).not.toContain(name)
      seen.add(name)
    }
  }
  use('web-', 100)
  use('cache-', 30)
  for (let job = 0; job < 2 * SERIES_KEPT; job++) use(`job-${job}-`, 1)
  use('web-', 100)
  use('cache-', 30)
})
