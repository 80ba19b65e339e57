import type { KeptRun } from '../client/runKeeper.ts'
import { bookmarksOf } from '../state/bookmarks.ts'
import { EXAMPLES } from '../state/examples.ts'
import type { SharedRun } from './sharedRun.ts'

/** What a link or file says of a run. `withMoment`: and of the moment that is shown. */
export function toSharedRun({ load, at }: KeptRun, withMoment: boolean): SharedRun {
  const { text, seed, shuffle, policies, log, branch, branches = [] } = load
  const bookmarks = bookmarksOf(text)
  const example = EXAMPLES.find((candidate) => candidate.text === text)
  return {
    scenario: example ? { name: example.name } : { text },
    ...(seed !== undefined && { seed }),
    ...(shuffle !== undefined && { shuffle }),
    ...(policies !== undefined && Object.keys(policies).length > 0 && { policies }),
    ...(log !== undefined && log.length > 0 && { log: [...log] as SharedRun['log'] }),
    ...(withMoment && { at }),
    ...(branch !== undefined && { branch }),
    ...(branches.length > 0 && { branches: [...branches] as SharedRun['branches'] }),
    ...(bookmarks.length > 0 && { bookmarks: [...bookmarks] }),
  }
}
