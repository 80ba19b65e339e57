import type { Millis } from '../api/units.ts'
import { type Clock, TIMER_SORTS, type Timer, type TimerSort } from './clock.ts'

interface Entry extends Timer {
  readonly sequence: number
  /** The heap it lies in. */
  readonly heap: Entry[]
  /** Position in the heap, kept up to date so that cancelling costs O(log n). */
  position: number
}

/**
 * A clock at 0 without timers: a binary heap per sort, ordered by time, then by order of setting.
 * Its `step` throws when a timer is due whose owner has no handler.
 */
export function createClock(): Clock {
  const heaps: Record<TimerSort, Entry[]> = { consequence: [], work: [], beat: [] }
  const timers = new Map<string, Map<string, Entry>>()
  const handlers = new Map<string, (key: string) => void>()
  let now: Millis = 0
  let sequence = 0

  function remove(entry: Entry): void {
    timers.get(entry.owner)?.delete(entry.key)
    removeAt(entry.heap, entry.position)
  }

  function first(): Entry | undefined {
    let earliest: Entry | undefined
    for (const sort of TIMER_SORTS) {
      const entry = heaps[sort][0]
      if (entry && (!earliest || before(entry, earliest))) earliest = entry
    }
    return earliest
  }

  return {
    get now() {
      return now
    },
    get nextAt() {
      return first()?.at
    },
    nextOf: (sort) => heaps[sort][0]?.at,
    handle(owner, handler) {
      if (handlers.has(owner)) throw new Error(`timer owner ${owner} already has a handler`)
      handlers.set(owner, handler)
    },
    schedule(owner, key, at, sort = 'consequence') {
      let mine = timers.get(owner)
      if (!mine) {
        mine = new Map()
        timers.set(owner, mine)
      }
      const earlier = mine.get(key)
      if (earlier) removeAt(earlier.heap, earlier.position)
      const heap = heaps[sort]
      const position = heap.length
      const entry: Entry = { at: Math.max(at, now), owner, key, sequence, heap, position }
      sequence += 1
      mine.set(key, entry)
      heap.push(entry)
      siftUp(heap, entry)
    },
    cancel(owner, key) {
      const entry = timers.get(owner)?.get(key)
      if (entry) remove(entry)
    },
    dueAt(owner, key) {
      return timers.get(owner)?.get(key)?.at
    },
    step(limit) {
      const due = first()
      if (!due || due.at > limit) {
        // An endless limit means "until nothing is left": time stays where the last timer left it.
        if (limit > now && Number.isFinite(limit)) now = limit
        return false
      }
      remove(due)
      now = due.at
      const handler = handlers.get(due.owner)
      if (!handler) throw new Error(`nobody handles the timers of ${due.owner}`)
      handler(due.key)
      return true
    },
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
}

function place(heap: Entry[], entry: Entry, position: number): void {
  heap[position] = entry
  entry.position = position
}

function siftUp(heap: Entry[], entry: Entry): void {
  let position = entry.position
  while (position > 0) {
    const parent = heap[(position - 1) >> 1]!
    if (!before(entry, parent)) break
    const free = parent.position
    place(heap, parent, position)
    position = free
  }
  place(heap, entry, position)
}

function siftDown(heap: Entry[], entry: Entry): void {
  let position = entry.position
  for (;;) {
    let child = heap[2 * position + 1]
    if (!child) break
    const right = heap[2 * position + 2]
    if (right && before(right, child)) child = right
    if (!before(child, entry)) break
    const free = child.position
    place(heap, child, position)
    position = free
  }
  place(heap, entry, position)
}

function removeAt(heap: Entry[], position: number): void {
  const last = heap.pop()!
  if (last.position === position) return
  place(heap, last, position)
  siftUp(heap, last)
  siftDown(heap, last)
}
