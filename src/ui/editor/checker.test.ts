import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CheckResult } from '../../engine/protocol.ts'
import { startChecker } from './checker.ts'

const nothing: CheckResult = { diagnostics: [], shapes: [], hasScenario: false }

function setUp(delay: number) {
  const state = { text: '', version: 0 }
  const checked: string[] = []
  const reported: string[] = []
  const failures: unknown[] = []
  let broken = false
  const checker = startChecker({
    getText: () => state.text,
    getLength: () => state.text.length,
    getVersion: () => state.version,
    check: (text) =>
      new Promise((resolve, reject) => {
        checked.push(text)
        setTimeout(() => (broken ? reject(new Error('gone')) : resolve(nothing)), delay)
      }),
    report: (_, __, text) => reported.push(text),
    failed: (error) => failures.push(error),
  })
  return {
    checker,
    checked,
    reported,
    failures,
    breakWorker: () => {
      broken = true
    },
    type(text: string) {
      state.text = text
      state.version++
      checker.changed()
    },
  }
}

describe('checker', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('waits for a pause in typing', async () => {
    const { type, checked, reported } = setUp(10)
    type('a')
    await vi.advanceTimersByTimeAsync(139)
    type('ab')
    await vi.advanceTimersByTimeAsync(139)
    expect(checked).toEqual([])
    await vi.advanceTimersByTimeAsync(11)
    expect(reported).toEqual(['ab'])
  })

  test('has one check under way, and reports only the latest text', async () => {
    const { type, checked, reported } = setUp(1000)
    type('a')
    await vi.advanceTimersByTimeAsync(150)
    type('ab')
    await vi.advanceTimersByTimeAsync(150)
    type('abc')
    await vi.advanceTimersByTimeAsync(3000)
    expect(checked).toEqual(['a', 'abc'])
    expect(reported).toEqual(['abc'])
  })

  test('large texts are checked after a longer pause', async () => {
    const { type, checked } = setUp(1)
    type('a'.repeat(600_000))
    await vi.advanceTimersByTimeAsync(600)
    expect(checked).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(200)
    expect(checked).toHaveLength(1)
  })

  test('now() does not wait', async () => {
    const { type, checker, reported } = setUp(5)
    type('a')
    const done = checker.now()
    await vi.advanceTimersByTimeAsync(5)
    await done
    expect(reported).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(1000)
    expect(reported).toEqual(['a'])
  })

  test('says when nobody answers, and tries again at the next change', async () => {
    const { type, failures, breakWorker, checked } = setUp(5)
    breakWorker()
    type('a')
    await vi.advanceTimersByTimeAsync(200)
    expect(failures).toHaveLength(1)
    type('b')
    await vi.advanceTimersByTimeAsync(200)
    expect(checked).toEqual(['a', 'b'])
  })

  test('is silent once disposed', async () => {
    const { type, checker, reported } = setUp(50)
    type('a')
    await vi.advanceTimersByTimeAsync(150)
    checker.dispose()
    await vi.advanceTimersByTimeAsync(500)
    expect(reported).toEqual([])
  })
})
