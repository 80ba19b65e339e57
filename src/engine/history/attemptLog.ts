import type { Attempt } from '../scheduler/attempt.ts'

/** Attempts kept per pod; of one that is tried for ever the oldest are forgotten. */
const PER_POD = 32
/** Verdicts kept per lane, about 40 MB: one with six scores takes some 600 bytes. */
const VERDICTS_IN_ALL = 60_000
/** Attempts that one update carries at most. */
const LATEST = 16

/** Every scheduling attempt (or decision of the runbook) of one lane, by pod. */
export interface AttemptLog {
  add(attempt: Attempt): void
  /** Of one pod, oldest first; the oldest are forgotten when there are very many in all. */
  of(uid: string): readonly Attempt[]
  /** The latest attempts that came after the `count`-th, oldest first, at most 16. */
  after(count: number): readonly Attempt[]
  /** How many there have been. */
  readonly count: number
}

export function createAttemptLog(
  perPod: number = PER_POD,
  verdictsInAll: number = VERDICTS_IN_ALL,
): AttemptLog {
  const byPod = new Map<string, Attempt[]>()
  /** In order of age. */
  const all = new Set<Attempt>()
  const latest: Attempt[] = []
  let verdicts = 0
  let count = 0

  function forget(attempt: Attempt): void {
    const own = byPod.get(attempt.uid)
    if (!all.delete(attempt) || !own) return
    verdicts -= attempt.verdicts.length
    own.splice(own.indexOf(attempt), 1)
    if (own.length === 0) byPod.delete(attempt.uid)
  }

  return {
    get count() {
      return count
    },
    add(attempt) {
      count += 1
      latest.push(attempt)
      if (latest.length > LATEST) latest.shift()
      const own = byPod.get(attempt.uid)
      if (own) own.push(attempt)
      else byPod.set(attempt.uid, [attempt])
      all.add(attempt)
      verdicts += attempt.verdicts.length
      if (own && own.length > perPod) forget(own[0]!)
      for (const oldest of all) {
        if (verdicts <= verdictsInAll || oldest === attempt) break
        forget(oldest)
      }
    },
    of: (uid) => [...(byPod.get(uid) ?? [])],
    after: (seen) => latest.slice(Math.max(0, latest.length - (count - seen))),
  }
}
