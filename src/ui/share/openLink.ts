import { placeOfAddress } from '../lessons/addressPlace.ts'
import { EXAMPLES } from '../state/examples.ts'
import { useLesson } from '../state/lessonStore.ts'
import type { Session } from '../state/session.ts'
import { usePage } from '../state/stores.ts'
import { inReadersWords } from '../words/diagnostics.ts'
import { shareWords as words } from '../words/share.ts'
import { leftOut } from './leftOut.ts'
import { type LinkProblem, readLink } from './link.ts'
import type { SharedRun } from './sharedRun.ts'

/**
 * Starts what a link speaks of. When it cannot, the page goes on showing what it shows, and the
 * answer is a sentence that says why.
 */
export async function openLink(session: Session, fragment: string): Promise<string | undefined> {
  const read = await readLink(fragment)
  if (read === undefined) return undefined
  const problem =
    'problem' in read ? sentence(read.problem) : await loadSharedRun(session, asShown(read.run))
  // What a newer page can read is read once the page has been reloaded.
  const isNewer = 'problem' in read && read.problem.type === 'newer'
  if (problem === undefined || isNewer) keepFragment(fragment, isNewer)
  else dropFragment()
  return problem
}

/**
 * What a link shows to an audience is shown from the beginning of the way there, and goes on after a reload as it
 * was left: with what was done to it, at its moment.
 */
function asShown(run: SharedRun): SharedRun {
  if (!new URLSearchParams(location.search).has('present')) return run
  useLesson.setState({ presenting: true })
  const place = placeOfAddress()
  if (place === undefined || !('at' in place)) return run
  const { at, done } = place
  if (done === undefined) return { ...run, at }
  const { scenario, bookmarks } = run
  return { scenario, ...(bookmarks && { bookmarks }), ...done, at }
}

/** A sentence about what an address asks for before its `#` and nobody can do; undefined = nothing. */
export function searchProblem(search: string): string | undefined {
  const parts = leftOut(search)
  return parts.length === 0 ? undefined : words.problems.leftOut(parts.join(', '))
}

/** Starts the run, paused at its moment; when it cannot, the old one stays and a sentence says why. */
export async function loadSharedRun(session: Session, run: SharedRun): Promise<string | undefined> {
  const text = textOf(run)
  if (text === undefined) {
    return words.problems.unknown('name' in run.scenario ? run.scenario.name : '')
  }
  const { scenario: _, ...choice } = run
  const reply = await session.load(text, { ...choice, play: false })
  if (reply.loaded) return undefined
  const [problem] = (await inReadersWords(reply)).diagnostics
  return words.problems.refused(problem?.message ?? '')
}

function textOf({ scenario }: SharedRun): string | undefined {
  if ('text' in scenario) return scenario.text
  return EXAMPLES.find((example) => example.name === scenario.name)?.text
}

function sentence(problem: LinkProblem): string {
  switch (problem.type) {
    case 'damaged':
      return words.problems.damaged(problem.where)
    case 'newer':
      return words.problems.newer
    case 'tooLarge':
      return words.problems.tooLarge
  }
}

/**
 * The address keeps speaking of the run, for a reload, until another file is opened.
 * @param nothing the link has opened nothing: what the page then plays by itself is no other file
 */
function keepFragment(fragment: string, nothing: boolean): void {
  let { file } = usePage.getState()
  const stop = usePage.subscribe((page) => {
    if (page.file === file) return
    const byItself = nothing && file === undefined
    file = page.file
    if (byItself) return
    stop()
    if (location.hash === fragment) dropFragment()
  })
}

function dropFragment(): void {
  history.replaceState(history.state, '', location.pathname + location.search)
}
