import { EXAMPLES } from '../state/examples.ts'
import type { Session } from '../state/session.ts'
import { usePage } from '../state/stores.ts'
import { shareWords as words } from '../words/share.ts'
import { type LinkProblem, readLink } from './link.ts'
import type { SharedRun } from './sharedRun.ts'

/**
 * Starts what a link speaks of. When it cannot, the page goes on showing what it shows, and the
 * answer is a sentence that says why.
 */
export async function openLink(session: Session, fragment: string): Promise<string | undefined> {
  const read = await readLink(fragment)
  if (read === undefined) return undefined
  if ('problem' in read) return refuse(sentence(read.problem))
  const { run } = read
  const text = textOf(run)
  if (text === undefined && 'name' in run.scenario)
    return refuse(words.problems.unknown(run.scenario.name))
  const { seed, shuffle, policies, log, at } = run
  const reply = await session.load(text ?? '', {
    ...{ seed, shuffle, policies, log, at },
    play: false,
  })
  if (!reply.loaded) return refuse(words.problems.refused(reply.diagnostics[0]?.message ?? ''))
  keepFragment(fragment)
  return undefined
}

function textOf({ scenario }: SharedRun): string | undefined {
  if ('text' in scenario) return scenario.text
  return EXAMPLES.find((example) => example.name === scenario.name)?.text
}

function refuse(why: string): string {
  dropFragment()
  return why
}

function sentence(problem: LinkProblem): string {
  switch (problem.type) {
    case 'damaged':
      return words.problems.damaged(problem.detail)
    case 'newer':
      return words.problems.newer
    case 'tooLarge':
      return words.problems.tooLarge
  }
}

/** The address keeps speaking of the run, for a reload, until another file is opened. */
function keepFragment(fragment: string): void {
  const { file } = usePage.getState()
  const stop = usePage.subscribe((page) => {
    if (page.file === file) return
    stop()
    if (location.hash === fragment) dropFragment()
  })
}

function dropFragment(): void {
  history.replaceState(history.state, '', location.pathname + location.search)
}
