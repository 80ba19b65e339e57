import type { LaneFuture, LaneId } from '../../engine/protocol.ts'
import { laneOf, podFacts } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import type { Session } from '../state/session.ts'
import { useRun } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { usePlugPreview } from '../state/walkStore.ts'
import { futureSentence, plugWords } from '../words/walk.ts'

/** The element that says what a plug of this lane would do. */
export const plugNoteId = (lane: LaneId) => `plug-note-${lane}`

/** Under a card: what would become of its pods, while a plug is pointed at or has the focus. */
export function PlugNote({ lane }: { readonly lane: LaneSummary }) {
  const session = useSession()
  const shown = usePlugPreview((preview) => preview.shown)
  const lanes = useRun((run) => run.lanes)
  const future = shown?.futures.find((candidate) => candidate.lane === lane.id)
  const asked = lanes
    .find(({ id }) => id === shown?.lane)
    ?.machines.find(({ row }) => row === shown?.row)
  const twin = lane.machines.find(({ ordinal }) => ordinal === asked?.ordinal)
  const concerns = shown?.lane === lane.id || (future !== undefined && future.pods.length > 0)
  return (
    <div className="plug-note above-canvas" aria-live="polite" id={plugNoteId(lane.id)}>
      {future !== undefined && twin !== undefined && concerns && (
        <p>
          <b>{plugWords.heading(twin.name)}: </b>
          {futureText(session, lane, future)}
        </p>
      )}
    </div>
  )
}

/** The same sentence where one machine is shown alone. */
export function PlugSentence({ lane, row }: { readonly lane: LaneSummary; readonly row: number }) {
  const session = useSession()
  const shown = usePlugPreview((preview) => preview.shown)
  const future = shown?.futures.find((candidate) => candidate.lane === lane.id)
  const mine = shown?.lane === lane.id && shown.row === row
  return (
    <p className="plug-sentence" aria-live="polite" id="plug-sentence">
      {mine && future !== undefined && (
        <>
          <b>{plugWords.ifPulled} </b>
          {futureText(session, lane, future)}
        </>
      )}
    </p>
  )
}

function futureText(session: Session, lane: LaneSummary, future: LaneFuture): string {
  const names = laneOf(session.mirror, lane.id)
  const pods = future.pods.map(({ row, outcome, machine, message, preempted }) => ({
    label: podFacts(session.mirror, lane.id, row)?.label ?? names?.pods.names[row] ?? '',
    outcome,
    ...(machine !== undefined && { machine }),
    ...(message !== undefined && { message }),
    ...(preempted && { preempted }),
  }))
  return futureSentence(pods, future.bought, future.after, lane.runbook)
}
