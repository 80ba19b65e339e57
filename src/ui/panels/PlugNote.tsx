import { lazy } from 'react'
import type { LaneId } from '../../engine/protocol.ts'
import { useRun } from '../state/stores.ts'
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
  const shown = usePlugPreview((preview) => preview.shown)
  const lanes = useRun((run) => run.lanes)
  const future = shown?.futures.find((candidate) => candidate.lane === lane.id)
  const asked =
    shown &&
    lanes.find(({ id }) => id === shown.lane)?.machines.find(({ row }) => row === shown.row)
  const twin = asked && lane.machines.find(({ ordinal }) => ordinal === asked.ordinal)
  const concerns = shown?.lane === lane.id || (future !== undefined && future.pods.length > 0)
  return (
    <div className="plug-note above-canvas" aria-live="polite" id={plugNoteId(lane.id)}>
      {future !== undefined && twin !== undefined && concerns && (
        <Coming>
          <PlugText lane={lane} machine={twin.name} future={future} />
        </Coming>
      )}
    </div>
  )
}
