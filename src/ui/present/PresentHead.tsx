import { useEffect, useState } from 'react'
import { factsOfLane } from '../lessons/facts.ts'
import { useLessonWords } from '../lessons/language.ts'
import { MAX_WELLS } from '../stage/lod.ts'
import { LANDING, motionRate, TIMES } from '../stage/motion/timings.ts'
import { useSettings } from '../state/settings.ts'
import { useRun } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { CountingNumber } from '../widgets/CountingNumber.tsx'
import { useReducedMotion } from '../widgets/useMedia.ts'
import { laneTitle } from '../words/laneTitle.ts'
import { count, dollars, laneLabel, percent } from '../words/units.ts'

/** From so many machines on, figures are smaller: they have more digits. */
const LONG = 1_000

const isTiled = ({ machines }: LaneSummary) => machines.length > MAX_WELLS

const whole = (value: number) => count(Math.round(value))

/** A cluster's name and figures, for the last row of the hall. */
export function PresentHead(props: {
  readonly lane: LaneSummary
  readonly resources: readonly string[]
  readonly epoch: number
}) {
  const { lane, resources, epoch } = props
  const words = useLessonWords().present
  const { metrics } = lane
  // Said once, over all of the clusters.
  const tiled = useRun(({ lanes }) => lanes.some(isTiled))
  const first = useRun(({ lanes }) => lanes[0]?.id === lane.id)
  const last = useRun(({ lanes }) => lanes.at(-1)?.id === lane.id)
  const { lost, back: returned } = factsOfLane(lane, resources)
  const back = useLanded(returned, epoch)
  const failed = lane.traffic?.failed ?? 0
  const trouble =
    metrics.down > 0 || lost > 0 || failed > 0 || metrics.machinesUp < metrics.machines
  return (
    <header className="present-head">
      <div className="present-title">
        <h2>{laneTitle(lane.title)}</h2>
        {metrics.pending > 0 && (
          <p className="present-pending">
            <b>
              <CountingNumber value={metrics.pending} format={whole} epoch={epoch} />
            </b>{' '}
            {words.pending(metrics.pending)}
          </p>
        )}
        {tiled && (
          <p className="present-legend">
            {last &&
              (['inUse', 'idle', 'stranded'] as const).map((part) => (
                <span key={part}>
                  <i className={part} />
                  {words.legend[part]}
                </span>
              ))}
            {first && <span>{words.legend.block}</span>}
          </p>
        )}
      </div>
      {trouble ? (
        <div className="present-figures trouble">
          <span className="present-number">
            <CountingNumber value={metrics.machinesUp} format={whole} epoch={epoch} />
          </span>
          <span className="present-noun">{words.machinesUp(metrics.machines)}</span>
          {lane.runbook && metrics.down > 0 && (
            <Pill tone="lost" text={words.appsDown(metrics.down)} />
          )}
          {!lane.runbook && lost === 0 && failed === 0 && metrics.down > 0 && (
            <Pill tone="lost" text={words.podsDown(metrics.down)} />
          )}
          {!lane.runbook && lost > 0 && (
            <Pill tone={back > 0 ? 'back' : 'waiting'} text={words.podsBack(back, lost)} />
          )}
          {failed > 0 && <Pill tone="lost" text={words.requestsLost(failed)} />}
        </div>
      ) : (
        <div className={metrics.machines < LONG ? 'present-figures' : 'present-figures long'}>
          <span className="present-number">
            <CountingNumber value={metrics.machines} format={whole} epoch={epoch} />
          </span>
          <span className="present-noun">{words.machines(metrics.machines)}</span>
          <span className="present-money">
            <CountingNumber value={metrics.costPerHour} format={dollars} epoch={epoch} />
          </span>
          <span className="present-noun">{words.perHour}</span>
          <div className="present-bars">
            {resources.slice(0, 3).map((resource, r) => (
              <Bar key={resource} resource={resource} use={metrics.resources[r]} epoch={epoch} />
            ))}
          </div>
        </div>
      )}
    </header>
  )
}

/**
 * The number of pods that are back, once the piece that makes it so has landed: the audience looks at
 * the piece. What becomes less, a jump in time and a picture without motion are told at once.
 */
function useLanded(value: number, epoch: number): number {
  const rate = motionRate(useSettings((settings) => settings.speed))
  const still = useReducedMotion()
  const wait = rate === undefined || still ? 0 : (TIMES.flight + LANDING) / rate
  const [landed, setLanded] = useState({ value, epoch })
  const late = wait > 0 && landed.epoch === epoch && landed.value < value
  useEffect(() => {
    const timer = setTimeout(() => setLanded({ value, epoch }), late ? wait : 0)
    return () => clearTimeout(timer)
  }, [value, epoch, late, wait])
  return late ? landed.value : value
}

function Pill(props: { readonly tone: string; readonly text: readonly [string, string] }) {
  const [big, small] = props.text
  return (
    <span className={`present-pill ${props.tone}`} role="status">
      <b>{big}</b> {small}
    </span>
  )
}

function Bar(props: {
  readonly resource: string
  readonly use: LaneSummary['metrics']['resources'][number] | undefined
  readonly epoch: number
}) {
  const { resource, use, epoch } = props
  if (use === undefined) return null
  const all = Math.max(use.allocatable, Number.MIN_VALUE)
  const share = use.requested / all
  return (
    <div>
      <span className="present-noun">{laneLabel(resource)}</span>
      <span className="bar" aria-hidden="true">
        <span className="bar-use" style={{ width: `${Math.min(1, share) * 100}%` }} />
        {use.stranded > 0 && (
          <span className="bar-stranded" style={{ width: `${(use.stranded / all) * 100}%` }} />
        )}
      </span>
      <span className="present-percent">
        <CountingNumber value={share} format={percent} epoch={epoch} />
      </span>
    </div>
  )
}
