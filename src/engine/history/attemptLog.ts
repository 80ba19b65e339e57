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
   * theirs and the names of candidates (both are empty then) and keep their outcome.
   */
  of(uid: string): readonly Attempt[]
  /** The latest attempts that came after the `count`-th, oldest first, at most 16. */
  after(count: number): readonly Attempt[]
  /** How many there have been. */
  readonly count: number
  /** Gives up the oldest verdicts until so many are left; those to come are kept as ever. */
  thin(verdicts: number): void
}

interface Kept {
  attempt: Attempt
  /** Still with its verdicts. */
  whole: boolean
  gone: boolean
}

const weightOf = ({ verdicts, candidates }: Attempt): number =>
  verdicts.length + Math.floor(candidates.length / NAMES_PER_VERDICT)

export function createAttemptLog(
  perPod: number = PER_POD,
  verdictsInAll: number = VERDICTS_IN_ALL,
  attemptsInAll: number = ATTEMPTS_IN_ALL,
): AttemptLog {
  const byPod = new Map<string, Kept[]>()
  /**
   * In order of age, from `oldest` on; those that are gone stay until they are passed. A Set would do, but
   * its first element is found behind the holes of all that have been deleted.
   */
  let all: Kept[] = []
  let oldest = 0
  /** All before this one have lost their verdicts. */
  let oldestWhole = 0
  let size = 0
  const latest: Attempt[] = []
  let verdicts = 0
  let count = 0

  function strip(kept: Kept): void {
    if (!kept.whole) return
    const { attempt } = kept
    kept.whole = false
    verdicts -= weightOf(attempt)
    const { verdicts: all, examined = all.length, candidates } = attempt
    const { equals = candidates.length } = attempt
    const bare = { verdicts: [], candidates: [], counted: undefined }
    kept.attempt = { ...attempt, ...bare, examined, ...(equals > 1 && { equals }) }
  }

  function forget(kept: Kept): void {
    if (kept.whole) verdicts -= weightOf(kept.attempt)
    kept.whole = false
    kept.gone = true
    size -= 1
    const { uid } = kept.attempt
    const own = byPod.get(uid)!
    own.splice(own.indexOf(kept), 1)
    if (own.length === 0) byPod.delete(uid)
  }

  function forgetOldest(): void {
    while (all[oldest]!.gone) oldest += 1
    forget(all[oldest]!)
  }

  /** Throws away what is gone, once that is the most of it. */
  function tidy(): void {
    if (all.length < 2 * size + LATEST) return
    const firstWhole = all[oldestWhole]
    all = all.filter((kept) => !kept.gone || kept === firstWhole)
    oldest = 0
    oldestWhole = Math.max(0, firstWhole ? all.indexOf(firstWhole) : all.length)
  }

  function thin(most: number, last?: Kept): void {
    while (verdicts > most && oldestWhole < all.length && all[oldestWhole] !== last) {
      strip(all[oldestWhole]!)
      oldestWhole += 1
    }
  }

  return {
    get count() {
      return count
    },
    thin: (most) => thin(most),
    add(attempt) {
      count += 1
      latest.push(attempt)
      if (latest.length > LATEST) latest.shift()
      const kept: Kept = { attempt, whole: true, gone: false }
      const own = byPod.get(attempt.uid)
      if (own) own.push(kept)
      else byPod.set(attempt.uid, [kept])
      all.push(kept)
      size += 1
      verdicts += weightOf(attempt)
      if (own && own.length > perPod) forget(own[0]!)
      thin(verdictsInAll, kept)
      if (size > attemptsInAll) forgetOldest()
      tidy()
    },
    of: (uid) => (byPod.get(uid) ?? []).map(({ attempt }) => attempt),
    after: (seen) => latest.slice(Math.max(0, latest.length - (count - seen))),
  }
}
