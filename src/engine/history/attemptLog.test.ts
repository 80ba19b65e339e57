import { describe, expect, it } from 'vitest'
import type { Attempt } from '../scheduler/attempt.ts'
import { createAttemptLog } from './attemptLog.ts'

let id = 0
function attempt(uid: string, nodes = 1): Attempt {
  const verdicts = Array.from({ length: nodes }, (_, n) => ({
    node: `node-${n}`,
    passed: [],
    scores: [],
  }))
  id += 1
  return { id, at: 0, namespace: 'd', pod: uid, uid, verdicts, candidates: [], maxTotal: 0 }
}

describe('the log of attempts', () => {
  it('keeps them by pod, oldest first', () => {
    const log = createAttemptLog()
    const [a, b, c] = [attempt('x'), attempt('y'), attempt('x')]
    for (const entry of [a, b, c]) log.add(entry)
    expect(log.of('x')).toEqual([a, c])
    expect(log.of('z')).toEqual([])
    expect(log.count).toBe(3)
  })

  it('gives at most the 16 latest', () => {
    const log = createAttemptLog()
    const all = Array.from({ length: 20 }, (_, n) => attempt(`pod-${n}`))
    for (const entry of all) log.add(entry)
    expect(log.after(0)).toEqual(all.slice(4))
    expect(log.after(18)).toEqual(all.slice(18))
    expect(log.after(20)).toEqual([])
  })

  it('forgets the oldest of a pod, and the oldest of all when there are too many verdicts', () => {
    const log = createAttemptLog(2, 10)
    const own = [attempt('x'), attempt('x'), attempt('x')]
    for (const entry of own) log.add(entry)
    expect(log.of('x')).toEqual(own.slice(1))
    const large = attempt('y', 9)
    log.add(large)
    expect(log.of('x')).toEqual(own.slice(2))
    const larger = attempt('z', 11)
    log.add(larger)
    expect([log.of('x'), log.of('y'), log.of('z')]).toEqual([[], [], [larger]])
  })
})
