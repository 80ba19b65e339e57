import { useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
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
import { laneTitle } from '../words/laneTitle.ts'
import { laneLabel } from '../words/units.ts'
import { words } from '../words/words.ts'
import { useMachineActions } from './machineActions.tsx'
import {
  isNumber,
  laneLetters,
  NAME_ROOM,
  type NameSize,
  nameSize,
  shortZone,
  spotMark,
} from './machineNames.ts'
import { plugNoteId } from './PlugNote.tsx'

/**
 * The text twin of a lane's wells, and their names and plugs. Left and right go from machine to
 * machine, up and down through the pods of one.
 */
export function Machines(props: {
  readonly lane: LaneSummary
  readonly resources: readonly string[]
  /** Where this list begins, in the stage's coordinates. */
  readonly origin: { readonly x: number; readonly y: number }
  readonly breakpoint: Breakpoint
  readonly presenting: boolean
}) {
  const { lane, resources, origin, breakpoint, presenting } = props
  const session = useSession()
  const layout = usePage((page) => page.layout)
  const hovered = useSelection(({ hovered: target }) =>
    target?.type === 'node' && target.lane === lane.id ? target.row : undefined,
  )
  const [active, setActive] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const current = Math.min(active, lane.machines.length - 1)
  const lanes = useRun((run) => run.lanes)
  const drawn = usePage((page) => typeof page.stage === 'string')
  const size = drawn ? nameSize(layout, lanes, breakpoint, presenting) : 'text'

  // Names are made anew where they get another size, and the focus would go with the old ones.
  const focused = useRef(false)
  useLayoutEffect(() => {
    if (!focused.current || document.activeElement !== document.body) return
    list.current?.querySelector<HTMLElement>(`[data-machine="${current}"] .machine-name`)?.focus()
  }, [size])

  const focusMachine = (index: number) => {
    const next = Math.max(0, Math.min(lane.machines.length - 1, index))
    // A machine that is not among those in the list now is there once it is the active one.
    flushSync(() => setActive(next))
    list.current?.querySelector<HTMLElement>(`[data-machine="${next}"] .machine-name`)?.focus()
  }

  const walkPods = (machine: MachineSummary, by: 1 | -1) => {
    const mirror = session.mirror.lanes.find((candidate) => candidate.id === lane.id)
    if (mirror === undefined) return
    const pods = podsOfNode(mirror, machine.row)
    const { selected } = useSelection.getState()
    const at = selected?.type === 'pod' ? pods.indexOf(selected.row) : -1
    // Up to the topmost, down to the machine itself.
    const next = at < 0 ? (by > 0 ? 0 : pods.length - 1) : Math.min(at + by, pods.length - 1)
    const row = pods[next]
    if (row !== undefined) session.select({ type: 'pod', lane: lane.id, row })
    else session.select({ type: 'node', lane: lane.id, row: machine.row })
  }

  const bare = size === 'hidden'
  const selected = useSelection((selection) => selection.selected)
  const chosen =
    selected?.type === 'node' && selected.lane === lane.id
      ? lane.machines.find(({ row }) => row === selected.row)
      : undefined
  const zoomed = layout?.zoomed
  const wide = breakpoint === 'desktop' || breakpoint === 'laptop'
  const places = placesOf(bare ? undefined : layout, lane.id, origin)
  /** Of many machines those that have a name to show, and the one that the keyboard is at. */
  const listed = (machine: MachineSummary, index: number) =>
    lane.machines.length <= LISTED || !drawn || index === current || places.has(machine.row)
  const shown =
    places.size === 0 && drawn && lane.machines.length > LISTED
      ? [{ machine: lane.machines[current]!, index: current }]
      : lane.machines.flatMap((machine, index) =>
          listed(machine, index) ? [{ machine, index }] : [],
        )
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveElementInteractions: it only looks where the focus is. */}
      <ul
        ref={list}
        className={drawn ? 'machines above-canvas' : 'machines as-text'}
        aria-label={words.lanes.machines(laneTitle(lane.title))}
        onFocus={() => {
          focused.current = true
        }}
        onBlur={() => {
          // What takes its place has it before that.
          setTimeout(() => {
            focused.current = list.current?.contains(document.activeElement) ?? false
          })
        }}
      >
        {shown.map(({ machine, index }) => (
          <Machine
            key={machine.row}
            lane={lane}
            machine={machine}
            index={index}
            count={lane.machines.length}
            resources={resources}
            place={places.get(machine.row)}
            away={zoomed !== undefined && !places.has(machine.row)}
            size={size}
            current={index === current}
            hovered={hovered === machine.row}
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
      {bare && layout !== undefined && (
        <p className="machines-hint">
          {chosen ? words.machine.chosen(chosen.name) : words.machine.press}
          {layout.lod === 2 && !chosen && wide && ` ${words.machine.block}`}
        </p>
      )}
    </>
  )
}

/** px between a well's floor and its name, where there are as many to spare. */
const NAME_AIR = 3

/** With more machines than these, not all of them are in the list at once. */
const LISTED = 120

interface Place {
  readonly left: number
  readonly width: number
  /** Under a well that one has zoomed to; otherwise all names stand in the list's one row. */
  readonly top?: number
  readonly height?: number
}

/** Where names stand, by node row. */
function placesOf(
  layout: StageLayout | undefined,
  lane: string,
  origin: { readonly x: number; readonly y: number },
): ReadonlyMap<number, Place> {
  const places = new Map<number, Place>()
  const zoomed = layout?.zoomed
  for (const well of layout?.wells ?? []) {
    if (well.lane !== lane || well.row < 0) continue
    const place = { left: well.x - origin.x, width: well.width }
    if (zoomed === undefined) places.set(well.row, place)
    else {
      const air = Math.min(NAME_AIR, Math.max(0, zoomed.below - NAME_ROOM))
      const top = well.y + well.height - origin.y + air
      places.set(well.row, { ...place, top, height: Math.min(NAME_ROOM, zoomed.below) })
    }
  }
  return places
}

function Machine(props: {
  readonly lane: LaneSummary
  readonly machine: MachineSummary
  /** Place in the list, from 0, and how many there are. */
  readonly index: number
  readonly count: number
  readonly resources: readonly string[]
  readonly place: Place | undefined
  /** Its well is out of view. */
  readonly away: boolean
  readonly size: NameSize
  readonly current: boolean
  readonly hovered: boolean
  readonly onFocus: () => void
  readonly onKeyDown: (event: React.KeyboardEvent) => void
}) {
  const { lane, machine, resources, place, away, size, current, hovered } = props
  const session = useSession()
  const actions = useMachineActions(lane, machine)
  const asked = usePlugPreview(({ shown }) => shown?.lane === lane.id && shown.row === machine.row)
  const lanes = useRun((run) => run.lanes)
  const plugNotes = asked ? lanes.map(({ id }) => plugNoteId(id)).join(' ') : undefined
  const className = [
    'machine',
    SIZE_CLASS[away ? 'hidden' : size],
    place?.top !== undefined && 'under',
    machine.dead && 'dead',
    machine.booting && 'booting',
    hovered && 'hovered',
  ]
    .filter(Boolean)
    .join(' ')
  const text = machineText(resources, machine, lane.runbook)
  const target = { type: 'node', lane: lane.id, row: machine.row } as const
  const zone = size === 'beside' || size === 'stacked' ? shortZone(machine, lane) : undefined
  const mark = zone ?? (size === 'beside' ? spotMark(machine) : undefined)
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
      aria-posinset={props.index + 1}
      aria-setsize={props.count}
      data-machine={props.index}
      style={place && { ...place }}
      onPointerEnter={() => session.hover(target)}
      onPointerLeave={() => session.hover(undefined)}
    >
      {(size === 'beside' || (size === 'big' && place?.top === undefined)) && place && (
        <LaneLabels
          resources={resources}
          machine={machine}
          width={place.width}
          big={size === 'big'}
        />
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
      {mark !== undefined && (
        <span
          className="machine-zone"
          aria-hidden="true"
          title={zone && words.machine.zone(machine.zone!)}
        >
          {mark}
        </span>
      )}
    </li>
  )
}

const SIZE_CLASS: Readonly<Record<NameSize, string>> = {
  beside: '',
  big: 'big',
  stacked: 'stacked',
  short: 'stacked short',
  phone: 'number',
  tiny: 'number tiny',
  hidden: 'number bare',
  text: '',
}

/** CPU and MEM under their lanes, where the lanes are wide enough for the words. */
function LaneLabels(props: {
  readonly resources: readonly string[]
  readonly machine: MachineSummary
  readonly width: number
  /** For an audience. */
  readonly big: boolean
}) {
  const { resources, machine, width, big } = props
  const shown = resources.filter((_, r) => machine.allocatable[r])
  const lane = width / (shown.length + (shown.length - 1) * GUTTER + 0.25)
  const letters = laneLetters(lane, big ? Math.min(innerWidth / 1_920, innerHeight / 1_080) : 0)
  if (letters === undefined) return null
  return (
    <span
      className="lane-labels"
      aria-hidden="true"
      style={{ columnGap: lane * GUTTER, fontSize: letters }}
    >
      {shown.map((resource) => (
        <span key={resource} style={{ width: lane }}>
          {laneLabel(resource)}
        </span>
      ))}
    </span>
  )
}
