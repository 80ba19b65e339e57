import { useSession } from '../state/SessionContext.ts'
import { useRun } from '../state/stores.ts'
import { Logo } from '../widgets/Logo.tsx'
import { scenarioTitle } from '../words/scenarios.ts'
import { shareWords as words } from '../words/share.ts'
import { words as page } from '../words/words.ts'
import './embed.css'

/** What is played, and the way to the whole page with the run as it stands. */
export function EmbedBar() {
  const session = useSession()
  const title = useRun((run) => run.info?.title)
  const open = async () => {
    // Opened by the click itself, or the browser takes it for a pop-up.
    const tab = window.open('about:blank')
    const kept = session.kept()
    const [{ writeLink }, { toSharedRun }] = await Promise.all([
      import('../share/link.ts'),
      import('../share/shareRun.ts'),
    ])
    const fragment = kept === undefined ? '' : await writeLink(toSharedRun(kept, true))
    if (tab === null) return
    tab.opener = null
    tab.location.href = location.origin + location.pathname + fragment
  }
  return (
    <div className="embed-bar">
      <Logo size={18} />
      <span aria-hidden="true">{page.product}</span>
      <b>{scenarioTitle(title ?? '')}</b>
      <button type="button" className="button small" onClick={() => void open()}>
        {words.openInPodfall}
      </button>
    </div>
  )
}
