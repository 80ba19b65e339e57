import type { KeptBranch, LoggedCommand } from '../../engine/protocol.ts'
import type { StoredRun } from './keptRun.ts'

/** So many runs are kept. */
export const MOST_RUNS = 5

/** What a run was started with and what has been done in it since. */
export interface Doings {
  readonly text: string
  readonly log?: readonly LoggedCommand[]
  readonly branches?: readonly Pick<KeptBranch, 'name' | 'log'>[]
}

/**
 * Whether a person has done anything that would be lost: a text of their own, a command, a named branch or one with
 * a command, a bookmark. An example that was only looked at, in whatever order its pods came, can be opened again,
 * and so can a lesson whose steps gave all the commands.
 * @param isExample whether a text comes with the page
 * @param given what lessons do by themselves to this text
 */
export function isWork(
  { text, log = [], branches = [] }: Doings,
  bookmarks: number,
  isExample: (text: string) => boolean,
  given: readonly LoggedCommand[] = [],
): boolean {
  const known = new Set(given.map(asText))
  const isOwn = (commands: readonly LoggedCommand[]) =>
    commands.some((command) => !known.has(asText(command)))
  return (
    !isExample(text) ||
    bookmarks > 0 ||
    isOwn(log) ||
    branches.some((branch) => branch.name !== undefined || isOwn(branch.log))
  )
}

function asText({ at, command }: LoggedCommand): string {
  return JSON.stringify([at, command])
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
