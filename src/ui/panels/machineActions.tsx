import type { Command } from '../../engine/protocol.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, useRun } from '../state/stores.ts'
import type { LaneSummary, MachineSummary } from '../state/summaries.ts'
import type { MenuItem } from '../widgets/menuItems.ts'
import { words } from '../words/words.ts'

export interface MachineActions {
  /** Pulls the plug on both sides' machine of this number, or plugs it back in. */
  readonly togglePlug: () => void
  readonly menu: readonly MenuItem[]
  /**
   * Shows what pulling the plug would do; nothing where there is no power to lose.
   * @param dwell wait until the pointer has rested
   */
  readonly preview: (dwell?: boolean) => void
  readonly endPreview: () => void
}

/** What can be done to a machine. */
export function useMachineActions(lane: LaneSummary, machine: MachineSummary): MachineActions {
  const session = useSession()
  const sides = useRun((run) => run.lanes.length)
  const send = (command: Command) => {
    session.command(command).catch(() => {
      // A dead engine is told by its own notice.
    })
  }
  const here = { lane: lane.id, machine: machine.ordinal }
  const plugCommand = (): Command => {
    const { dead } = machine
    // The same disaster on both sides, unless the other one has had it already.
    const together = useRun
      .getState()
      .lanes.every((other) =>
        other.machines.every((twin) => twin.ordinal !== machine.ordinal || twin.dead === dead),
      )
    const target = together ? { machine: machine.ordinal } : here
    return { type: dead ? 'plugIn' : 'pullPlug', ...target }
  }
  const togglePlug = () => send(plugCommand())
  const preview = (dwell = false) => {
    if (machine.dead) return
    session.previewPlug({ lane: lane.id, row: machine.row, command: plugCommand() }, dwell)
  }
  const endPreview = () => session.previewPlug(undefined)
  const describe = async () => {
    const text = await session.describe(lane.id, 'Node', machine.row).catch(() => undefined)
    if (text !== undefined) {
      usePage.setState({ dialog: { type: 'describe', title: machine.name, text } })
    }
  }
  const menu: MenuItem[] = [
    {
      type: 'action',
      label: words.machine.details,
      run: () => {
        session.select({ type: 'node', lane: lane.id, row: machine.row })
        usePage.setState({ dialog: { type: 'machine', lane: lane.id, row: machine.row } })
      },
    },
    { type: 'action', label: words.machine.describe, run: () => void describe() },
    { type: 'separator', id: 'care' },
    {
      type: 'action',
      label: machine.cordoned ? words.machine.uncordon : words.machine.cordon,
      run: () => send({ type: machine.cordoned ? 'uncordon' : 'cordon', ...here }),
    },
    {
      type: 'action',
      label: words.machine.drain,
      ...(!lane.runbook && { hint: words.machine.drainHint }),
      disabled: machine.dead,
      run: () => send({ type: 'drain', ...here }),
    },
    { type: 'separator', id: 'harm' },
    ...(machine.spot
      ? [
          {
            type: 'action' as const,
            label: words.machine.reclaim,
            hint: words.machine.reclaimHint,
            danger: true,
            disabled: machine.reclaiming || machine.dead,
            run: () => send({ type: 'reclaim', ...here }),
          },
        ]
      : []),
    // One cluster alone has no other side that would be spared.
    ...(sides > 1
      ? [
          {
            type: 'action' as const,
            label: machine.dead ? words.machine.plugHere : words.machine.pullHere,
            danger: !machine.dead,
            run: () => send({ type: machine.dead ? 'plugIn' : 'pullPlug', ...here }),
          },
        ]
      : []),
    {
      type: 'action',
      label: words.machine.terminate,
      hint: words.machine.terminateHint,
      danger: true,
      run: () => send({ type: 'terminate', ...here }),
    },
  ]
  return { togglePlug, menu, preview, endPreview }
}
