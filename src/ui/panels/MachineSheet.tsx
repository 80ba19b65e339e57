import { useEffect } from 'react'
import { type LaneId, PodState } from '../../engine/protocol.ts'
import { useLooks } from '../state/looks.ts'
import { laneOf, podFacts, podsOfNode } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, useRun } from '../state/stores.ts'
import type { LaneSummary, MachineSummary } from '../state/summaries.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { Icon } from '../widgets/Icon.tsx'
import { PieceSwatch } from '../widgets/PieceSwatch.tsx'
import { amountWithUnit, laneLabel, price, shortAmount } from '../words/units.ts'
import { useWords } from '../words/uses.ts'
import { words } from '../words/words.ts'
import { MachineWell } from './MachineWell.tsx'
import { useMachineActions } from './machineActions.tsx'
import { PlugSentence } from './PlugText.tsx'
import { MachineUses, shortUse } from './Uses.tsx'
import { useMachineUse } from './useMachineUse.ts'

/** One machine large: its well, its pods from the rim down, and its plug. */
export function MachineSheet(props: { readonly lane: LaneId; readonly row: number }) {
  const lane = useRun((run) => run.lanes.find((candidate) => candidate.id === props.lane))
  const machine = lane?.machines.find((candidate) => candidate.row === props.row)
  if (lane === undefined || machine === undefined) return null
  return <Sheet lane={lane} machine={machine} />
}

function Sheet({
  lane,
  machine,
}: {
  readonly lane: LaneSummary
  readonly machine: MachineSummary
}) {
  const session = useSession()
  const looks = useLooks()
  const resources = useRun((run) => run.info?.resources) ?? []
  const actions = useMachineActions(lane, machine)
  const { preview, endPreview } = actions
  const power = !machine.dead
  // The sheet is opened with a finger that cannot hover: it says at once what the plug would do.
  useEffect(() => {
    if (power) preview()
    return endPreview
  }, [power, machine.row, lane.id])
  const close = () => usePage.setState({ dialog: undefined })
  const mirror = laneOf(session.mirror, lane.id)
  const pods = (mirror === undefined ? [] : podsOfNode(mirror, machine.row)).flatMap((row) => {
    const facts = podFacts(session.mirror, lane.id, row)
    return facts === undefined ? [] : [facts]
  })
  const use = useMachineUse(lane.id, lane.runbook || machine.dead ? -1 : machine.row)
  const shown = resources.flatMap((resource, r) =>
    machine.allocatable[r] ? [{ resource, all: machine.allocatable[r] }] : [],
  )
  return (
    <Dialog
      title={machine.name}
      subtitle={[
        ...shown.map(({ resource, all }) => amountWithUnit(resource, all)),
        words.machine.perHour(price(machine.pricePerHour)),
      ].join(' · ')}
      shape="sheet"
      onClose={close}
    >
      <div className="machine-sheet">
        <figure>
          <MachineWell lane={lane} machine={machine} height={270} width={140} />
          <figcaption>
            {shown.map(({ resource, all }) => (
              <span key={resource}>
                {words.machine.lane(
                  laneLabel(resource),
                  shortAmount(resource, all).replace('G', ''),
                )}
              </span>
            ))}
          </figcaption>
        </figure>
        <ol className="sheet-pods">
          {pods.length === 0 && <li>{words.machine.empty}</li>}
          {pods.toReversed().map((pod) => (
            <li key={pod.row}>
              <button
                type="button"
                onClick={() => {
                  close()
                  session.select({ type: 'pod', lane: lane.id, row: pod.row })
                }}
              >
                <PieceSwatch look={looks[pod.app]} />
                <b>{pod.label}</b>
                <span className="sheet-use">
                  {shortUse(use?.pods.find(({ row }) => row === pod.row))}
                </span>
                <span>
                  {pod.requests.some((amount) => amount > 0)
                    ? shown
                        .map(({ resource }) =>
                          shortAmount(resource, pod.requests[resources.indexOf(resource)] ?? 0),
                        )
                        .join(' · ')
                    : useWords.nothing}
                  {pod.state === PodState.Terminating && ` · ${words.pod.state[pod.state]}`}
                </span>
              </button>
            </li>
          ))}
        </ol>
      </div>
      {use !== undefined && <MachineUses use={use} machine={machine} resources={resources} />}
      {!machine.dead && <PlugSentence lane={lane} row={machine.row} />}
      <button
        type="button"
        aria-describedby={machine.dead ? undefined : 'plug-sentence'}
        className={machine.dead ? 'button solid big' : 'button danger big'}
        onClick={() => {
          close()
          actions.togglePlug()
        }}
      >
        <Icon name="plug" size={20} />
        {machine.dead ? words.machine.plugInShort : words.machine.pullPlugShort}
      </button>
      <div className="sheet-more">
        {actions.menu.slice(3).flatMap((item) =>
          item.type === 'action'
            ? [
                <button
                  key={item.label}
                  type="button"
                  className="button"
                  disabled={item.disabled ?? false}
                  onClick={() => {
                    close()
                    item.run()
                  }}
                >
                  {item.label}
                </button>,
              ]
            : [],
        )}
      </div>
    </Dialog>
  )
}
