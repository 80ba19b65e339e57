import type { Attempt } from './attempt.ts'

/** Attempts per pod, the oldest forgotten first when there are too many. */
export interface AttemptLog {
  add(attempt: Attempt): void
  /** Oldest first. */
  of(uid: string): readonly Attempt[]
}

const ATTEMPTS_PER_POD = 32
/** About 40 MB: a verdict with six scores takes some 600 bytes. */
const VERDICTS_IN_ALL = 60_000

export function createAttemptLog(
  perPod: number = ATTEMPTS_PER_POD,
  verdictsInAll: number = VERDICTS_IN_ALL,
): AttemptLog {
  const byPod = new Map<string, Attempt[]>()
  /** In order of age; ids grow. */
  const all = new Map<number, Attempt>()
  let verdicts = 0

  function forget(attempt: Attempt): void {
    const attempts = byPod.get(attempt.uid)
    if (!all.delete(attempt.id) || !attempts) return
    verdicts -= attempt.verdicts.length
    attempts.splice(attempts.indexOf(attempt), 1)
    if (attempts.length === 0) byPod.delete(attempt.uid)
  }

  return {
    add(attempt) {
      const attempts = byPod.get(attempt.uid)
      if (attempts) attempts.push(attempt)
      else byPod.set(attempt.uid, [attempt])
      all.set(attempt.id, attempt)
      verdicts += attempt.verdicts.length
      if (attempts && attempts.length > perPod) forget(attempts[0]!)
      for (const oldest of all.values()) {
        if (verdicts <= verdictsInAll || oldest === attempt) break
        forget(oldest)
      }
    },
    of: (uid) => [...(byPod.get(uid) ?? [])],
  }
}
