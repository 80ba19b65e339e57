import { PodFlag } from '../../engine/protocol.ts'
import { heldArrivals } from '../state/heldArrivals.ts'
import type { Mirror } from '../state/mirror.ts'
import { podIndexOf } from '../state/podIndex.ts'

/** A piece in NEXT. */
export interface NextEntry {
  /** Stays the same while the piece waits. */
  readonly key: string
  readonly app: number
  /** Requests in base units (millicores for cpu), in the order of the run's resources. */
  readonly requests: readonly number[]
  /** The one side that gets this piece; undefined = all sides do. */
  readonly side: number | undefined
  /** Re-created after a loss: red corner dot. */
  readonly recreated: boolean
  /** Row of the waiting pod on its side; -1 for an arrival that is still to come. */
  readonly row: number
  /** The waiting pod, the last side's of one that several wait for; absent = still to come. */
  readonly pod?: { readonly side: number; readonly row: number }
}

/** A pod that the facts already place, while the picture still shows it waiting. */
export interface HeldPod {
  readonly side: number
  readonly row: number
}

/**
 * What NEXT shows: pods that wait, re-created ones first, then the arrivals to come.
 * @param held pods whose flight or fall has not begun yet
 * @param limit at most this many entries
 */
export function nextEntries(mirror: Mirror, held: readonly HeldPod[], limit: number): NextEntry[] {
  const waiting = mirror.lanes.flatMap((_, side) => waitingOn(mirror, side, held, limit * 2))
  waiting.sort((a, b) => Number(b.recreated) - Number(a.recreated))
  const arrivals = mirror.info?.arrivals ?? []
  const upcoming = firstAfter(arrivals, mirror.now) - heldArrivals(mirror.lanes)
  const entries = [...shared(waiting, mirror.lanes.length)]
  // The arrival that is being looked at is still the piece that NEXT has shown all the time: the last of its app.
  const latest = arrivals[upcoming - 1]
  const at = entries.findLastIndex(
    ({ side, recreated, app }) => side === undefined && !recreated && latest?.app === app,
  )
  if (at >= 0) entries[at] = { ...entries[at]!, key: `arrival:${upcoming - 1}` }
  for (let i = upcoming; i < arrivals.length && entries.length < limit; i++) {
    const app = mirror.apps[arrivals[i]!.app]
    if (!app) continue
    entries.push({
      key: `arrival:${i}`,
      app: arrivals[i]!.app,
      requests: app.requests,
      side: undefined,
      recreated: false,
      row: -1,
    })
  }
  return entries.slice(0, limit)
}

/**
 * Which piece is this pod: its own, or the one that stands for it on all sides, or the next arrival
 * of its app.
 * @param row of the pod on its side, -1 = it has not arrived yet
 * @returns index, or -1
 */
export function waitingEntry(
  entries: readonly NextEntry[],
  side: number,
  row: number,
  app: number,
): number {
  const own = entries.findIndex((entry) => row >= 0 && entry.side === side && entry.row === row)
  if (own >= 0) return own
  return entries.findIndex((entry) => {
    if (entry.app !== app) return false
    return entry.side === undefined || (row < 0 && entry.side === side)
  })
}

/** Cells of a waiting piece: the lanes it asks for, CPU and memory always among them. */
export function lanesOf(cells: readonly number[]): number[] {
  let last = cells.length
  while (last > 2 && !(cells[last - 1]! > 0)) last--
  return cells.slice(0, last)
}

const MANY = 128

/** How many pieces wait in all. A piece that several sides wait for counts once. */
export function waitingCount(mirror: Mirror, held: readonly HeldPod[]): number {
  const arrivals = mirror.info?.arrivals ?? []
  const toCome = arrivals.length - firstAfter(arrivals, mirror.now) + heldArrivals(mirror.lanes)
  const most = Math.max(0, ...mirror.lanes.map((lane) => podIndexOf(lane).pending.size))
  // Of so many nobody asks which ones are the same on all sides.
  if (most > MANY) return most + toCome
  const waiting = mirror.lanes.flatMap((_, side) => waitingOn(mirror, side, held, 2 * MANY))
  return shared(waiting, mirror.lanes.length).length + toCome
}

/** Pods of one side that wait for a machine, in order of their rows. */
function waitingOn(
  mirror: Mirror,
  side: number,
  held: readonly HeldPod[],
  limit: number,
): NextEntry[] {
  const lane = mirror.lanes[side]!
  const { pods } = lane
  const resources = mirror.info?.resources.length ?? 0
  const heldRows = new Set(held.filter((pod) => pod.side === side).map((pod) => pod.row))
  const { pending } = podIndexOf(lane)
  const rows = Uint32Array.from(
    heldRows.size === 0 ? pending : new Set([...pending, ...heldRows]),
  ).sort()
  const entries: NextEntry[] = []
  for (const row of rows.subarray(0, limit)) {
    const isHeld = heldRows.has(row)
    const recreated = (pods.flags[row]! & PodFlag.Recreated) !== 0
    entries.push({
      key: `${side}:${row}`,
      app: pods.app[row]!,
      requests: Array.from(pods.requests.subarray(row * resources, (row + 1) * resources)),
      // An arrival that one side is still looking at came to all sides.
      side: isHeld && !recreated ? undefined : side,
      recreated,
      row,
      pod: { side, row },
    })
  }
  return entries
}
/** A pod that every side waits for is one piece without a mark. */
function shared(waiting: readonly NextEntry[], sides: number): NextEntry[] {
  if (sides < 2) return waiting.map((entry) => ({ ...entry, side: undefined }))
  const entries: NextEntry[] = []
  const used = new Set<string>()
  for (const entry of waiting) {
    if (used.has(entry.key)) continue
    if (entry.side === undefined) {
      // Sides that look at the same arrival at the same time show it once.
      if (!entries.some((other) => other.side === undefined && other.app === entry.app)) {
        entries.push(entry)
      }
      continue
    }
    const twins = entry.recreated
      ? []
      : waiting.filter(
          (other) =>
            other.side !== entry.side &&
            other.app === entry.app &&
            !other.recreated &&
            !used.has(other.key),
        )
    const others = new Set(twins.map((twin) => twin.side))
    if (others.size === sides - 1) {
      const one = [...others].map((side) => twins.find((twin) => twin.side === side)!)
      for (const twin of one) used.add(twin.key)
      const last = [entry, ...one].reduce((a, b) => (b.side! > a.side! ? b : a))
      entries.push({ ...entry, side: undefined, ...(last.pod && { pod: last.pod }) })
    } else {
      entries.push(entry)
    }
    used.add(entry.key)
  }
  return entries
}

/** Index of the first arrival after `now`; arrivals are in order of time. */
function firstAfter(arrivals: readonly { readonly at: number }[], now: number): number {
  let low = 0
  let high = arrivals.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (arrivals[middle]!.at <= now) low = middle + 1
    else high = middle
  }
  return low
}
