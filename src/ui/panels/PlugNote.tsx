import { lazy } from 'react'
import type { LaneId } from '../../engine/protocol.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { usePlugPreview } from '../state/walkStore.ts'
import { Coming } from '../widgets/Coming.tsx'

const PlugText = lazy(() =>
  import('./PlugText.tsx').then((module) => ({ default: module.PlugText })),
)

/** The element that says what a plug of this lane would do. */
export const plugNoteId = (lane: LaneId) => `plug-note-${lane}`

/** Under a card: what would become of its pods, while a plug is pointed at or has the focus. */
export function PlugNote({ lane }: { readonly lane: LaneSummary }) {
  const isAsked = usePlugPreview(({ shown }) => shown !== undefined)
  return (
    <div className="plug-note above-canvas" aria-live="polite" id={plugNoteId(lane.id)}>
      {isAsked && (
        <Coming>
          <PlugText lane={lane} />
        </Coming>
      )}
    </div>
  )
}
