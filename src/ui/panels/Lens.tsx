import type { LaneId } from '../../engine/protocol.ts'
import { machineText } from '../state/machineText.ts'
import { useRun } from '../state/stores.ts'
import { laneLabel } from '../words/units.ts'
import { MachineWell } from './MachineWell.tsx'
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
}) {
  const { pointer } = props
  const lane = useRun((run) => run.lanes.find(({ id }) => id === props.lane))
  const resources = useRun((run) => run.info?.resources) ?? []
  const machine = lane?.machines.find(({ row }) => row === props.row)
  const use = useMachineUse(props.lane, lane?.runbook || machine?.dead ? -1 : props.row)
  if (lane === undefined || machine === undefined) return null
  const { innerWidth, innerHeight } = window
  const flip = pointer.x + WIDTH + 28 > innerWidth
  const [, ...sums] = machineText(resources, machine, lane.runbook).split(', ')
  const uses = use === undefined ? [] : machineUseLines(use, machine, resources)
  return (
    <div
      className="lens"
      aria-hidden="true"
      style={{
        width: WIDTH,
        left: flip ? pointer.x - WIDTH - 18 : pointer.x + 18,
        top: Math.max(8, Math.min(innerHeight - HEIGHT - 8, pointer.y - HEIGHT / 2)),
      }}
    >
      <b>{machine.name}</b>
      <figure>
        <MachineWell lane={lane} machine={machine} height={WELL} width={LANES} />
        <figcaption>
          {resources.flatMap((resource, r) =>
            machine.allocatable[r] ? [<span key={resource}>{laneLabel(resource)}</span>] : [],
          )}
        </figcaption>
      </figure>
      {[...sums, ...uses].map((sum) => (
        <span key={sum}>{sum}</span>
      ))}
    </div>
  )
}
