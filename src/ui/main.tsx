import { lazy, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { startEngineWorker } from './client/startEngineWorker.ts'
import { EMBED } from './state/embedView.ts'
import { setBusy } from './state/idle.ts'
import { startLanguage } from './state/language.ts'
import { OPENING } from './state/opening.ts'
import { SessionContext } from './state/SessionContext.ts'
import { createSession } from './state/session.ts'
import { usePage } from './state/stores.ts'
import { currentTheme } from './widgets/useTheme.ts'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/card.css'
import './styles/walk.css'
import './styles/timeline.css'
import './styles/dock.css'
import './styles/overlays.css'

document.documentElement.dataset.theme = currentTheme()
/** Texts of another language than English come before the first picture. */
const language = startLanguage()
/** The window with the speaker's notes, beside the one that the audience sees. */
const isPresenter = new URLSearchParams(location.search).has('presenter')
if (!isPresenter) {
  // Fetched beside the shell, so that both are there when the first picture is drawn.
  import('./stage/createStage.ts').catch(() => {
    // The stage itself asks again, and says so when it cannot be had.
  })
}

const session = createSession({ createWorker: startEngineWorker })
/** The first picture comes first: what is for the next visit waits until it has been drawn. */
const KEEPING_DELAY = 3_000

/** A run, or what mail has made of one (`#s%3D`, `#1.` without its beginning); never an anchor. */
const isLink = () => /^#(s(=|%3d|$)|\d+\.)/i.test(location.hash)
/** `#play`, `#play=daily`, `#play=SEED`: the game, over whatever is there. */
const isPlay = () => location.hash.startsWith('#play')
addEventListener('hashchange', () => {
  if (isPlay()) usePage.setState({ dialog: { type: 'game' } })
  if (!isLink()) return
  setBusy('starting', 1)
  void openLinkOfAddress()
    .then(tell)
    .finally(() => setBusy('starting', 0))
})
if (!isPresenter) void start()

/** A link to a run comes first; where there is none, or it is of no use, the opening story plays. */
async function start(): Promise<void> {
  setBusy('starting', 1)
  try {
    await openFirst()
  } finally {
    setBusy('starting', 0)
  }
}

async function openFirst(): Promise<void> {
  if (isPlay()) usePage.setState({ dialog: { type: 'game' } })
  const problem = isLink() ? await openLinkOfAddress() : undefined
  const asked = new URLSearchParams(location.search)
  if (asked.has('lesson') || asked.has('present')) {
    const { openAddress } = await import('./lessons/openAddress.ts')
    await openAddress(session, asked)
  }
  if (usePage.getState().file === undefined) await openOpening()
  tell(problem ?? (await problemOfSearch()))
  if (EMBED !== undefined) {
    const { startEmbed } = await import('./embed/startEmbed.ts')
    return startEmbed(session, EMBED)
  }
  setTimeout(keep, KEEPING_DELAY)
}

/** Work is kept in the browser, and so is the page itself. Without either, all works as before. */
async function keep(): Promise<void> {
  try {
    const { keepRun, reloadAndGoOn } = await import('./storage/keepRun.ts')
    await keepRun(session)
    if (!import.meta.env.PROD) return
    const { keepOffline } = await import('./offline/keepOffline.ts')
    await keepOffline(() => void reloadAndGoOn(session, () => location.reload()))
  } catch {
    // Chunks that cannot be had now come at the next visit.
  }
}

async function openLinkOfAddress(): Promise<string | undefined> {
  try {
    const { openLink } = await import('./share/openLink.ts')
    await language
    return await openLink(session, location.hash)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** What the address asks for and nobody can do. */
async function problemOfSearch(): Promise<string | undefined> {
  if (location.search === '') return undefined
  const { searchProblem } = await import('./share/openLink.ts')
  return searchProblem(location.search)
}

function tell(problem: string | undefined): void {
  if (problem !== undefined) usePage.setState({ notice: { tone: 'alarm', text: problem } })
}

/** The first visit needs no reading: the opening story plays as soon as the stage is there. */
async function openOpening(): Promise<void> {
  const reply = await session.load(OPENING, { play: false }).catch(() => undefined)
  if (reply?.loaded && EMBED === undefined && !isPlay()) whenStageIsSettled(session.play)
}

function whenStageIsSettled(go: () => void): void {
  if (usePage.getState().stage !== 'loading') {
    go()
    return
  }
  const stop = usePage.subscribe((page) => {
    if (page.stage === 'loading') return
    stop()
    go()
  })
}

const PresenterWindow = lazy(() =>
  import('./present/PresenterWindow.tsx').then((module) => ({ default: module.PresenterWindow })),
)

if (language === undefined) render()
else void language.finally(render)

function render(): void {
  const root = document.getElementById('root')
  if (root === null) return
  createRoot(root).render(
    isPresenter ? (
      <Suspense>
        <PresenterWindow />
      </Suspense>
    ) : (
      <SessionContext value={session}>
        <App />
      </SessionContext>
    ),
  )
}
