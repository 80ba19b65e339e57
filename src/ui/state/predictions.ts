import type { Attempt } from '../../engine/scheduler/attempt.ts'
import type { Tally } from './walkStore.ts'

const KEY = 'podfall.predictions'

/** Any node that could just as well have been taken counts, and so does "none" when none fits. */
export function isRight(attempt: Attempt, guess: string | undefined): boolean {
  if (guess === undefined || attempt.selected === undefined) {
    return guess === undefined && attempt.selected === undefined
  }
  return attempt.selected === guess || attempt.candidates.includes(guess)
}

/** The tally of a run by its name, if this is the run that was left; storage may be blocked. */
export function readTally(run: string): Tally {
  const none = { right: 0, all: 0 }
  try {
    const stored: unknown = JSON.parse(globalThis.sessionStorage?.getItem(KEY) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return none
    const { run: of, right, all } = stored as Record<string, unknown>
    const counts = Number.isSafeInteger(right) && Number.isSafeInteger(all)
    if (of !== run || !counts) return none
    const tally = { right: right as number, all: all as number }
    return tally.right >= 0 && tally.right <= tally.all ? tally : none
  } catch {
    return none
  }
}

/** Keeps the tally for a reload of the page. */
export function writeTally(run: string, { right, all }: Tally): void {
  try {
    globalThis.sessionStorage?.setItem(KEY, JSON.stringify({ run, right, all }))
  } catch {
    // Then it lives as long as the page.
  }
}
