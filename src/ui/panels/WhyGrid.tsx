import { Fragment, useState } from 'react'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import type { WalkPhase } from '../stage/stage.ts'
import { machineOf } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { useSelection } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { Icon } from '../widgets/Icon.tsx'
import { panelWords } from '../words/panels.ts'
import { count } from '../words/units.ts'
import type { Answer, ScoreColumn, WhyRow, WhyTable } from './whyTable.ts'

/** Machines down, filters and scores across. */
export function WhyGrid(props: {
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
    <table className={crowding(columns)}>
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
/** From so many filters and scores on headings are kept short, in panels of up to 620 and of up to 820 px. */
const SEVERAL_COLUMNS = 6
const MANY_COLUMNS = 8

function crowding(columns: number): string | undefined {
  if (columns >= MANY_COLUMNS) return 'several many'
  return columns >= SEVERAL_COLUMNS ? 'several' : undefined
}

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
