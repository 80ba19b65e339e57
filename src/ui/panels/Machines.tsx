import { useRef, useState } from 'react'
import type { StageLayout } from '../stage/stage.ts'
import { GUTTER } from '../stage/tokens.ts'
import { machineText } from '../state/machineText.ts'
import { podsOfNode } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, useRun, useSelection } from '../state/stores.ts'
import type { LaneSummary, MachineSummary } from '../state/summaries.ts'
import { usePlugPreview } from '../state/walkStore.ts'
import { Icon } from '../widgets/Icon.tsx'
import { MenuButton } from '../widgets/MenuButton.tsx'
import type { Breakpoint } from '../widgets/useMedia.ts'
import { laneLabel } from '../words/units.ts'
import { words } from '../words/words.ts'
import { useMachineActions } from './machineActions.tsx'
import { plugNoteId } from './PlugNote.tsx'

/**
 * The text twin of a lane's wells, and their names and plugs. Left and right go from machine to
 * machine, up and down through the pods of one.
 */
export function Machines(props: {
  readonly lane: LaneSummary
  readonly resources: readonly string[]
  /** Left edge of this list in the stage's coordinates. */
  readonly originX: number
  readonly breakpoint: Breakpoint
}) {
  const { lane, resources, originX, breakpoint } = props
  const session = useSession()
  const layout = usePage((page) => page.layout)
  const hovered = useSelection((selection) => selection.hovered)
  const [active, setActive] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const current = Math.min(active, lane.machines.length - 1)
  const lanes = useRun((run) => run.lanes)
  const drawn = usePage((page) => typeof page.stage === 'string')
  const size = drawn ? nameSize(layout, lanes, breakpoint) : 'text'

  const focusMachine = (index: number) => {
    const next = Math.max(0, Math.min(lane.machines.length - 1, index))
    setActive(next)
    list.current?.querySelectorAll<HTMLElement>('.machine-name')[next]?.focus()
  }

  const walkPods = (machine: MachineSummary, by: 1 | -1) => {
    const mirror = session.mirror.lanes.find((candidate) => candidate.id === lane.id)
    if (mirror === undefined) return
    const pods = podsOfNode(mirror, machine.row)
    const { selected } = useSelection.getState()
    const at = selected?.type === 'pod' ? pods.indexOf(selected.row) : -1
    const next = at < 0 ? (by > 0 ? 0 : pods.length - 1) : at + by
    const row = pods[next]
    if (row !== undefined) session.select({ type: 'pod', lane: lane.id, row })
    else session.select({ type: 'node', lane: lane.id, row: machine.row })
  }

  const bare = size === 'hidden'
  return (
    <>
      <ul
        ref={list}
        className={drawn ? 'machines above-canvas' : 'machines as-text'}
        aria-label={words.lanes.machines(lane.title)}
      >
        {lane.machines.map((machine, index) => (
          <Machine
            key={machine.row}
            lane={lane}
            machine={machine}
            resources={resources}
            place={bare ? undefined : placeOf(layout, lane.id, machine.row, originX)}
            size={size}
            current={index === current}
            hovered={
              hovered?.type === 'node' && hovered.lane === lane.id && hovered.row === machine.row
            }
            onFocus={() => setActive(index)}
            onKeyDown={(event) => {
              const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
              if (step !== undefined) focusMachine(index + step)
              else if (event.key === 'ArrowUp') walkPods(machine, 1)
              else if (event.key === 'ArrowDown') walkPods(machine, -1)
              else return
              event.preventDefault()
              event.stopPropagation()
            }}
          />
        ))}
      </ul>
      {bare && layout !== undefined && <p className="machines-hint">{words.machine.press}</p>}
    </>
  )
}

interface Place {
  readonly left: number
  readonly width: number
}

function placeOf(
  layout: StageLayout | undefined,
  lane: string,
  row: number,
  originX: number,
): Place | undefined {
  const well = layout?.wells.find((candidate) => candidate.lane === lane && candidate.row === row)
  return well && { left: well.x - originX, width: well.width }
}

function Machine(props: {
  readonly lane: LaneSummary
  readonly machine: MachineSummary
  readonly resources: readonly string[]
  readonly place: Place | undefined
  readonly size: NameSize
  readonly current: boolean
  readonly hovered: boolean
  readonly onFocus: () => void
  readonly onKeyDown: (event: React.KeyboardEvent) => void
}) {
  const { lane, machine, resources, place, size, current, hovered } = props
  const session = useSession()
  const actions = useMachineActions(lane, machine)
  const asked = usePlugPreview(({ shown }) => shown?.lane === lane.id && shown.row === machine.row)
  const lanes = useRun((run) => run.lanes)
  const plugNotes = asked ? lanes.map(({ id }) => plugNoteId(id)).join(' ') : undefined
  const className = [
    'machine',
    SIZE_CLASS[size],
    machine.dead && 'dead',
    machine.booting && 'booting',
    hovered && 'hovered',
  ]
    .filter(Boolean)
    .join(' ')
  const text = machineText(resources, machine, lane.runbook)
  const target = { type: 'node', lane: lane.id, row: machine.row } as const
  const visible = size === 'text' ? text : isNumber(size) ? String(machine.ordinal) : machine.name
  const shared = {
    className: 'machine-name',
    tabIndex: current ? 0 : -1,
    'aria-label': words.machine.menu(machine.name),
    onFocus: ({ currentTarget }: React.FocusEvent) => {
      props.onFocus()
      if (currentTarget.matches(':focus-visible')) session.hover(target)
    },
    onBlur: () => session.hover(undefined),
    onKeyDown: props.onKeyDown,
  }
  return (
    <li
      className={className}
      aria-label={text}
      style={place === undefined ? undefined : { left: place.left, width: place.width }}
      onPointerEnter={() => session.hover(target)}
      onPointerLeave={() => session.hover(undefined)}
    >
      {size === 'beside' && place !== undefined && (
        <LaneLabels resources={resources} machine={machine} width={place.width} />
      )}
      {size === 'phone' ? (
        <button
          type="button"
          {...shared}
          onClick={() =>
            usePage.setState({ dialog: { type: 'machine', lane: lane.id, row: machine.row } })
          }
        >
          {visible}
        </button>
      ) : (
        <MenuButton {...shared} items={actions.menu} align="center" side="top">
          {visible}
        </MenuButton>
      )}
      <button
        type="button"
        className={machine.dead ? 'plug dead' : 'plug'}
        tabIndex={current ? 0 : -1}
        aria-label={
          machine.dead ? words.machine.plugIn(machine.name) : words.machine.pullPlug(machine.name)
        }
        title={
          machine.dead ? words.machine.plugIn(machine.name) : words.machine.pullPlug(machine.name)
        }
        aria-describedby={plugNotes}
        onFocus={({ currentTarget }) => {
          props.onFocus()
          // A press gives focus, too: then the pointer has asked already.
          if (currentTarget.matches(':focus-visible')) actions.preview()
        }}
        onBlur={actions.endPreview}
        onPointerEnter={({ pointerType }) => {
          if (pointerType === 'mouse') actions.preview(true)
        }}
        onPointerLeave={actions.endPreview}
        onClick={() => {
          actions.endPreview()
          actions.togglePlug()
        }}
      >
        <Icon name="plug" size={14} />
      </button>
    </li>
  )
}

/** CPU and MEM under their lanes, where the lanes are wide enough for the words. */
function LaneLabels(props: {
  readonly resources: readonly string[]
  readonly machine: MachineSummary
  readonly width: number
}) {
  const shown = props.resources.filter((_, r) => props.machine.allocatable[r])
  const lane = props.width / (shown.length + (shown.length - 1) * GUTTER + 0.25)
  if (lane < 27) return null
  return (
    <span className="lane-labels" aria-hidden="true" style={{ columnGap: lane * GUTTER }}>
      {shown.map((resource) => (
        <span key={resource} style={{ width: lane }}>
          {laneLabel(resource)}
        </span>
      ))}
    </span>
  )
}

/**
 * How names and plugs stand under the wells, the same for every machine: side by side, one under
 * the other, the number over the plug, the number alone (the sheet has the plug), or nothing to see.
 * `text`: there is no picture, so the whole sentence.
 */
type NameSize = 'beside' | 'stacked' | 'short' | 'phone' | 'tiny' | 'hidden' | 'text'

const SIZE_CLASS: Readonly<Record<NameSize, string>> = {
  beside: '',
  stacked: 'stacked',
  short: 'stacked short',
  phone: 'number',
  tiny: 'number tiny',
  hidden: 'number bare',
  text: '',
}

function isNumber(size: NameSize): boolean {
  return size === 'short' || size === 'phone' || size === 'tiny'
}

/** About how wide (px) a letter of a name is, and what a plug needs beside it. */
const LETTER = 8.4
const PLUG = 28
/** Names may reach this far into the gaps between wells. */
const OVERHANG = 8

function nameSize(
  layout: StageLayout | undefined,
  lanes: readonly LaneSummary[],
  breakpoint: Breakpoint,
): NameSize {
  if (layout === undefined || isNameless(layout)) return 'hidden'
  if (breakpoint === 'phone') return 'phone'
  const width = narrowest(layout)
  const longest = Math.max(0, ...lanes.flatMap((lane) => lane.machines.map((m) => m.name.length)))
  const text = longest * LETTER
  if (breakpoint === 'desktop' && text + PLUG <= width + OVERHANG) return 'beside'
  if (text <= width + OVERHANG / 2) return 'stacked'
  return width >= 22 ? 'short' : 'tiny'
}

/** What the narrowest well has to be (px) for a number under it. */
const NUMBER = 15

function narrowest(layout: StageLayout): number {
  return Math.min(...layout.wells.map((well) => well.width))
}

/**
 * Wells in several rows, or too narrow for a number, have no names under them: the line beside the
 * pointer names them, pressing one opens its sheet, and the keyboard shows one name after the other.
 */
export function isNameless(layout: StageLayout): boolean {
  return narrowest(layout) < NUMBER || hasSeveralRows(layout)
}

function hasSeveralRows(layout: StageLayout): boolean {
  return layout.wells.some((well) => {
    const first = layout.wells.find((other) => other.lane === well.lane)!
    return Math.abs(well.y + well.height - first.y - first.height) > 2
  })
}
