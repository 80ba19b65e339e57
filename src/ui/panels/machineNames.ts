import type { StageLayout } from '../stage/stage.ts'
import type { LaneSummary, MachineSummary } from '../state/summaries.ts'
import type { Breakpoint } from '../widgets/useMedia.ts'
import { words } from '../words/words.ts'

/** Height (px) that a name under a zoomed well takes, and what it needs. */
export const NAME_ROOM = 44
const LEAST_NAME_ROOM = 20

/** A zone's name by a machine's, where zones differ; of `eu-west-1a` the end. */
export function shortZone({ zone }: MachineSummary, { machines }: LaneSummary): string | undefined {
  if (zone === undefined || !longestOf(machines).zoned) return undefined
  return zoneMark(zone)
}

function zoneMark(zone = ''): string {
  return zone.length <= MOST_ZONE ? zone : (zone.split('-').at(-1) ?? '').slice(-MOST_ZONE)
}

export function spotMark({ spot }: MachineSummary): string | undefined {
  return spot ? words.machine.spot : undefined
}

const MOST_ZONE = 3

/**
 * How names and plugs stand under the wells, the same for every machine: side by side, one under
 * the other, the number over the plug, the number alone (the sheet has the plug), or nothing to see. `big`: the
 * number, and the plug when one points at it.
 * `text`: there is no picture, so the whole sentence.
 */
export type NameSize = 'beside' | 'big' | 'stacked' | 'short' | 'phone' | 'tiny' | 'hidden' | 'text'

export function isNumber(size: NameSize): boolean {
  return size === 'big' || size === 'short' || size === 'phone' || size === 'tiny'
}

/** About how wide (px) a letter of a name is, and what a plug needs beside it. */
const LETTER = 8.4
const PLUG = 28
/** The same for a zone's mark: a letter, and the gap before it. */
const MARK_LETTER = 8
const MARK = 4
/** Names may reach this far into the gaps between wells. */
const OVERHANG = 8

export function nameSize(
  layout: StageLayout | undefined,
  lanes: readonly LaneSummary[],
  breakpoint: Breakpoint,
  presenting: boolean,
): NameSize {
  if (layout === undefined || isNameless(layout)) return 'hidden'
  const short = layout.zoomed !== undefined && layout.zoomed.below < NAME_ROOM
  if (presenting && !short) return 'big'
  if (breakpoint === 'phone' || short) return 'phone'
  const width = narrowest(layout)
  let text = 0
  let beside = 0
  for (const lane of lanes) {
    const { name, mark } = longestOf(lane.machines)
    text = Math.max(text, name * LETTER)
    beside = Math.max(beside, name * LETTER + PLUG + (mark > 0 ? mark * MARK_LETTER + MARK : 0))
  }
  if (breakpoint === 'desktop' && beside <= width + OVERHANG) return 'beside'
  if (text <= width + OVERHANG / 2) return 'stacked'
  return width >= 22 ? 'short' : 'tiny'
}

interface Longest {
  readonly name: number
  readonly mark: number
  /** Machines stand in several zones. */
  readonly zoned: boolean
}

const longest = new WeakMap<readonly MachineSummary[], Longest>()

/** Letters of a side's longest name, and of the longest mark beside one. */
function longestOf(machines: readonly MachineSummary[]): Longest {
  const known = longest.get(machines)
  if (known !== undefined) return known
  let name = 0
  let spot = 0
  const zones = new Set<string | undefined>()
  for (const machine of machines) {
    name = Math.max(name, machine.name.length)
    spot = Math.max(spot, spotMark(machine)?.length ?? 0)
    zones.add(machine.zone)
  }
  const zone = zones.size > 1 ? Math.max(...[...zones].map((one) => zoneMark(one).length)) : 0
  const found = { name, mark: Math.max(zone, spot), zoned: zones.size > 1 }
  longest.set(machines, found)
  return found
}

/**
 * px of the letters under a lane; undefined = it is too narrow for them.
 * @param big size of the hall's screen, 1 = 1920 x 1080; 0 = not for an audience
 */
export function laneLetters(lane: number, big: number): number | undefined {
  if (lane < LEAST_LABELLED) return undefined
  if (big === 0) return 13
  const letters = Math.max(8, Math.min(18 * big, lane * LABEL_SHARE))
  return letters < LEAST_BIG * big ? undefined : letters
}

const LEAST_LABELLED = 27
/** The longest label ends at the well's walls when its letters are so high, as a share of the lane. */
const LABEL_SHARE = 0.55
/** Smaller letters (px of 1080) are not read from the last row. */
const LEAST_BIG = 16.5

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
  if (layout.lod === 2 || narrowest(layout) < NUMBER) return true
  return layout.zoomed ? layout.zoomed.below < LEAST_NAME_ROOM : hasSeveralRows(layout)
}

function hasSeveralRows(layout: StageLayout): boolean {
  const floors = new Map<string, number>()
  return layout.wells.some((well) => {
    const floor = well.y + well.height
    const first = floors.get(well.lane) ?? floor
    floors.set(well.lane, first)
    return Math.abs(floor - first) > 2
  })
}
