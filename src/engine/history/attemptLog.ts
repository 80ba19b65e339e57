import type { Attempt } from '../scheduler/attempt.ts'
import { createAttemptList } from './attemptList.ts'

/** Attempts kept per pod; of one that is tried for ever the oldest are forgotten. */
const PER_POD = 32
/**
 * Verdicts kept per lane, about 40 MB once they are made: one with six scores takes some 600 bytes. Many
 * names of candidates count as one (see `weightOf`).
 */
const VERDICTS_IN_ALL = 60_000
/** Attempts kept per lane, with verdicts or without. */
export const ATTEMPTS_IN_ALL = 60_000
/** Attempts that one update carries at most. */
const LATEST = 16

/** Every scheduling attempt (or decision of the runbook) of one lane, by pod. */
export interface AttemptLog {
  /** @param whole see `AttemptList.push` */
  add(attempt: Attempt, whole?: () => Attempt): void
  /**
   * Of one pod, oldest first. When there are very many verdicts in all, the oldest attempts lose
   * theirs and the names of candidates (both are empty then) and keep their outcome.
   */
  of(uid: string): readonly Attempt[]
  /** The latest attempts that came after the `count`-th, oldest first, at most 16. */
  after(count: number): readonly Attempt[]
  /** What came of these attempts, in the same order: they may lack verdicts and names of candidates. */
  outcomesOf(uid: string): readonly Attempt[]
  outcomesAfter(count: number): readonly Attempt[]
  /** How many there have been. */
  readonly count: number
  /** Gives up the oldest verdicts until so many are left; those to come are kept as ever. */
  thin(verdicts: number): void
}

export function createAttemptLog(
  perPod: number = PER_POD,
  verdictsInAll: number = VERDICTS_IN_ALL,
  attemptsInAll: number = ATTEMPTS_IN_ALL,
): AttemptLog {
  /** From `oldest` on; before that all are forgotten. */
  const all = createAttemptList()
  let oldest = 0
  /** All before this one have lost their verdicts. */
  let oldestWhole = 0
  /**
   * Where a pod's attempts stand in `all`, of those before `indexed`. Most pods are tried once, and of most of
   * these nobody ever asks: they are entered here when somebody does, or when a pod is refused.
   */
  const byPod = new Map<string, number[]>()
  let indexed = 0
  let size = 0
  /** The latest ones, attempt n at n modulo their number. */
  const latest: { readonly attempt: Attempt; readonly whole: (() => Attempt) | undefined }[] = []
  let verdicts = 0

  function strip(at: number): void {
    const attempt = all.outcomeAt(at)
    if (!attempt) return
    verdicts -= all.weightAt(at)
    const { verdicts: told, examined = told.length, candidates } = attempt
    const { equals = candidates.length } = attempt
    const bare = { verdicts: [], candidates: [], counted: undefined }
    all.replace(at, { ...attempt, ...bare, examined, ...(equals > 1 && { equals }) })
  }

  function forget(at: number): void {
    const uid = all.uidAt(at)!
    if (at >= oldestWhole) verdicts -= all.weightAt(at)
    all.forget(at)
    size -= 1
    if (at >= indexed) return
    // It is the oldest of its pod.
    const own = byPod.get(uid)!
    own.shift()
    if (own.length === 0) byPod.delete(uid)
  }

  function forgetOldest(): void {
    while (all.uidAt(oldest) === undefined) oldest += 1
    forget(oldest)
  }

  function enterIndex(): void {
    for (; indexed < all.length; indexed++) {
      const uid = all.uidAt(indexed)
      if (uid === undefined) continue
      const own = byPod.get(uid)
      if (own) own.push(indexed)
      else byPod.set(uid, [indexed])
    }
  }

  function placesOf(uid: string): readonly number[] {
    enterIndex()
    return byPod.get(uid) ?? []
  }

  function latestAfter(seen: number): typeof latest {
    const found: typeof latest = []
    for (let n = Math.max(seen, log.count - LATEST, 0); n < log.count; n++) {
      found.push(latest[n % LATEST]!)
    }
    return found
  }

  /** Throws away the places of what is forgotten, once these are the most. */
  function tidy(): void {
    if (all.length < 2 * size + LATEST) return
    let whole = 0
    for (let at = oldestWhole; at < all.length; at++) if (all.uidAt(at) !== undefined) whole += 1
    all.tidy()
    oldest = 0
    oldestWhole = all.length - whole
    byPod.clear()
    indexed = 0
  }

  function thin(most: number, last = all.length): void {
    for (; verdicts > most && oldestWhole < last; oldestWhole++) strip(oldestWhole)
  }

  // How many there are is asked for after every timer: a member is found faster than an accessor.
  const log: { -readonly [Key in keyof AttemptLog]: AttemptLog[Key] } = {
    count: 0,
    thin: (most) => thin(most),
    add(attempt, whole) {
      latest[log.count % LATEST] = { attempt, whole }
      log.count += 1
      all.push(attempt, whole)
      size += 1
      verdicts += all.weightAt(all.length - 1)
      if (attempt.selected === undefined || (byPod.size > 0 && byPod.has(attempt.uid))) {
        enterIndex()
        const own = byPod.get(attempt.uid)!
        if (own.length > perPod) forget(own[0]!)
      }
      thin(verdictsInAll, all.length - 1)
      if (size > attemptsInAll) forgetOldest()
      tidy()
    },
    of: (uid) => placesOf(uid).map((at) => all.at(at)!),
    outcomesOf: (uid) => placesOf(uid).map((at) => all.outcomeAt(at)!),
    after: (seen) => latestAfter(seen).map(({ attempt, whole }) => whole?.() ?? attempt),
    outcomesAfter: (seen) => latestAfter(seen).map(({ attempt }) => attempt),
  }
  return log
}
