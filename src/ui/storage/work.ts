import type { StoredRun } from './keptRun.ts'

/** So many runs are kept. */
export const MOST_RUNS = 5

/** What a run was started with and what has been done in it since. */
export interface Doings {
  readonly text: string
  readonly log?: readonly unknown[]
  readonly branches?: readonly unknown[]
}

/**
 * Whether a person has done anything that would be lost: a text of their own, a command, a branch, a
 * bookmark. An example that was only looked at, in whatever order its pods came, can be opened again.
 * @param isExample whether a text comes with the page
 */
export function isWork(
  { text, log = [], branches = [] }: Doings,
  bookmarks: number,
  isExample: (text: string) => boolean,
): boolean {
  return log.length > 0 || branches.length > 0 || bookmarks > 0 || !isExample(text)
}

/**
 * The kept runs with this one first. It takes the place of what was kept of it before, and of the same
 * work that another visit to the same link has left; the oldest beyond the limit goes.
 */
export function withRun(runs: readonly StoredRun[], one: StoredRun): readonly StoredRun[] {
  const work = workOf(one)
  const others = runs.filter((other) => other.id !== one.id && workOf(other) !== work)
  return [one, ...others].slice(0, MOST_RUNS)
}

/** All of a run but the moment that is shown. */
function workOf({ run }: StoredRun): string {
  const { at: _, ...work } = run
  return JSON.stringify(work)
}
