import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClock } from './eventQueue.ts'

function recording() {
  const clock = createClock()
  const fired: string[] = []
  for (const owner of ['a', 'b']) {
    clock.handle(owner, (key) => fired.push(`${clock.now} ${owner} ${key}`))
  }
  function run(limit: number): void {
    while (clock.step(limit));
  }
  return { clock, fired, run }
}

test('T3 timers fire by time, equal times in the order of setting', () => {
  const { clock, fired, run } = recording()
  clock.schedule('a', 'late', 30)
  clock.schedule('a', 'first', 10)
  clock.schedule('b', 'second', 10)
  run(100)
  expect(fired).toEqual(['10 a first', '10 b second', '30 a late'])
  expect(clock.now).toBe(100)
  expect(clock.nextAt).toBeUndefined()
})

test('setting the same owner and key again replaces the timer and its place in the order', () => {
  const { clock, fired, run } = recording()
  clock.schedule('a', 'x', 10)
  clock.schedule('a', 'y', 10)
  clock.schedule('a', 'x', 10)
  clock.schedule('b', 'x', 5)
  run(10)
  expect(fired).toEqual(['5 b x', '10 a y', '10 a x'])
})

test('a cancelled timer is gone, cancelling nothing is harmless', () => {
  const { clock, fired, run } = recording()
  clock.schedule('a', 'x', 10)
  expect(clock.dueAt('a', 'x')).toBe(10)
  clock.cancel('a', 'x')
  clock.cancel('a', 'never set')
  expect(clock.dueAt('a', 'x')).toBeUndefined()
  expect(clock.nextAt).toBeUndefined()
  run(20)
  expect(fired).toEqual([])
})

test('a time in the past counts as now', () => {
  const { clock, fired, run } = recording()
  run(50)
  clock.schedule('a', 'x', 10)
  expect(clock.nextAt).toBe(50)
  run(50)
  expect(fired).toEqual(['50 a x'])
})

test('step stops at its limit and leaves later timers alone', () => {
  const { clock, fired } = recording()
  clock.schedule('a', 'x', 10)
  expect(clock.step(9)).toBe(false)
  expect([clock.now, fired]).toEqual([9, []])
  expect(clock.step(10)).toBe(true)
  expect([clock.now, fired]).toEqual([10, ['10 a x']])
})

test('without a limit, time stays at the last timer', () => {
  const { clock, run } = recording()
  clock.schedule('a', 'x', 10)
  run(Number.POSITIVE_INFINITY)
  expect(clock.now).toBe(10)
})

test('an owner without a handler and a second handler are errors', () => {
  const { clock } = recording()
  clock.schedule('nobody', 'x', 0)
  expect(() => clock.step(0)).toThrow('nobody handles the timers of nobody')
  expect(() => clock.handle('a', () => {})).toThrow('already has a handler')
})

test('thousands of timers of few moments, most of them cancelled, fire in their order', () => {
  const { clock, fired, run } = recording()
  for (let n = 0; n < 3_000; n++) clock.schedule('a', String(n), n % 7)
  for (let n = 0; n < 3_000; n++) if (n % 11 > 0) clock.cancel('a', String(n))
  for (let at = 10; at < 500; at++) {
    clock.schedule('b', 'again', at)
    clock.schedule('b', `once ${at}`, at, 'beat')
    clock.cancel('b', `once ${at}`)
  }
  expect(clock.nextOf('beat')).toBeUndefined()
  run(1_000)
  const left = Array.from({ length: 3_000 }, (_, n) => n).filter((n) => n % 11 === 0)
  const sorted = left.toSorted((x, y) => (x % 7) - (y % 7) || x - y)
  expect(fired).toEqual([...sorted.map((n) => `${n % 7} a ${n}`), '499 b again'])
})

test('any mix of setting and cancelling fires like a sorted list', () => {
  const action = fc.record({
    key: fc.integer({ min: 0, max: 12 }).map(String),
    at: fc.integer({ min: 0, max: 20 }),
    cancel: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const { clock, fired, run } = recording()
      const expected = new Map<string, number>()
      for (const { key, at, cancel } of actions) {
        expected.delete(key)
        if (cancel) clock.cancel('a', key)
        else {
          clock.schedule('a', key, at)
          expected.set(key, at)
        }
      }
      run(20)
      const sorted = [...expected].sort(([, a], [, b]) => a - b)
      expect(fired).toEqual(sorted.map(([key, at]) => `${at} a ${key}`))
    }),
    { seed: 1, numRuns: 300 },
  )
})
