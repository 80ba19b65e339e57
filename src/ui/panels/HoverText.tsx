import { lazy } from 'react'
import { PodState } from '../../engine/protocol.ts'
import { machineText } from '../state/machineText.ts'
import { asked, podDetails, podFacts, podStateText } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, useRun, useSelection } from '../state/stores.ts'
import { Coming } from '../widgets/Coming.tsx'
import { clock } from '../words/units.ts'
import { words } from '../words/words.ts'
import { isNameless } from './machineNames.ts'

/** States that a hover tells besides what stands in the picture. */
const TOLD = new Set<number>([PodState.Terminating, PodState.Unready])
const Lens = lazy(() => import('./Lens.tsx').then((module) => ({ default: module.Lens })))

/**
 * `api-2 · 2 vCPU · 4 GiB · node-3 · 00:12` beside the pointer; of a machine without a name under
 * it, its text twin.
 */
export function HoverText(props: {
  /** Upper edge of the machines in the window, px. */
  readonly top: number
}) {
  const session = useSession()
  const hovered = useSelection((selection) => selection.hovered)
  const pointer = useSelection((selection) => selection.pointer)
  /** One thing at a time: the card tells more than the line beside the pointer. */
  const card = useSelection((selection) => selection.selected?.type === 'pod')
  const resources = useRun((run) => run.info?.resources)
  const lanes = useRun((run) => run.lanes)
  const layout = usePage((page) => page.layout)
  if (card || hovered === undefined || pointer === undefined || resources === undefined) return null
  if (hovered.type === 'node' && layout?.lod === 2) {
    return (
      <Coming>
        <Lens lane={hovered.lane} row={hovered.row} pointer={pointer} top={props.top} />
      </Coming>
    )
  }
  let parts: readonly string[] | undefined
  if (hovered.type === 'pod') {
    const pod = podFacts(session.mirror, hovered.lane, hovered.row)
    if (pod !== undefined) {
      parts = [
        pod.label,
        ...asked(resources, pod.requests),
        pod.nodeName ?? words.pod.pending,
        clock(pod.boundAt >= 0 ? pod.boundAt : pod.createdAt),
        ...(TOLD.has(pod.state) ? [podStateText(pod)] : []),
        ...(pod.restarts > 0 ? podDetails(pod).slice(1, 3) : []),
      ]
    }
  } else if (hovered.type === 'app') {
    const app = session.mirror.apps[hovered.app]
    if (app !== undefined) parts = [app.name, ...asked(resources, app.requests)]
  } else if (hovered.type === 'node' && layout !== undefined && isNameless(layout)) {
    const lane = lanes.find(({ id }) => id === hovered.lane)
    const machine = lane?.machines.find(({ row }) => row === hovered.row)
    if (lane !== undefined && machine !== undefined) {
      parts = [machineText(resources, machine, lane.runbook)]
    }
  }
  if (parts === undefined) return null
  const { innerWidth } = window
  const flip = pointer.x > Math.max(innerWidth - 320, innerWidth / 2)
  const left = pointer.x + 14
  const right = innerWidth - pointer.x + 12
  return (
    <div
      className="hover-text"
      aria-hidden="true"
      style={{
        top: Math.max(8, pointer.y - 40),
        ...(flip ? { right } : { left }),
        maxWidth: Math.min(420, innerWidth - 8 - (flip ? right : left)),
      }}
    >
      {words.pod.hover(parts)}
    </div>
  )
}
