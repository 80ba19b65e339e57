import { PodState } from '../../../engine/protocol.ts'
import { unitsPerCell } from '../../stage/cells.ts'
import type { DomLook } from '../../state/looks.ts'
import type { LaneMirror, Mirror } from '../../state/mirror.ts'
import { laneOf, podsOfNode } from '../../state/podFacts.ts'
import type { LaneSummary, MachineSummary } from '../../state/summaries.ts'
import { WellPicture } from '../../widgets/WellPicture.tsx'
import { laneTitle } from '../../words/laneTitle.ts'
import { shareWords as words } from '../../words/share.ts'
import { clock, count, dollars, laneLabel, percent } from '../../words/units.ts'
import { words as page } from '../../words/words.ts'
import { MOST_MACHINES, type PictureLayout, pictureLayout, wellWidth } from './pictureLayout.ts'

/** As wide as a slide. */
const WIDTH = 1_920
const MARGIN = 44
const GAP = 56
const HEAD = 176
const FOOT = 64
/** What wells may take of a slide's height. */
const WELLS = 1_080 - HEAD - FOOT - MARGIN

export interface PictureFacts {
  readonly title: string
  /** Simulated time. */
  readonly at: number
  readonly mirror: Mirror
  readonly lanes: readonly LaneSummary[]
  readonly looks: readonly DomLook[]
}

/** Both clusters as one drawing: titles, numbers, every machine and its pods. */
export function StagePicture({ title, at, mirror, lanes, looks }: PictureFacts) {
  const resources = mirror.info?.resources ?? []
  const width = (WIDTH - 2 * MARGIN - GAP * (lanes.length - 1)) / Math.max(1, lanes.length)
  const shown = lanes.map((lane) => lane.machines.slice(0, MOST_MACHINES))
  const layout = pictureLayout(
    shown.map((machines) => machines.map(({ allocatable }) => allocatable)),
    resources,
    width,
    WELLS,
  )
  const height = HEAD + layout.height + FOOT + MARGIN
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={WIDTH}
      height={height}
      viewBox={`0 0 ${WIDTH} ${height}`}
      fontFamily="var(--font)"
      fill="var(--ink)"
    >
      <title>{title}</title>
      <rect width={WIDTH} height={height} fill="var(--bg)" />
      {lanes.map((lane, index) => (
        <g key={lane.id} transform={`translate(${MARGIN + index * (width + GAP)} 0)`}>
          <Numbers lane={lane} resources={resources} />
          <g transform={`translate(0 ${HEAD})`}>
            {shown[index]!.map((machine, place) => (
              <g key={machine.row} transform={translate(place, layout)}>
                <Machine
                  {...{ machine, layout, looks, resources }}
                  mirror={laneOf(mirror, lane.id)}
                  runbook={lane.runbook}
                />
              </g>
            ))}
          </g>
          {lane.machines.length > MOST_MACHINES && (
            <text y={HEAD + layout.height + 24} fontSize="20" fill="var(--ink2)">
              {words.moreMachines(lane.machines.length - MOST_MACHINES)}
            </text>
          )}
        </g>
      ))}
      <text x={MARGIN} y={height - MARGIN} fontSize="22" fill="var(--ink2)">
        {words.pictureFoot(title, clock(at))}
      </text>
    </svg>
  )
}

const translate = (place: number, { perRow, pitch }: PictureLayout) =>
  `translate(${(place % perRow) * pitch.x} ${Math.floor(place / perRow) * pitch.y})`

function Numbers(props: { readonly lane: LaneSummary; readonly resources: readonly string[] }) {
  const { title, metrics } = props.lane
  const used = props.resources
    .map((resource, r) => {
      const use = metrics.resources[r]
      return (
        use && `${laneLabel(resource)} ${percent(use.requested / Math.max(1, use.allocatable))}`
      )
    })
    .filter(Boolean)
  const waiting = [
    metrics.pending > 0 && `${count(metrics.pending)} ${page.score.pending(metrics.pending)}`,
    metrics.down > 0 && `${count(metrics.down)} ${page.score.down(metrics.down)}`,
  ].filter(Boolean)
  return (
    <>
      <text y="70" fontSize="38" fontWeight="770">
        {laneTitle(title)}
      </text>
      <text y="140" fontSize="60" fontWeight="790">
        {count(metrics.machines)}
        <tspan fontSize="24" fontWeight="450" dx="10" fill="var(--ink2)">
          {metrics.machines === 1 ? page.score.machine : page.score.machines}
        </tspan>
        <tspan fontSize="42" fontWeight="760" dx="28">
          {dollars(metrics.costPerHour)}
        </tspan>
        <tspan fontSize="24" fontWeight="450" dx="8" fill="var(--ink2)">
          {page.score.perHour}
        </tspan>
        <tspan fontSize="24" fontWeight="650" dx="28">
          {used.join('   ')}
        </tspan>
        {waiting.length > 0 && (
          <tspan fontSize="24" fontWeight="650" dx="28" fill="var(--alarm-ink)">
            {waiting.join('   ')}
          </tspan>
        )}
      </text>
    </>
  )
}

function Machine(props: {
  readonly machine: MachineSummary
  readonly mirror: LaneMirror | undefined
  readonly runbook: boolean
  readonly layout: PictureLayout
  readonly looks: readonly DomLook[]
  readonly resources: readonly string[]
}) {
  const { machine, mirror, runbook, layout, looks, resources } = props
  if (mirror === undefined) return null
  const { pods, nodes } = mirror
  const of = (column: Float64Array, row: number) =>
    Array.from(column.subarray(row * resources.length, (row + 1) * resources.length))
  const lanes = machine.allocatable.filter((amount) => amount > 0).length
  const tall = layout.pitch.y - 36
  const own = Math.max(
    ...machine.allocatable.map((all, r) => (all / unitsPerCell(resources[r] ?? '')) * layout.cell),
  )
  return (
    <>
      <g transform={`translate(0 ${tall - own})`}>
        <WellPicture
          resources={resources}
          allocatable={machine.allocatable}
          stranded={machine.dead ? undefined : of(nodes.stranded, machine.row)}
          lane={layout.lane}
          cell={layout.cell}
          dead={machine.dead}
          lost={machine.dead && !runbook}
          pods={podsOfNode(mirror, machine.row).map((row) => ({
            key: row,
            look: looks[pods.app[row]!]!,
            requests: of(pods.requests, row),
            terminating: pods.state[row] === PodState.Terminating,
          }))}
        />
      </g>
      {layout.pitch.x >= 24 && (
        <text
          x={wellWidth(lanes, layout.lane) / 2}
          y={layout.pitch.y - 14}
          fontSize={layout.pitch.x >= 70 ? 17 : 13}
          fontWeight="700"
          textAnchor="middle"
          fill={machine.dead ? 'var(--alarm-ink)' : 'var(--ink)'}
        >
          {layout.pitch.x >= 70 ? machine.name : machine.ordinal}
        </text>
      )}
    </>
  )
}
