import type { LaneFuture } from '../../engine/protocol.ts'
import { laneOf, podFacts } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import type { Session } from '../state/session.ts'
import { useProgress, useRun } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { usePlugPreview } from '../state/walkStore.ts'
import { futureSentence, plugHeading, plugIfPulled, plugWorkingOut } from '../words/walk.ts'
import { words } from '../words/words.ts'

/** What would become of this lane's pods, whichever lane's plug is pointed at; nothing where nothing would. */
export function PlugText({ lane }: { readonly lane: LaneSummary }) {
  const session = useSession()
  const shown = usePlugPreview((preview) => preview.shown)
  const lanes = useRun((run) => run.lanes)
  const future = shown?.futures.find((candidate) => candidate.lane === lane.id)
  const asked =
    shown &&
    lanes.find(({ id }) => id === shown.lane)?.machines.find(({ row }) => row === shown.row)
  const twin = asked && lane.machines.find(({ ordinal }) => ordinal === asked.ordinal)
  const concerns = shown?.lane === lane.id || (future !== undefined && future.pods.length > 0)
  if (future === undefined || twin === undefined || !concerns) return null
  return (
    <p>
      <b>{plugHeading(twin.name)}: </b>
      {futureText(session, lane, future)}
    </p>
  )
}

/** The same sentence where one machine is shown alone. */
export function PlugSentence({ lane, row }: { readonly lane: LaneSummary; readonly row: number }) {
  const session = useSession()
  const shown = usePlugPreview((preview) => preview.shown)
  const future = shown?.futures.find((candidate) => candidate.lane === lane.id)
  const mine = shown?.lane === lane.id && shown.row === row
  const working = useProgress(({ of }) => of === 'whatIf') && !mine
  return (
    <>
      <p className="plug-sentence" aria-live="polite" id="plug-sentence">
        {working && (
          <>
            <b>{plugIfPulled()} </b>
            {plugWorkingOut()}
          </>
        )}
        {mine && future !== undefined && (
          <>
            <b>{plugIfPulled()} </b>
            {futureText(session, lane, future)}
          </>
        )}
      </p>
      {working && <PlugWork />}
    </>
  )
}

/** The strip over the timeline is out of reach while a machine is shown alone. */
function PlugWork() {
  const share = useProgress(({ progress }) => progress?.share)
  const cancel = useProgress((state) => state.cancel)
  return (
    <div className="plug-work">
      <progress
        max={1}
        {...(share !== undefined && { value: share })}
        aria-label={words.playback.workingOn}
      />
      <button type="button" className="button small" onClick={cancel}>
        {words.playback.cancel}
      </button>
    </div>
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
