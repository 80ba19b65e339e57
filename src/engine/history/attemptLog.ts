import type { Attempt } from '../scheduler/attempt.ts'

/** Attempts kept per pod; of one that is tried for ever the oldest are forgotten. */
const PER_POD = 32
/**
 * Verdicts kept per lane, about 40 MB: one with six scores takes some 600 bytes. So many names of
 * candidates count as one.
 */
const VERDICTS_IN_ALL = 60_000
const NAMES_PER_VERDICT = 64
/** Attempts kept per lane, with verdicts or without. */
export const ATTEMPTS_IN_ALL = 60_000
/** Attempts that one update carries at most. */
const LATEST = 16

/** Every scheduling attempt (or decision of the runbook) of one lane, by pod. */
export interface AttemptLog {
  add(attempt: Attempt): void
  /**
   * Of one pod, oldest first. When there are very many verdicts in all, the oldest attempts lose
   * theirs and the candidates (both are empty then) and keep their outcome.
   */
  of(uid: string): readonly Attempt[]
  /** The latest attempts that came after the `count`-th, oldest first, at most 16. */
  after(count: number): readonly Attempt[]
  /** How many there have been. */
  readonly count: number
}

interface Kept {
  attempt: Attempt
}

const weightOf = ({ verdicts, candidates }: Attempt): number =>
  verdicts.length + Math.floor(candidates.length / NAMES_PER_VERDICT)

export function createAttemptLog(
  perPod: number = PER_POD,
  verdictsInAll: number = VERDICTS_IN_ALL,
  attemptsInAll: number = ATTEMPTS_IN_ALL,
): AttemptLog {
  const byPod = new Map<string, Kept[]>()
  /** In order of age. */
  const all = new Set<Kept>()
  /** Those that still have their verdicts, in order of age. */
  const whole = new Set<Kept>()
  const latest: Attempt[] = []
  let verdicts = 0
  let count = 0

  function strip(kept: Kept): void {
    if (!whole.delete(kept)) return
    const { attempt } = kept
    verdicts -= weightOf(attempt)
    const { verdicts: all, examined = all.length } = attempt
    kept.attempt = { ...attempt, verdicts: [], examined, candidates: [], counted: undefined }
  }

  function forget(kept: Kept): void {
    strip(kept)
    all.delete(kept)
    const { uid } = kept.attempt
    const own = byPod.get(uid)!
    own.splice(own.indexOf(kept), 1)
    if (own.length === 0) byPod.delete(uid)
  }

  return {
    get count() {
      return count
    },
    add(attempt) {
      count += 1
      latest.push(attempt)
      if (latest.length > LATEST) latest.shift()
      const kept = { attempt }
      const own = byPod.get(attempt.uid)
      if (own) own.push(kept)
      else byPod.set(attempt.uid, [kept])
      all.add(kept)
      whole.add(kept)
      verdicts += weightOf(attempt)
      if (own && own.length > perPod) forget(own[0]!)
      for (const oldest of whole) {
        if (verdicts <= verdictsInAll || oldest === kept) break
        strip(oldest)
      }
      if (all.size > attemptsInAll) for (const oldest of all) return forget(oldest)
    },
    of: (uid) => (byPod.get(uid) ?? []).map(({ attempt }) => attempt),
    after: (seen) => latest.slice(Math.max(0, latest.length - (count - seen))),
  }
}
