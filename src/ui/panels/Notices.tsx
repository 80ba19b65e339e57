import { useEffect, useState } from 'react'
import { OPENING } from '../state/opening.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage } from '../state/stores.ts'
import { Icon } from '../widgets/Icon.tsx'
import { words } from '../words/words.ts'

/** Sentences in a place that is kept free for them, so that the stage never moves for one. */
export function Notices() {
  return (
    <div className="notices" role="status">
      <EngineNotice />
      <StageNotice />
      <PageNotice />
      <UpdateNotice />
    </div>
  )
}

function EngineNotice() {
  const engine = usePage((page) => page.engine)
  const session = useSession()
  if (engine.state === 'ready') return null
  const hasFailed = engine.state === 'failed' || engine.state === 'unreachable'
  return (
    <div className="notice" data-tone={hasFailed ? 'alarm' : 'info'}>
      <p>{words.notices[engine.state]}</p>
      {engine.state === 'failed' && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            usePage.setState({ engine: { state: 'ready' } })
            session.load(OPENING).catch(() => {})
          }}
        >
          {words.notices.startAgain}
        </button>
      )}
      {engine.state === 'unreachable' && (
        <button type="button" className="button small" onClick={() => session.retry()}>
          {words.notices.retry}
        </button>
      )}
      {(engine.state === 'restored' || engine.state === 'failed') && (
        <Close onClick={() => usePage.setState({ engine: { state: 'ready' } })} />
      )}
    </div>
  )
}

/** Offered, never forced; what is open is kept (state/keepRun.ts). */
function UpdateNotice() {
  const update = usePage((page) => page.update)
  const [later, setLater] = useState(false)
  if (update === undefined || later) return null
  return (
    <div className="notice" data-tone="info">
      <p>{words.notices.update}</p>
      <button type="button" className="button small" onClick={update}>
        {words.notices.updateNow}
      </button>
      <Close onClick={() => setLater(true)} />
    </div>
  )
}

function StageNotice() {
  const stage = usePage((page) => page.stage)
  if (typeof stage === 'string') return null
  return (
    <div className="notice" data-tone="alarm">
      <p title={stage.error}>{words.notices.noStage}</p>
    </div>
  )
}

function PageNotice() {
  const notice = usePage((page) => page.notice)
  useEffect(() => {
    if (notice?.lasts === undefined) return
    const timer = setTimeout(() => {
      if (usePage.getState().notice === notice) usePage.setState({ notice: undefined })
    }, notice.lasts)
    return () => clearTimeout(timer)
  }, [notice])
  if (notice === undefined) return null
  const close = () => usePage.setState({ notice: undefined })
  return (
    <div className="notice" data-tone={notice.tone}>
      <p>{notice.text}</p>
      {notice.action !== undefined && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            close()
            notice.action?.run()
          }}
        >
          {notice.action.label}
        </button>
      )}
      <Close onClick={close} />
      {notice.diagnostics !== undefined && notice.diagnostics.length > 0 && (
        <ul>
          {notice.diagnostics.map((diagnostic) => (
            <li key={`${diagnostic.line}:${diagnostic.column}:${diagnostic.message}`}>
              {words.notices.at(diagnostic.line, diagnostic.column)}: {diagnostic.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Close({ onClick }: { readonly onClick: () => void }) {
  return (
    <button
      type="button"
      className="button icon small"
      aria-label={words.notices.close}
      onClick={onClick}
    >
      <Icon name="close" size={14} />
    </button>
  )
}
