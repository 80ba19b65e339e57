import fc from 'fast-check'
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

/** As it is added while nobody has asked for its verdicts. */
const unasked = (entry: Attempt): Attempt => ({
  ...entry,
  verdicts: [],
  examined: entry.verdicts.length,
})

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

  it('forgets the oldest of a pod', () => {
    const log = createAttemptLog(2)
    const own = [attempt('x'), attempt('x'), attempt('x')]
    for (const entry of own) log.add(entry)
    expect(log.of('x')).toEqual(own.slice(1))
  })

  it('drops the oldest verdicts over all pods, and keeps how the attempt ended', () => {
    const log = createAttemptLog(32, 10)
    const refused = { ...attempt('x', 4), message: '0/4 nodes are available.' }
    const [bound, last, larger] = [
      { ...attempt('y', 4), selected: 'node-1' },
      attempt('z', 6),
      attempt('z', 11),
    ]
    for (const entry of [refused, bound, last]) log.add(entry)
    expect(log.of('x')).toEqual([{ ...refused, verdicts: [], examined: 4 }])
    expect(log.of('y')).toEqual([bound])
    log.add(larger)
    expect(log.of('y')).toEqual([{ ...bound, verdicts: [], examined: 4 }])
    expect(log.of('z')).toEqual([{ ...last, verdicts: [], examined: 6 }, larger])
  })

  it('keeps a number of attempts in all', () => {
    const log = createAttemptLog(32, 100, 2)
    const three = [attempt('x'), attempt('y'), attempt('x')]
    for (const entry of three) log.add(entry)
    expect([log.of('x'), log.of('y')]).toEqual([[three[2]], [three[1]]])
    expect(log.count).toBe(3)
  })

  it('asks for verdicts when somebody wants them, once, and never for what it gives up', () => {
    const log = createAttemptLog(32, 10)
    const asked: string[] = []
    const add = (entry: Attempt) => {
      log.add(unasked(entry), () => {
        asked.push(entry.uid)
        return entry
      })
      return entry
    }
    const [x, y, z] = [attempt('x', 6), attempt('y', 4), attempt('z', 5)].map(add)
    // Fifteen verdicts are too many, whether they have been made or not.
    expect(log.outcomesOf('x')).toEqual([{ ...x, verdicts: [], examined: 6 }])
    expect(log.of('x')).toEqual(log.outcomesOf('x'))
    expect(log.outcomesOf('y')).toEqual([unasked(y!)])
    expect(log.outcomesAfter(0).map(({ uid }) => uid)).toEqual(['x', 'y', 'z'])
    expect(asked).toEqual([])
    expect(log.of('y')).toEqual([y])
    expect(log.of('y')).toEqual([y])
    expect(log.outcomesOf('y')).toEqual([y])
    expect(asked).toEqual(['y'])
    expect(log.after(2)).toEqual([z])
    log.thin(4)
    expect(log.of('y')).toEqual([{ ...y, verdicts: [], examined: 4 }])
  })

  it('forgets as one that looks through all of them would, however many pods take turns', () => {
    const entries = fc.array(fc.tuple(fc.nat(7), fc.nat(3), fc.nat(2), fc.boolean()), {
      maxLength: 400,
    })
    fc.assert(
      fc.property(entries, (list) => {
        const [perPod, verdictsInAll, attemptsInAll] = [3, 9, 12]
        const log = createAttemptLog(perPod, verdictsInAll, attemptsInAll)
        let known: Attempt[] = []
        let bound = 0
        for (const [pod, nodes, fits, isLate] of list) {
          // A pod that fits gets its node once and for all.
          const entry =
            fits > 0
              ? attempt(`pod-${pod}`, nodes)
              : { ...attempt(`bound-${bound++}`, nodes), selected: 'node-0' }
          if (isLate) log.add(unasked(entry), () => entry)
          else log.add(entry)
          known.push(entry)
          const own = known.filter(({ uid }) => uid === entry.uid)
          if (own.length > perPod) known = known.filter((each) => each !== own[0])
          const verdicts = () => known.reduce((sum, each) => sum + each.verdicts.length, 0)
          for (let i = 0; i < known.length - 1 && verdicts() > verdictsInAll; i++) {
            known[i] = { ...known[i]!, verdicts: [] }
          }
          if (known.length > attemptsInAll) known.shift()
        }
        const ids = (attempts: readonly Attempt[]) =>
          attempts.map(({ id, verdicts }) => `${id}: ${verdicts.length}`)
        const pods = Array.from({ length: 8 }, (_, pod) => `pod-${pod}`)
        for (let n = 0; n < bound; n++) pods.push(`bound-${n}`)
        for (const pod of pods) {
          const own = known.filter(({ uid }) => uid === pod)
          expect(ids(log.of(pod))).toEqual(ids(own))
        }
      }),
      { seed: 4, numRuns: 200 },
    )
  })
})
