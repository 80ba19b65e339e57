import { memo } from 'react'
import type { LaneId } from '../../engine/protocol.ts'
import { lossOf, machineText } from '../state/machineText.ts'
import { laneOf } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { useRun } from '../state/stores.ts'
import type { LaneSummary, MachineSummary } from '../state/summaries.ts'
import { laneLabel } from '../words/units.ts'
import { useAsked } from './control/useAsked.ts'
import { MachineWell } from './MachineWell.tsx'
import { rolloutLines } from './rolloutLines.ts'
import { machineUseLines } from './Uses.tsx'
import { useMachineUse } from './useMachineUse.ts'

/** Px of the lens: what its place is worked out with. */
const WIDTH = 164
const HEIGHT = 330
const WELL = 176
const LANES = 76

/** A tile seen from close by, beside the pointer: its name, its well, its sums. */
export function Lens(props: {
  readonly lane: LaneId
  readonly row: number
  readonly pointer: { readonly x: number; readonly y: number }
  /** Upper edge of the machines: over it stand figures that one wants to read meanwhile. */
  readonly top: number
}) {
  const { pointer, top } = props
  const lane = useRun((run) => run.lanes.find(({ id }) => id === props.lane))
  const resources = useRun((run) => run.info?.resources) ?? NONE
  const machine = lane?.machines.find(({ row }) => row === props.row)
  if (lane === undefined || machine === undefined) return null
  const { innerWidth, innerHeight } = window
  const flip = pointer.x + WIDTH + 28 > innerWidth
  return (
    <div
      className="lens"
      aria-hidden="true"
      style={{
        width: WIDTH,
        left: flip ? pointer.x - WIDTH - 18 : pointer.x + 18,
        top: Math.max(8, Math.min(innerHeight - HEIGHT - 8, Math.max(top, pointer.y - HEIGHT / 2))),
      }}
    >
      <Seen lane={lane} machine={machine} resources={resources} />
      <Use lane={lane} machine={machine} resources={resources} />
      <Rollouts lane={lane} machine={machine} />
    </div>
  )
}

const NONE: readonly string[] = []

interface Shown {
  /** A new one with every update of the lane. */
  readonly lane: LaneSummary
  readonly machine: MachineSummary
  readonly resources: readonly string[]
}

/** What is known of it here: drawn anew with an update, not with every move of the pointer. */
const Seen = memo(({ lane, machine, resources }: Shown) => {
  // Its pods are drawn as what was lost: that none of them counts would be said under them.
  const sums = machine.dead
    ? lossOf(machine, lane.runbook)
    : machineText(resources, machine, lane.runbook).split(', ').slice(1)
  return (
    <>
      <b>{machine.name}</b>
      <figure>
        <MachineWell lane={lane} machine={machine} height={WELL} width={LANES} />
        <figcaption>
          {resources.flatMap((resource, r) =>
            machine.allocatable[r] ? [<span key={resource}>{laneLabel(resource)}</span>] : [],
          )}
        </figcaption>
      </figure>
      {sums.map((sum, i) => (
        <span key={i}>{sum}</span>
      ))}
    </>
  )
})

/** What its pods use, which the engine has to be asked for. */
function Use({ lane, machine, resources }: Shown) {
  const use = useMachineUse(lane.id, lane.runbook || machine.dead ? -1 : machine.row)
  const lines = use === undefined ? [] : machineUseLines(use, machine, resources)
  return lines.map((line) => <span key={line}>{line}</span>)
}

/** Marks that pieces have where there is room: whose pods have several revisions, and what is paused. */
const Rollouts = memo(({ lane, machine }: Omit<Shown, 'resources'>) => {
  const session = useSession()
  const { answer } = useAsked(
    () => session.ask<'workloads'>({ type: 'workloads', lane: lane.id }),
    lane.id,
  )
  const mirror = laneOf(session.mirror, lane.id)
  if (mirror === undefined || machine.dead) return null
  const lines = rolloutLines(session.mirror, mirror, machine.row, answer?.workloads ?? [])
  return lines.map((line) => <span key={line}>{line}</span>)
})
