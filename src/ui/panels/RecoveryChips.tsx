import { usePage } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { words } from '../words/words.ts'

/**
 * What the dead machine cost: `5 apps down` on the left, `2 of 5 pods back` on the right; and what a
 * quota refuses.
 */
export function RecoveryChips({ lane }: { readonly lane: LaneSummary }) {
  const { recovery, metrics, runbook, allLost, held, refused } = lane
  const [worst] = allLost
  return (
    <>
      {worst !== undefined && (
        <span className="recovery lost all-lost">
          {words.recovery.allLost(worst.app, worst.copies)}
        </span>
      )}
      {runbook && metrics.down > 0 && (
        <span className="recovery lost">{words.recovery.appsDown(metrics.down)}</span>
      )}
      {!runbook && recovery !== undefined && held === undefined && (
        <span className={recovery.back === 0 ? 'recovery waiting' : 'recovery back'}>
          {words.recovery.back(recovery.back, recovery.lost)}
        </span>
      )}
      {recovery !== undefined && held !== undefined && (
        <button
          type="button"
          className="recovery waiting held"
          onClick={() =>
            usePage.setState({ notice: { tone: 'info', text: words.recovery.heldWhy[held] } })
          }
        >
          {words.recovery.held(recovery.back, recovery.lost)}
        </button>
      )}
      {!runbook && recovery === undefined && metrics.down > 0 && (
        <span className="recovery waiting">{words.recovery.podsDown(metrics.down)}</span>
      )}
      {refused !== undefined && (
        <span className="recovery waiting" title={refused.message}>
          {words.refused(refused.pods, quotaOf(refused.message))}
        </span>
      )}
    </>
  )
}

/** The ResourceQuota that admission names: `exceeded quota: share, requested: ...`. */
function quotaOf(message: string): string | undefined {
  return /exceeded quota: ([^,]+),/.exec(message)?.[1]
}
