import type { LaneId } from '../../engine/protocol.ts'
import { pendingPods } from '../state/pendingPods.ts'
import { useSession } from '../state/SessionContext.ts'
import { useEvents } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { whyPending } from '../state/whyPending.ts'
import { CountingNumber } from '../widgets/CountingNumber.tsx'
import { MenuButton } from '../widgets/MenuButton.tsx'
import { laneTitle } from '../words/laneTitle.ts'
import { runbookText } from '../words/runbook.ts'
import { amount, count, dollars, laneLabel, percent, shortAmount } from '../words/units.ts'
import { words } from '../words/words.ts'

const whole = (value: number) => count(Math.round(value))

/** Machines, money, what is in use, idle and stranded, pods that wait, apps that are down. */
export function Scoreboard(props: {
  readonly lane: LaneSummary
  readonly resources: readonly string[]
  readonly epoch: number
}) {
  const { lane, resources, epoch } = props
  const { metrics } = lane
  const why = useEvents(({ events }) =>
    metrics.pending > 0 ? tellPending(whyPending(events, lane.id)) : undefined,
  )
  const dead = metrics.machines - metrics.machinesUp
  return (
    <section
      className="score"
      aria-label={words.lanes.scoreboard(laneTitle(lane.title))}
      data-many={metrics.machines >= 1_000 || undefined}
    >
      <div
        className="score-slot score-machines"
        title={dead > 0 ? words.score.deadLong(metrics.machines, dead) : undefined}
      >
        <span className="score-value">
          <CountingNumber value={metrics.machines} format={whole} epoch={epoch} />
        </span>
        <span className={dead > 0 ? 'score-label some-dead' : 'score-label'}>
          <span className="score-noun">
            {metrics.machines === 1 ? words.score.machine : words.score.machines}
          </span>
          {dead > 0 && <span className="score-dead">{words.score.dead(dead)}</span>}
        </span>
      </div>
      <div className="score-slot score-cost">
        <span className="score-value">
          <CountingNumber value={metrics.costPerHour} format={dollars} epoch={epoch} />
        </span>
        <span className="score-label">
          <span className="long">{words.score.perHour}</span>
          <span className="short" aria-hidden="true">
            {words.score.perHourShort}
          </span>
        </span>
      </div>
      <div className="bars-room">
        <div className="bars" data-rows={resources.length}>
          {resources.map((resource, r) => {
            const use = metrics.resources[r]
            return use === undefined ? null : (
              <Bar key={resource} resource={resource} use={use} epoch={epoch} />
            )
          })}
        </div>
      </div>
      <div className="score-right">
        <Waiting
          label={words.score.pending(metrics.pending)}
          value={metrics.pending}
          alarm={false}
          epoch={epoch}
          why={why}
          pending={lane.id}
        />
        <Waiting label={words.score.down(metrics.down)} value={metrics.down} alarm epoch={epoch} />
      </div>
    </section>
  )
}

function tellPending(why: ReturnType<typeof whyPending>): string | undefined {
  return why && words.score.pendingWhy(why.pod, runbookText(why.message))
}

function Bar(props: {
  readonly resource: string
  readonly use: LaneSummary['metrics']['resources'][number]
  readonly epoch: number
}) {
  const { resource, use, epoch } = props
  const all = Math.max(use.allocatable, Number.MIN_VALUE)
  const label = laneLabel(resource)
  const stranded = shortAmount(resource, use.stranded)
  const idle = shortAmount(resource, use.idle)
  const share = use.requested / all
  // Less than what is told in figures is nothing.
  const isStranded = use.stranded > 0 && stranded !== shortAmount(resource, 0)
  return (
    <div>
      <span className="bar-label">{label}</span>
      <span
        className="bar"
        role="img"
        title={isStranded ? words.score.strandedWhy : undefined}
        aria-label={words.score.bar(label, amount(resource, use.requested), idle, stranded)}
      >
        <span className="bar-use" style={{ width: `${Math.min(1, share) * 100}%` }} />
        {isStranded && (
          <span className="bar-stranded" style={{ width: `${(use.stranded / all) * 100}%` }} />
        )}
      </span>
      <span className="bar-percent">
        <CountingNumber value={share} format={percent} epoch={epoch} />
      </span>
      <span className="bar-word" title={words.score.idleWhy}>
        <span className="swatch" aria-hidden="true" />
        {words.score.idle(idle)}
      </span>
      <span
        className={isStranded ? 'bar-word stranded' : 'bar-word stranded none'}
        title={words.score.strandedWhy}
      >
        <span className="swatch" aria-hidden="true" />
        {words.score.stranded(stranded)}
      </span>
    </div>
  )
}

function Waiting(props: {
  readonly label: string
  readonly value: number
  readonly alarm: boolean
  readonly epoch: number
  readonly why?: string | undefined
  /** Pressing it tells which pods of this lane they are. */
  readonly pending?: LaneId
}) {
  const { label, value, alarm, epoch, why, pending } = props
  const tone = value === 0 ? 'zero' : alarm ? 'alarm' : ''
  return (
    <div className={`score-slot waiting ${tone}`} title={why}>
      <span className={`score-value ${tone}`}>
        <CountingNumber value={value} format={whole} epoch={epoch} />
      </span>
      <span className="score-label">{label}</span>
      {pending !== undefined && value > 0 && <PendingMenu lane={pending} count={value} />}
      {why !== undefined && <span className="sr-only">{why}</span>}
    </div>
  )
}

/** Lies over the number: the pods that wait. */
function PendingMenu({ lane, count: pending }: { readonly lane: LaneId; readonly count: number }) {
  const session = useSession()
  const { pods, more } = pendingPods(session.mirror, lane)
  const rest = { label: words.score.pendingMore(more), disabled: true, run: () => {} }
  return (
    <MenuButton
      className="pending-button"
      label={words.score.pendingShow(pending)}
      items={[
        ...pods.map(({ row, label }) => ({
          type: 'action' as const,
          label,
          run: () => session.select({ type: 'pod', lane, row }),
        })),
        ...(more > 0 ? [{ type: 'action' as const, ...rest }] : []),
      ]}
    >
      {null}
    </MenuButton>
  )
}
