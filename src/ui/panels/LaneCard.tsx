import { lazy, type Ref } from 'react'
import { useRun } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { Coming } from '../widgets/Coming.tsx'
import type { Breakpoint } from '../widgets/useMedia.ts'
import { laneTitle } from '../words/laneTitle.ts'
import { words } from '../words/words.ts'
import { Machines } from './Machines.tsx'
import { OnCallNote } from './OnCallNote.tsx'
import { PlugNote } from './PlugNote.tsx'
import { PolicyChip } from './PolicyChip.tsx'
import { Recovery } from './Recovery.tsx'
import { Scoreboard } from './Scoreboard.tsx'

const PresentHead = lazy(() =>
  import('../present/PresentHead.tsx').then((module) => ({ default: module.PresentHead })),
)

/** A title of more letters stands alone with the figures on a phone. */
const LONG_TITLE = 14

/** One cluster: what it is, its figures, room for the canvas, its machines' names. */
export function LaneCard(props: {
  readonly lane: LaneSummary
  readonly resources: readonly string[]
  readonly origin: { readonly x: number; readonly y: number }
  readonly breakpoint: Breakpoint
  readonly presenting: boolean
  readonly room: Ref<HTMLDivElement>
}) {
  const { lane, resources, origin, breakpoint, presenting, room } = props
  const epoch = useRun((run) => run.run)
  const onCall = useRun((run) => run.info?.onCall)
  const compact = breakpoint === 'phone' || breakpoint === 'tablet'
  const chips = lane.metrics.down > 0 || lane.recovery !== undefined || lane.refused !== undefined
  return (
    <section
      className="card"
      aria-label={laneTitle(lane.title)}
      data-lane={lane.id}
      data-long={lane.title.length > LONG_TITLE || undefined}
    >
      <div className="card-top above-canvas">
        {presenting ? (
          <Coming>
            <PresentHead lane={lane} resources={resources} epoch={epoch} />
          </Coming>
        ) : (
          <>
            <header className="card-head">
              <h2>{laneTitle(lane.title)}</h2>
              {!chips && !lane.controlPlaneDown && (
                <p className="card-subtitle">
                  <span>
                    {lane.runbook ? words.lanes.runbookSubtitle : words.lanes.schedulerSubtitle}
                  </span>
                </p>
              )}
              <p className="control-plane-down" role="status">
                {lane.controlPlaneDown &&
                  (lane.arrivalsHeld > 0
                    ? words.controlPlane.downWaiting(lane.arrivalsHeld)
                    : compact || chips
                      ? words.controlPlane.downShort
                      : words.controlPlane.down)}
              </p>
              <Recovery lane={lane} />
              {lane.traffic !== undefined && (
                <p className="card-traffic">
                  {/* The stage says it beside the sender; here failures alone have to find room. */}
                  <span hidden={chips}>
                    {compact
                      ? words.traffic.perSecondShort(lane.traffic.perSecond)
                      : words.traffic.perSecond(lane.traffic.perSecond)}
                  </span>
                  <span className={lane.traffic.failed > 0 ? 'lost' : 'none'}>
                    {words.traffic.failed(lane.traffic.failed)}
                  </span>
                </p>
              )}
              <div className="card-tools">
                {!compact && lane.runbook && onCall !== undefined && <OnCallNote onCall={onCall} />}
                <PolicyChip lane={lane} compact={compact} />
              </div>
            </header>
            <Scoreboard lane={lane} resources={resources} epoch={epoch} />
          </>
        )}
      </div>
      <div className="lane-room" ref={room} />
      <Machines
        lane={lane}
        resources={resources}
        origin={origin}
        breakpoint={breakpoint}
        presenting={presenting}
      />
      {breakpoint !== 'phone' && !presenting && <PlugNote lane={lane} />}
    </section>
  )
}
