import { expect, test } from 'vitest'
import { createClock } from './eventQueue.ts'
import { createWorkQueue } from './workQueue.ts'

function recording() {
  const clock = createClock()
  const done: string[] = []
  const queue = createWorkQueue(clock, 'worker', (key) => done.push(`${clock.now} ${key}`))
  const run = () => {
    while (clock.step(100));
  }
  return { clock, queue, done, run }
}

test('a key is worked on once, in the order of its first mention', () => {
  const { queue, done, run } = recording()
  for (const key of ['a', 'b', 'a']) queue.add(key)
  expect(done).toEqual([])
  run()
  expect(done).toEqual(['0 a', '0 b'])
})

test('the earliest of several times counts', () => {
  const { queue, done, run } = recording()
  queue.addAt('a', 30)
  queue.addAt('a', 10)
  queue.addAt('a', 20)
  queue.addAt('b', 5)
  queue.add('b')
  run()
  expect(done).toEqual(['0 b', '10 a'])
})

test('dropped work is not done', () => {
  const { clock, queue, done, run } = recording()
  queue.addAt('a', 10)
  queue.drop('a')
  expect(clock.nextAt).toBeUndefined()
  run()
  expect(done).toEqual([])
})
