import { logBefore } from '../lessons/lesson.ts'
import { loadSharedRun } from '../share/openLink.ts'
import { toSharedRun } from '../share/shareRun.ts'
import { bookmarksOf, useBookmarks } from '../state/bookmarks.ts'
import { EXAMPLES } from '../state/examples.ts'
import { during } from '../state/idle.ts'
import { useLesson } from '../state/lessonStore.ts'
import type { Session } from '../state/session.ts'
import { usePage, usePlayback, useRun } from '../state/stores.ts'
import { scenarioTitle } from '../words/scenarios.ts'
import { settingsWords } from '../words/settings.ts'
import { shareWords as words } from '../words/share.ts'
import { clearStoredRun, readStoredRuns, type StoredRun, writeStoredRun } from './keptRun.ts'
import { type Doings, isWork } from './work.ts'

/** Pause after a change before the run is written. */
const SAVE_DELAY = 1_000
/** In this tab's session: the page was reloaded by itself and shall go on where it was. */
const GO_ON = 'podfall.goOn'

/**
 * Saves the run whenever it has changed and offers the last one of an earlier visit, also where a link
 * has brought another run, or brings it back at once when the page was reloaded for an update. What
 * is only looked at is nobody's work and not kept. An audience is offered nothing.
 */
export async function keepRun(session: Session): Promise<void> {
  const runs = await readStoredRuns()
  const goesOn = takeGoOn()
  const earlier = (goesOn && runs.find(({ id }) => id === goesOn)) || runs[0]
  if (earlier !== undefined) {
    if (goesOn) await goOnWith(session, earlier)
    else if (!useLesson.getState().presenting) offer(session, earlier)
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const save = () => {
    clearTimeout(timer)
    timer = undefined
    void saveNow(session)
  }
  const later = () => {
    timer ??= setTimeout(save, SAVE_DELAY)
  }
  useRun.subscribe((run, before) => {
    if (
      run.run !== before.run ||
      run.commands.all !== before.commands.all ||
      run.branches !== before.branches
    )
      later()
  })
  useBookmarks.subscribe(later)
  usePlayback.subscribe((now, before) => {
    if (!now.playing && (before.playing || now.playhead !== before.playhead)) later()
  })
  // What was done before this was fetched.
  later()
  // A hidden page may be the last one that is seen of it.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save()
  })
}

/** Saves the run, and reloads the page so that it goes on with it. */
export async function reloadAndGoOn(session: Session, reload: () => void): Promise<void> {
  if ((await saveNow(session)) === 'saved') {
    try {
      sessionStorage.setItem(GO_ON, place?.id ?? '')
    } catch {
      // Without it the run is offered instead.
    }
  }
  reload()
}

async function saveNow(session: Session): Promise<'saved' | 'nothing' | 'refused'> {
  const kept = session.kept()
  if (kept === undefined || !(await hasWork(kept.load))) return 'nothing'
  const title = useRun.getState().info?.title ?? ''
  const { text } = kept.load
  if (place?.text !== text) place = { id: `${Date.now()}-${Math.random()}`, text }
  const stored = { id: place.id, run: toSharedRun(kept, true), title, savedAt: Date.now() }
  if (await writeStoredRun(stored)) return 'saved'
  tellOnce()
  return 'refused'
}

let told = false
/** Work that is not kept has to be known of, once. */
function tellOnce(): void {
  if (told || usePage.getState().notice !== undefined) return
  told = true
  usePage.setState({
    notice: {
      tone: 'alarm',
      text: settingsWords.notKept,
      action: {
        label: settingsWords.save,
        run: () => usePage.setState({ notice: undefined, dialog: { type: 'share' } }),
      },
    },
  })
}

/** Where this page keeps its run: another scenario gets another place. */
let place: { readonly id: string; readonly text: string } | undefined

async function hasWork(load: Doings): Promise<boolean> {
  const marks = bookmarksOf(load.text).length
  if (!isWork(load, marks, isExample)) return false
  // Without what lessons are made of, a lesson is somebody's work.
  const lessons = await import('../lessons/shelf.ts').then(
    ({ LESSONS }) => LESSONS.filter(({ example }) => example.text === load.text),
    () => [],
  )
  const given = lessons.flatMap((lesson) => logBefore(lesson, lesson.steps.length))
  return isWork(load, marks, isExample, given)
}

function isExample(text: string): boolean {
  return EXAMPLES.some((example) => example.text === text)
}

function offer(session: Session, stored: StoredRun): void {
  if (usePage.getState().notice !== undefined) return
  usePage.setState({
    notice: {
      tone: 'info',
      text: words.earlier(scenarioTitle(stored.title), stored.run.log?.length ?? 0),
      action: { label: words.goOn, run: () => void during('coming', goOnWith(session, stored)) },
    },
  })
}

/**
 * Goes on with a kept run. It gets a place of its own, so that another tab may go on with the same;
 * as long as nothing else is done, the old place is given up. One that cannot be played is forgotten.
 */
export async function goOnWith(session: Session, { id, run }: StoredRun): Promise<void> {
  const problem = await loadSharedRun(session, run).catch((error: unknown) => String(error))
  place = undefined
  if (problem === undefined) return
  await clearStoredRun(id)
  usePage.setState({ notice: { tone: 'alarm', text: problem } })
}

/** The run that the page was reloaded for; undefined = it was opened by somebody. */
function takeGoOn(): string | undefined {
  try {
    const id = sessionStorage.getItem(GO_ON) ?? undefined
    sessionStorage.removeItem(GO_ON)
    return id
  } catch {
    return undefined
  }
}
