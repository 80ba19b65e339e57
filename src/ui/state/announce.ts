import type { MarkerType } from '../../engine/protocol.ts'
import type { Announce } from './settings.ts'

/** What can be heard of one cluster. */
export interface Heard {
  readonly title: string
  readonly machines: number
  readonly pending: number
  readonly down: number
  /** After a loss. */
  readonly back: number
  readonly lost: number
}

/** A moment of the run, as far as it is announced. */
export interface Moment {
  /** Another run, or a jump in time: nothing between is told. */
  readonly epoch: number
  readonly arrived: number
  readonly all: number
  readonly lanes: readonly Heard[]
  /** How many marks there were before these. */
  readonly marksForgotten: number
  /** Marks on the timeline up to now, oldest first. */
  readonly marks: readonly { readonly type: MarkerType; readonly text: string }[]
  readonly ended: boolean
}

/** How announcements are put; see src/ui/words/announce.ts. */
export interface AnnounceWords {
  readonly arrived: (arrived: number, all: number) => string
  readonly machines: (n: number) => string
  readonly pending: (n: number) => string
  readonly down: (n: number) => string
  readonly back: (back: number, lost: number) => string
  readonly lane: (title: string, facts: readonly string[]) => string
  /** A mark on the timeline. */
  readonly mark: (text: string) => string
  readonly more: (n: number) => string
  readonly end: string
}

/** Of many marks at once so many are read out. */
const MOST_MARKS = 3
/** What goes wrong, and what comes right. */
const GRAVE: readonly MarkerType[] = [
  'plug',
  'plugIn',
  'pager',
  'refused',
  'reclaim',
  'controlPlane',
]

/**
 * What has changed since the last announcement, as sentences; '' = nothing that is worth one.
 * `fewer` tells of failures and recoveries alone.
 */
export function announcement(
  before: Moment | undefined,
  now: Moment,
  level: Announce,
  words: AnnounceWords,
): string {
  if (level === 'off' || before === undefined || before.epoch !== now.epoch) return ''
  const all = level === 'all'
  const parts: string[] = []
  const told = before.marksForgotten + before.marks.length
  const fresh = now.marks
    .slice(Math.max(0, told - now.marksForgotten))
    .filter(({ type }) => all || GRAVE.includes(type))
    .map(({ text }) => text)
  parts.push(...fresh.slice(0, MOST_MARKS))
  if (fresh.length > MOST_MARKS) parts.push(words.more(fresh.length - MOST_MARKS))
  if (all && now.arrived !== before.arrived) parts.push(words.arrived(now.arrived, now.all))
  now.lanes.forEach((lane, index) => {
    const old = before.lanes[index]
    const facts = [
      all && lane.machines !== old?.machines && words.machines(lane.machines),
      lane.pending !== old?.pending && (all || lane.pending > 0) && words.pending(lane.pending),
      lane.down !== old?.down && words.down(lane.down),
      lane.lost > 0 && lane.back !== old?.back && words.back(lane.back, lane.lost),
    ].filter((fact) => fact !== false)
    if (facts.length > 0) parts.push(words.lane(lane.title, facts))
  })
  if (now.ended && !before.ended) parts.push(words.end)
  return parts.join(' ')
}
