import { loadSharedRun } from '../share/openLink.ts'
import { toSharedRun } from '../share/shareRun.ts'
import { bookmarksOf, useBookmarks } from '../state/bookmarks.ts'
import { OPENING } from '../state/opening.ts'
import type { Session } from '../state/session.ts'
import { usePage, usePlayback, useRun } from '../state/stores.ts'
import { settingsWords } from '../words/settings.ts'
import { shareWords as words } from '../words/share.ts'
import { clearStoredRun, readStoredRun, type StoredRun, writeStoredRun } from './keptRun.ts'

/** Pause after a change before the run is written. */
const SAVE_DELAY = 1_000
/** In this tab's session: the page was reloaded by itself and shall go on where it was. */
const GO_ON = 'podfall.goOn'

/**
 * Saves the run whenever it has changed and offers the last one of an earlier visit, or brings it
 * back at once when the page was reloaded for an update. What the page plays by itself at a first
 * visit is nobody's work and not kept.
 */
export async function keepRun(session: Session): Promise<void> {
  const earlier = await readStoredRun()
  const goesOn = takeGoOn()
  if (earlier !== undefined) {
    if (goesOn) await goOn(session, earlier)
    else if (!isWork(session)) offer(session, earlier)
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
  if (isWork(session)) later()
  // A hidden page may be the last one that is seen of it.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save()
  })
}

/** Saves the run, and reloads the page so that it goes on with it. */
export async function reloadAndGoOn(session: Session, reload: () => void): Promise<void> {
  if ((await saveNow(session)) === 'saved') {
    try {
      sessionStorage.setItem(GO_ON, '1')
    } catch {
      // Without it the run is offered instead.
    }
  }
  reload()
}

async function saveNow(session: Session): Promise<'saved' | 'nothing' | 'refused'> {
  const kept = session.kept()
  if (kept === undefined || !isWork(session)) return 'nothing'
  const title = useRun.getState().info?.title ?? ''
  const stored = { run: toSharedRun(kept, true), title, savedAt: Date.now() }
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

/** Whether a person has done anything: another scenario, another order, or a command. */
function isWork(session: Session): boolean {
  const load = session.kept()?.load
  return (
    load !== undefined &&
    (load.text !== OPENING ||
      load.shuffle !== undefined ||
      (load.log?.length ?? 0) > 0 ||
      (load.branches?.length ?? 0) > 0 ||
      bookmarksOf(load.text).length > 0)
  )
}

function offer(session: Session, stored: StoredRun): void {
  if (usePage.getState().notice !== undefined) return
  usePage.setState({
    notice: {
      tone: 'info',
      text: words.earlier(stored.title, stored.run.log?.length ?? 0),
      action: { label: words.goOn, run: () => void goOn(session, stored) },
    },
  })
}

async function goOn(session: Session, { run }: StoredRun): Promise<void> {
  const problem = await loadSharedRun(session, run).catch((error: unknown) => String(error))
  if (problem === undefined) return
  await clearStoredRun()
  usePage.setState({ notice: { tone: 'alarm', text: problem } })
}

function takeGoOn(): boolean {
  try {
    const marked = sessionStorage.getItem(GO_ON) !== null
    sessionStorage.removeItem(GO_ON)
    return marked
  } catch {
    return false
  }
}
