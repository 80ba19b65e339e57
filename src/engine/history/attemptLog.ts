import type { Attempt } from '../scheduler/attempt.ts'

/** Attempts kept per pod: the first ones explain the start, the latest ones the present. */
const PER_POD = 64
/** Attempts that one update carries at most. */
const LATEST = 16

/** Every scheduling attempt (or decision of the runbook) of one lane, by pod. */
export interface AttemptLog {
  add(attempt: Attempt): void
  /** Of one pod, oldest first. */
  of(uid: string): readonly Attempt[]
  /** The latest attempts that came after the `count`-th, oldest first, at most 16. */
  after(count: number): readonly Attempt[]
  /** How many there have been. */
  readonly count: number
}

export function createAttemptLog(): AttemptLog {
  const byPod = new Map<string, Attempt[]>()
  const latest: Attempt[] = []
  let count = 0

  return {
    get count() {
      return count
    },
    add(attempt) {
      count += 1
      latest.push(attempt)
      if (latest.length > LATEST) latest.shift()
      const own = byPod.get(attempt.uid)
      if (!own) byPod.set(attempt.uid, [attempt])
      else {
        own.push(attempt)
        if (own.length > PER_POD) own.splice(PER_POD / 2, 1)
      }
    },
    of: (uid) => byPod.get(uid) ?? [],
    after: (seen) => latest.slice(Math.max(0, latest.length - (count - seen))),
  }
}
