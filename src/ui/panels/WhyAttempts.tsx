import { useSession } from '../state/SessionContext.ts'
import { usePage } from '../state/stores.ts'
import { panelWords } from '../words/panels.ts'
import { walkWords } from '../words/walk.ts'
import type { Shown } from './whyShown.ts'

/** Which of the pod's attempts is shown, and the way to the moment before it. */
export function WhyAttempts({ shown }: { readonly shown: Shown }) {
  const session = useSession()
  const { all, index, turn, lane, attempt } = shown
  return (
    <div className="why-pages">
      {all.length > 1 && (
        <>
          <button
            type="button"
            className="button icon small"
            aria-label={panelWords.why.earlier}
            title={panelWords.why.earlier}
            disabled={index === 0}
            onClick={() => turn(index - 1)}
          >
            ‹
          </button>
          <select
            aria-label={panelWords.why.attempts}
            value={index}
            onChange={({ target }) => turn(Number(target.value))}
          >
            {all.map(({ id, at }, n) => (
              <option key={id} value={n}>
                {walkWords.attemptAt(n + 1, all.length, at)}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button icon small"
            aria-label={panelWords.why.later}
            title={panelWords.why.later}
            disabled={index === all.length - 1}
            onClick={() => turn(index + 1)}
          >
            ›
          </button>
        </>
      )}
      {all.length === 1 && <span>{walkWords.attemptAt(1, 1, attempt.at)}</span>}
      <button
        type="button"
        className="button small"
        onClick={() => {
          usePage.setState({ sheet: undefined })
          void session.showAttempt(lane, attempt)
        }}
      >
        {walkWords.showOnStage}
      </button>
    </div>
  )
}
