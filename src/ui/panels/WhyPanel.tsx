import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import { PodState } from '../../engine/protocol.ts'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import { nobodysChoices } from '../../engine/scheduler/choices.ts'
import { countedSentences } from '../../engine/scheduler/countedSentence.ts'
import type { WalkPhase } from '../stage/stage.ts'
import {
  asksFor,
  labelByName,
  laneOf,
  machineOf,
  podFacts,
  podRowByName,
} from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { type LaneAttempt, useAttempts, usePage, useRun, useSelection } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { useWalk } from '../state/walkStore.ts'
import { Icon } from '../widgets/Icon.tsx'
import { Scroller } from '../widgets/Scroller.tsx'
import { panelWords } from '../words/panels.ts'
import { reasonWords } from '../words/reasons.ts'
import { runbookText } from '../words/runbook.ts'
import { count } from '../words/units.ts'
import { bindReasons, bindSentence, optionSentence, ruleText, walkWords } from '../words/walk.ts'
import { words } from '../words/words.ts'
import { PanelHead } from './PanelHead.tsx'
import { type Answer, type ScoreColumn, type WhyRow, type WhyTable, whyTable } from './whyTable.ts'

/** The reasons of one decision: of the chosen pod, else of the latest one. */
export function WhyPanel({ headed }: { readonly headed: boolean }) {
  const shown = useShownAttempt()
  const untried = useUntried()
  const lane = useRun((run) => run.lanes.find((candidate) => candidate.id === shown?.lane))
  const info = useRun((run) => run.info)
  const nonePlaced = useRun((run) => run.lanes.every(({ metrics }) => metrics.machinesUsed === 0))
  const attempt = shown?.attempt
  const scroller = useRef<HTMLElement>(null)
  const table = useMemo(
    () => (attempt === undefined ? undefined : whyTable(attempt, info?.resources ?? [])),
    [attempt, info],
  )

  useEffect(() => {
    if (table === undefined) return
    const room = scroller.current
    const winner = room?.querySelector<HTMLElement>('tr.winner')
    if (room == null || winner == null) return
    // The chosen machine is what the title asks about: keep it in sight, and cut no row in half.
    const row = winner.offsetHeight
    const heading = room.querySelector('thead')?.offsetHeight ?? 0
    const hidden = winner.offsetTop + row - room.scrollTop - room.clientHeight
    if (hidden > 0) room.scrollTop += Math.ceil(hidden / row) * row
    else if (winner.offsetTop < room.scrollTop + heading)
      room.scrollTop = winner.offsetTop - heading
  }, [table])

  if (untried !== undefined) {
    return (
      <>
        {headed && <PanelHead title={panelWords.why.titlePending(untried.label)} />}
        <p className="panel-empty">{untried.text}</p>
      </>
    )
  }
  if (shown === undefined || attempt === undefined || table === undefined || info === undefined) {
    return (
      <>
        {headed && <PanelHead title={words.dock.why} />}
        {/* After a jump in time the reasons of what is placed are still on their way. */}
        {nonePlaced && <p className="panel-empty">{words.dock.whyEmpty}</p>}
      </>
    )
  }
  const { phase } = shown
  const decided = phase === undefined || phase === 'bind'
  const scoresShown = decided || phase === 'score'
  return (
    <>
      {headed && <WhyHead shown={shown} />}
      <Scroller label={panelWords.why.reasons} className="why" scroller={scroller}>
        {shown.all.length > 0 && <Attempts shown={shown} />}
        {decided && attempt.message !== undefined && (
          <p className="why-message">{runbookText(attempt.message)}</p>
        )}
        {decided && attempt.preemption !== undefined && <Preemption shown={shown} />}
        {attempt.rule !== undefined && (
          <p className="why-rule">{panelWords.why.rule(ruleText(attempt.rule))}</p>
        )}
        {attempt.verdicts.length === 0 && attempt.selected !== undefined && (
          <Unkept shown={shown} />
        )}
        {/* While it is walked through, the bar tells what was counted and drawn. */}
        {phase === undefined &&
          nobodysChoices(attempt, info.seed, reasonWords.choices).map((choice) => (
            <p key={choice} className="why-rule">
              {choice}
            </p>
          ))}
        {table.rows.length > 0 && (
          <Table table={table} attempt={attempt} lane={lane} phase={phase} />
        )}
        {phase === undefined &&
          countedSentences(attempt, undefined, reasonWords.counted).map((text) => (
            <p key={text} className="why-rule">
              {text}
            </p>
          ))}
        {scoresShown && table.shared && (
          <p className="why-rule">{panelWords.why.shared(table.shared.plugins)}</p>
        )}
      </Scroller>
    </>
  )
}

/** Its verdicts are not there, and how one gets them. */
function Unkept({ shown }: { readonly shown: Shown }) {
  const session = useSession()
  const { lane, attempt, all } = shown
  const mirror = laneOf(session.mirror, lane)
  const row = mirror && podRowByName(mirror, attempt.pod)
  if (all.length > 0 || row === undefined)
    return <p className="why-rule">{panelWords.why.forgotten}</p>
  return (
    <p className="why-rule">
      {panelWords.why.onDemand}{' '}
      <button
        type="button"
        className="button small"
        onClick={() => session.select({ type: 'pod', lane, row })}
      >
        {panelWords.why.demand}
      </button>
    </p>
  )
}

function WhyHead({ shown }: { readonly shown: Shown }) {
  const { title, asks } = useQuestion(shown)
  const latest = shown.all.length === 0 && shown.phase === undefined
  return <PanelHead title={title} subtitle={latest ? panelWords.why.latest(asks) : asks} />
}

/** Who has to leave for the pod, and why. */
function Preemption({ shown }: { readonly shown: Shown }) {
  const session = useSession()
  const { lane, attempt } = shown
  const mirror = laneOf(session.mirror, lane)
  const label = (name: string) => (mirror && labelByName(session.mirror, mirror, name)) ?? name
  const others = attempt.preemption?.reasons?.options.slice(1) ?? []
  return (
    <>
      <p className="why-rule">{bindSentence(label(attempt.pod), attempt, label)}</p>
      <p className="why-rule">{bindReasons(label(attempt.pod), attempt, label).join(' ')}</p>
      {others.map((option) => (
        <p key={option.node} className="why-rule">
          {optionSentence(option, label)}
        </p>
      ))}
    </>
  )
}

/** The question in one line, for the right end of a tab bar. */
export function WhyLine() {
  const shown = useShownAttempt()
  const untried = useUntried()
  if (untried !== undefined) return <p className="tab-line">{untried.label}</p>
  return shown === undefined ? null : <Line shown={shown} />
}

function Line({ shown }: { readonly shown: Shown }) {
  const { node, asks } = useQuestion(shown)
  return <p className="tab-line">{[node, asks].filter(Boolean).join(' · ')}</p>
}

/** What the table answers, in words. */
function useQuestion({ lane, attempt, phase }: Shown) {
  const session = useSession()
  const info = useRun((run) => run.info)
  // Facts are read from the mirror, which changes with every update.
  useRun((run) => run.now)
  const mirror = laneOf(session.mirror, lane)
  const row = mirror === undefined ? undefined : podRowByName(mirror, attempt.pod)
  const pod = row === undefined ? undefined : podFacts(session.mirror, lane, row)
  const label = pod?.label ?? attempt.pod
  // What is still to come is not told.
  const open = phase === 'queue' || phase === 'filter'
  const node = open ? undefined : attempt.selected
  return {
    node,
    title: open
      ? walkWords.question(label)
      : node === undefined
        ? panelWords.why.titlePending(label)
        : panelWords.why.title(node),
    asks:
      pod === undefined
        ? label
        : words.pod.asksFor(label, asksFor(info?.resources ?? [], pod.requests)),
  }
}

/** The chosen pod, if it waits and nobody has tried to place it, and why. */
function useUntried(): { readonly label: string; readonly text: string } | undefined {
  const session = useSession()
  const chosen = useAttempts((attempts) => attempts.chosen)
  // Facts are read from the mirror, which changes with every update.
  useRun((run) => run.now)
  if (chosen === undefined || chosen.attempts.length > 0) return undefined
  const pod = podFacts(session.mirror, chosen.lane, chosen.row)
  if (pod === undefined || pod.state !== PodState.Pending || pod.node >= 0) return undefined
  const { label } = pod
  const { untried } = chosen
  return {
    label,
    text:
      untried === undefined ? panelWords.why.notYet(label) : panelWords.why.untried(label, untried),
  }
}

interface Shown extends LaneAttempt {
  /** All attempts of the chosen pod, oldest first; none when no pod is chosen. */
  readonly all: readonly Attempt[]
  readonly index: number
  readonly turn: (index: number) => void
  /** Of a decision that is being walked through. */
  readonly phase: WalkPhase | undefined
}

function useShownAttempt(): Shown | undefined {
  const lanes = useRun((run) => run.lanes)
  const latest = useAttempts((attempts) => attempts.latest)
  const chosen = useAttempts((attempts) => attempts.chosen)
  const walk = useWalk((state) => state.walk)
  // Another moment has its own latest attempt.
  const epoch = useRun((run) => run.run)
  const [page, setPage] = useState<{ readonly of: unknown; readonly index: number }>()
  if (walk !== undefined && (chosen === undefined || chosen.attempts.length === 0)) {
    const { lane, decision, phase } = walk
    return { lane, attempt: decision.attempt, all: [], index: 0, turn: () => {}, phase }
  }
  if (chosen !== undefined && chosen.attempts.length > 0) {
    const key = `${chosen.lane}/${chosen.row}/${epoch}`
    const last = chosen.attempts.length - 1
    const index = page?.of === key ? Math.min(page.index, last) : last
    return {
      lane: chosen.lane,
      attempt: chosen.attempts[index]!,
      all: chosen.attempts,
      index,
      turn: (next) => setPage({ of: key, index: next }),
      phase: undefined,
    }
  }
  // Kubernetes has reasons, the runbook has a rule: the more telling side first.
  const order = [...latest].sort(
    (a, b) => Number(isRunbook(lanes, a)) - Number(isRunbook(lanes, b)),
  )
  const first = order[0]
  return first && { ...first, all: [], index: 0, turn: () => {}, phase: undefined }
}

function isRunbook(lanes: readonly LaneSummary[], { lane }: LaneAttempt): boolean {
  return lanes.find((candidate) => candidate.id === lane)?.runbook ?? false
}

/** Which of the pod's attempts is shown, and the way to the moment before it. */
function Attempts({ shown }: { readonly shown: Shown }) {
  const session = useSession()
  const { all, index, turn, lane, attempt } = shown
  return (
    <div className="why-pages">
      {all.length > 1 && (
        <>
          <button
            type="button"
            className="button icon small"
            aria-label={panelWords.why.earlier}
            title={panelWords.why.earlier}
            disabled={index === 0}
            onClick={() => turn(index - 1)}
          >
            ‹
          </button>
          <select
            aria-label={panelWords.why.attempts}
            value={index}
            onChange={({ target }) => turn(Number(target.value))}
          >
            {all.map(({ id, at }, n) => (
              <option key={id} value={n}>
                {walkWords.attemptAt(n + 1, all.length, at)}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button icon small"
            aria-label={panelWords.why.later}
            title={panelWords.why.later}
            disabled={index === all.length - 1}
            onClick={() => turn(index + 1)}
          >
            ›
          </button>
        </>
      )}
      {all.length === 1 && <span>{walkWords.attemptAt(1, 1, attempt.at)}</span>}
      <button
        type="button"
        className="button small"
        onClick={() => {
          usePage.setState({ sheet: undefined })
          void session.showAttempt(lane, attempt)
        }}
      >
        {walkWords.showOnStage}
      </button>
    </div>
  )
}

function Table(props: {
  readonly table: WhyTable
  readonly attempt: Attempt
  readonly lane: LaneSummary | undefined
  readonly phase: WalkPhase | undefined
}) {
  const { table, attempt, lane, phase } = props
  const session = useSession()
  const hovered = useSelection((selection) => selection.hovered)
  const here = hovered !== undefined && hovered.type !== 'app' && hovered.lane === lane?.id
  const hoveredNode = here ? machineOf(session.mirror, hovered) : undefined
  const rowOf = (node: string) => lane?.machines.find((machine) => machine.name === node)?.row
  const scored = table.scores.length > 0
  const filtered = phase !== 'queue'
  const decided = phase === undefined || phase === 'score' || phase === 'bind'
  const inFilter = phase === 'filter' ? 'in-phase' : ''
  const inScore = phase === 'score' ? 'in-phase' : ''
  const columns = table.filters.length + table.scores.length
  return (
    <table className={columns >= MANY_COLUMNS ? 'many' : undefined}>
      <thead>
        <tr>
          <th scope="col">{panelWords.why.machine}</th>
          {table.filters.map((column) => (
            <th key={column.key} scope="col" className={inFilter}>
              {column.label}
            </th>
          ))}
          {table.scores.map((column) => (
            <th
              key={column.plugin}
              scope="col"
              className={`number ${inScore}`}
              title={weightOf(column, attempt.strategy)}
            >
              {friendly(column.plugin, attempt.strategy)}
              <PluginName column={column} strategy={attempt.strategy} />
            </th>
          ))}
          <th scope="col" className={`number ${inScore}`}>
            <span title={scored ? panelWords.why.max(attempt.maxTotal) : undefined}>
              {panelWords.why.total}
            </span>
            {scored && <small className="mono">{panelWords.why.max(attempt.maxTotal)}</small>}
          </th>
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, index) => {
          const node = rowOf(row.node)
          const lit = node !== undefined && node === hoveredNode
          const enter = () => {
            if (lane !== undefined && node !== undefined) {
              session.hover({ type: 'node', lane: lane.id, row: node })
            }
          }
          return (
            <tr
              key={row.node}
              className={[
                decided && row.winner && 'winner',
                filtered && !row.fits && 'misfit',
                lit && 'lit',
              ]
                .filter(Boolean)
                .join(' ')}
              onPointerEnter={enter}
              onPointerLeave={() => session.hover(undefined)}
            >
              <th scope="row">{row.node}</th>
              {table.filters.map((column) => (
                <td key={column.key} className={inFilter}>
                  {filtered && <AnswerCell answer={column.answers[index]!} />}
                </td>
              ))}
              {table.scores.map((column) => {
                const score = column.scores[index]
                return (
                  <td key={column.plugin} className={`number ${inScore}`}>
                    {decided &&
                      (score === undefined ? panelWords.why.notScored : count(score.normalized))}
                  </td>
                )
              })}
              <td className={`number total ${inScore}`}>{decided && totalText(row, attempt)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function totalText(row: WhyRow, { maxTotal }: Attempt) {
  if (row.promised) return panelWords.why.promised
  if (row.total === undefined)
    return row.onlyFit ? panelWords.why.onlyFit : panelWords.why.notScored
  if (!row.winner) return count(row.total)
  return (
    <>
      {count(row.total)} <span className="of-all">{panelWords.why.ofTotal(maxTotal)}</span>
    </>
  )
}

/** Longer answers (characters) may take a second line. */
const SHORT = 22
/** From so many filters and scores on headings are kept short where room is. */
const MANY_COLUMNS = 8

function AnswerCell({ answer }: { readonly answer: Answer }) {
  if (answer.type === 'yes') {
    return (
      <span className="answer yes">
        <Icon name="check" size={15} />
        <span className="sr-only">{panelWords.why.yes}</span>
      </span>
    )
  }
  if (answer.type === 'notAsked') {
    return (
      <span className="answer" title={panelWords.why.notAsked}>
        <span aria-hidden="true">{panelWords.why.notScored}</span>
        <span className="sr-only">{panelWords.why.notAsked}</span>
      </span>
    )
  }
  return <Refusal text={answer.text} reason={answer.reason} />
}

/** The reason in short; where there is more to it, pressing tells it in full. */
function Refusal({ text, reason }: { readonly text: string; readonly reason: string }) {
  const [full, setFull] = useState(false)
  const shown = full ? reason : text
  const className = shown.length > SHORT ? 'answer no sentence' : 'answer no'
  const inside = (
    <>
      <Icon name="cross" size={13} />
      <span className="sr-only">{panelWords.why.no}</span>
      {shown}
    </>
  )
  if (reason === text) return <span className={className}>{inside}</span>
  return (
    <button
      type="button"
      className={className}
      title={full ? undefined : reason}
      aria-expanded={full}
      onClick={() => setFull(!full)}
    >
      {inside}
    </button>
  )
}

type Strategy = Attempt['strategy']

function strategyOf(plugin: string, strategy: Strategy): Strategy {
  return plugin === 'NodeResourcesFit' ? strategy : undefined
}

function friendly(plugin: string, way: Strategy): string {
  const strategy = strategyOf(plugin, way)
  const exact = strategy && panelWords.why.plugins[`${plugin}/${strategy}`]
  return exact ?? panelWords.why.plugins[plugin] ?? plugin
}

/** The real plugin name and its weight; what is long and says little gives way in narrow panels. */
function PluginName(props: { readonly column: ScoreColumn; readonly strategy: Strategy }) {
  const { plugin, weight } = props.column
  const short = strategyOf(plugin, props.strategy) ?? plugin.replace(/^NodeResources/, '')
  return (
    <small className="mono">
      <span className="plugin-long">{weightOf(props.column, props.strategy)}</span>
      <span className="plugin-short" aria-hidden="true">
        <Breakable text={panelWords.why.weight(short, weight)} />
      </span>
    </small>
  )
}

function weightOf({ plugin, weight }: ScoreColumn, strategy: Strategy): string {
  const by = strategyOf(plugin, strategy)
  return panelWords.why.weight(by === undefined ? plugin : `${plugin} (${by})`, weight)
}

/** A name in one word that may break before its capitals. */
function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?=[A-Z])/).map((part, index) => (
    <Fragment key={`${index}-${part}`}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
