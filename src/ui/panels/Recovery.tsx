import { lazy } from 'react'
import type { LaneSummary } from '../state/summaries.ts'
import { Coming } from '../widgets/Coming.tsx'

const RecoveryChips = lazy(() =>
  import('./RecoveryChips.tsx').then((module) => ({ default: module.RecoveryChips })),
)

/** Where a lane says what went wrong; fetched when something does. */
export function Recovery({ lane }: { readonly lane: LaneSummary }) {
  const { recovery, metrics, allLost, refused } = lane
  const told = recovery ?? refused ?? allLost[0]
  return (
    <p className="card-chips" role="status">
      {(told !== undefined || metrics.down > 0) && (
        <Coming>
          <RecoveryChips lane={lane} />
        </Coming>
      )}
    </p>
  )
}
