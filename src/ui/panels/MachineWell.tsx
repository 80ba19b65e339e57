import { PodState } from '../../engine/protocol.ts'
import { unitsPerCell } from '../stage/cells.ts'
import { useLooks } from '../state/looks.ts'
import { laneOf, podsOfNode } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { useRun } from '../state/stores.ts'
import type { LaneSummary, MachineSummary } from '../state/summaries.ts'
import { WellPicture } from '../widgets/WellPicture.tsx'

/** A machine's well with all its pods, as large as there is room: for what shows one machine alone. */
export function MachineWell(props: {
  readonly lane: LaneSummary
  readonly machine: MachineSummary
  /** Most px of its height and of all lanes together. */
  readonly height: number
  readonly width: number
}) {
  const { lane, machine } = props
  const session = useSession()
  const looks = useLooks()
  const resources = useRun((run) => run.info?.resources) ?? []
  const mirror = laneOf(session.mirror, lane.id)
  if (mirror === undefined) return null
  const { pods, nodes } = mirror
  const of = (column: Float64Array, row: number) =>
    column.subarray(row * resources.length, (row + 1) * resources.length)
  const own = machine.allocatable.map((all, r) => all / unitsPerCell(resources[r] ?? ''))
  const lanes = own.filter((cells) => cells > 0).length
  const cell = Math.min(33, props.height / Math.max(1, ...own))
  return (
    <WellPicture
      resources={resources}
      allocatable={machine.allocatable}
      stranded={machine.dead ? undefined : [...of(nodes.stranded, machine.row)]}
      lane={Math.min(50, props.width / Math.max(1, lanes))}
      cell={cell}
      dead={machine.dead}
      lost={machine.dead && !lane.runbook}
      pods={podsOfNode(mirror, machine.row).map((row) => ({
        key: row,
        look: looks[pods.app[row]!]!,
        requests: [...of(pods.requests, row)],
        terminating: pods.state[row] === PodState.Terminating,
      }))}
    />
  )
}
