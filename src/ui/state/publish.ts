import type { RunUpdate } from '../../engine/protocol.ts'
import type { Mirror } from './mirror.ts'
import {
  type LaneAttempt,
  type LaneEvent,
  type RunState,
  useAttempts,
  useEvents,
  useRun,
} from './stores.ts'
import { summarize } from './summaries.ts'

/** Events that the page keeps, all lanes together. */
const EVENTS = 20_000

/**
 * Brings an update's summaries into the stores, after the mirror has taken it.
 * @param continuous false = the picture jumps, and numbers do not count
 */
export function publish(update: RunUpdate, mirror: Mirror, continuous: boolean): void {
  const before = useRun.getState()
  useRun.setState({
    info: mirror.info,
    apps: mirror.apps,
    now: update.now,
    nextEventAt: update.nextEventAt,
    lanes: summarize(mirror, update.lanes, update.reset ? [] : before.lanes),
    markers: mergeMarkers(before, update),
    markersForgotten: update.markersForgotten ?? 0,
    commands: update.commands,
    run: update.reset || !continuous ? before.run + 1 : before.run,
  })

  const events = newEvents(update)
  const forgotten = update.lanes.reduce((sum, lane) => sum + (lane.eventsForgotten ?? 0), 0)
  if (update.reset || events.length > 0) {
    useEvents.setState((state) => {
      const old = update.reset ? [] : state.events
      // Where an update leaves some out, a list that still had those before them would hide the gap.
      const gaps = update.lanes.filter(({ eventsForgotten }) => eventsForgotten)
      const whole =
        gaps.length === 0
          ? old
          : old.filter((event) => gaps.every(({ lane }) => lane !== event.lane))
      const kept = [...whole, ...events].slice(-EVENTS)
      const before = update.reset ? 0 : state.forgotten
      return {
        events: kept,
        forgotten: before + forgotten + old.length + events.length - kept.length,
      }
    })
  }

  const attempts = latestAttempts(update)
  if (update.reset) useAttempts.setState({ latest: attempts })
  else if (attempts.length > 0) {
    useAttempts.setState(({ latest }) => ({
      latest: [
        ...latest.filter((old) => attempts.every((fresh) => fresh.lane !== old.lane)),
        ...attempts,
      ],
    }))
  }
}

function mergeMarkers(
  { markers, markersForgotten }: Pick<RunState, 'markers' | 'markersForgotten'>,
  { reset, markers: fresh, markersForgotten: forgotten = 0 }: RunUpdate,
): RunUpdate['markers'] {
  if (reset) return fresh
  return fresh.length === 0 ? markers : [...markers.slice(forgotten - markersForgotten), ...fresh]
}

/** All lanes' new events in the order of time; lanes in their own order at equal times. */
function newEvents(update: RunUpdate): readonly LaneEvent[] {
  const events = update.lanes.flatMap(({ lane, events: list }) =>
    list.map((event) => ({ ...event, lane })),
  )
  return update.lanes.length > 1 ? events.sort((a, b) => a.at - b.at) : events
}

function latestAttempts(update: RunUpdate): readonly LaneAttempt[] {
  return update.lanes.flatMap(({ lane, attempts }) => {
    const attempt = attempts.at(-1)
    return attempt === undefined ? [] : [{ lane, attempt }]
  })
}
