import { lazy } from 'react'
import { usePanels, useRun } from '../state/stores.ts'
import { Coming } from '../widgets/Coming.tsx'
import { laneTitle } from '../words/laneTitle.ts'
import { words } from '../words/words.ts'
import { useEventLane } from './eventLane.ts'

const EventsPanel = lazy(() =>
  import('./EventsPanel.tsx').then((module) => ({ default: module.EventsPanel })),
)

/** The log, fetched when it is first shown. */
export function Events({ narrow = false }: { readonly narrow?: boolean }) {
  return (
    <Coming>
      <EventsPanel narrow={narrow} />
    </Coming>
  )
}

/** Chooses whose events are listed. */
export function EventFilter() {
  const lanes = useRun((run) => run.lanes)
  const lane = useEventLane()
  const containers = usePanels((panels) => panels.containerEvents)
  return (
    <>
      <button
        type="button"
        className="select chatter"
        aria-pressed={containers}
        title={words.events.containersHint}
        onClick={() => usePanels.setState({ containerEvents: !containers })}
      >
        {words.events.containers}
      </button>
      {lanes.length > 1 && <LaneSelect lane={lane} />}
    </>
  )
}

function LaneSelect({ lane }: { readonly lane: string }) {
  const lanes = useRun((run) => run.lanes)
  return (
    <select
      className="select"
      aria-label={words.events.filter}
      value={lane}
      onChange={(event) => usePanels.setState({ eventLane: event.currentTarget.value })}
    >
      {lanes.map((candidate) => (
        <option key={candidate.id} value={candidate.id}>
          {laneTitle(candidate.title)}
        </option>
      ))}
      <option value="">{words.events.all}</option>
    </select>
  )
}
