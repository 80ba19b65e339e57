import type { Millis } from '../api/units.ts'

interface Placed {
  readonly at: Millis
  readonly cancelled: boolean
}

/**
 * Items by their times; those of one time in the order in which they were added. Adding, taking the first and
 * cancelling take a constant time, however many there are, but for a heap of the different times.
 */
export interface Timeline<T extends Placed> {
  add(item: T): void
  /** The first one that is not cancelled. */
  first(): T | undefined
  /** Takes away what `first` answers. */
  shift(): void
  /** The item, which is in here, has just been cancelled. */
  cancelled(item: T): void
}

/** The items of one time. */
interface Line<T> {
  readonly at: Millis
  items: T[]
  /** Items before this one are gone. */
  head: number
  /** Items that are neither gone nor cancelled. */
  count: number
}

/** Lists shorter than this are not worth tidying up. */
const FEW = 64

export function createTimeline<T extends Placed>(): Timeline<T> {
  const lines = new Map<Millis, Line<T>>()
  /** A binary heap by time. A line without items stays until it is passed, or until most are such. */
  let heap: Line<T>[] = []
  let empty = 0

  function add(item: T): void {
    let line = lines.get(item.at)
    if (line === undefined) {
      line = { at: item.at, items: [], head: 0, count: 0 }
      lines.set(item.at, line)
      push(line)
    } else if (line.count === 0) empty -= 1
    line.items.push(item)
    line.count += 1
  }

  function first(): T | undefined {
    for (let line = heap[0]; line !== undefined; line = heap[0]) {
      if (line.count > 0) {
        while (line.items[line.head]!.cancelled) line.head += 1
        return line.items[line.head]
      }
      lines.delete(line.at)
      empty -= 1
      pop()
    }
    return undefined
  }

  function lose(line: Line<T>): void {
    line.count -= 1
    if (line.count > 0) return
    line.items = []
    line.head = 0
    empty += 1
    if (empty < FEW || 2 * empty < heap.length) return
    const kept = heap.filter(({ count }) => count > 0)
    for (const { at, count } of heap) if (count === 0) lines.delete(at)
    heap = []
    empty = 0
    for (const each of kept) push(each)
  }

  function push(line: Line<T>): void {
    let position = heap.length
    while (position > 0) {
      const parent = (position - 1) >> 1
      if (heap[parent]!.at < line.at) break
      heap[position] = heap[parent]!
      position = parent
    }
    heap[position] = line
  }

  function pop(): void {
    const last = heap.pop()!
    if (heap.length === 0) return
    let position = 0
    for (;;) {
      let child = 2 * position + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child += 1
      if (last.at < heap[child]!.at) break
      heap[position] = heap[child]!
      position = child
    }
    heap[position] = last
  }

  return {
    add,
    first,
    shift() {
      const line = heap[0]!
      line.head += 1
      // What is gone is not held on to, however long the line.
      if (line.head >= FEW && 2 * line.head >= line.items.length) {
        line.items = line.items.slice(line.head)
        line.head = 0
      }
      lose(line)
    },
    cancelled({ at }) {
      const line = lines.get(at)!
      lose(line)
      if (line.items.length - line.head < 2 * line.count + FEW) return
      line.items = line.items.slice(line.head).filter(({ cancelled }) => !cancelled)
      line.head = 0
    },
  }
}
