import type { Millis } from '../api/units.ts'
import { NOT_DUE, type Timer } from './timer.ts'

/**
 * Timers by their times; those of one time in the order in which they were added. Adding, taking the first and
 * taking out take a constant time, however many there are, but for a heap of the different times.
 */
export interface Timeline {
  /** It is due from now on: nothing else may be in here with its sequence, which is greater than all before. */
  add(timer: Timer, at: Millis, sequence: number): void
  first(): Timer | undefined
  /** Takes away what `first` answers. */
  shift(): void
  /** Takes away a timer that is in here. */
  remove(timer: Timer): void
}

/** The timers of one time. */
interface Line {
  readonly at: Millis
  /** Undefined = it has gone. */
  timers: (Timer | undefined)[]
  /** The sequences that they had when they came: who has another one now is not here any more. */
  sequences: number[]
  /** Timers before this one are gone. */
  head: number
  /** Timers that are here. */
  count: number
}

/** Lists shorter than this are not worth tidying up. */
const FEW = 64

export function createTimeline(): Timeline {
  const lines = new Map<Millis, Line>()
  /** A binary heap by time. A line without timers stays until it is passed, or until most are such. */
  let heap: Line[] = []
  let empty = 0
  /** Timers of one moment are mostly set one after the other. */
  let latest: Line | undefined

  function lineAt(at: Millis): Line {
    if (latest?.at === at) return latest
    let line = lines.get(at)
    if (line === undefined) {
      line = { at, timers: [], sequences: [], head: 0, count: 0 }
      lines.set(at, line)
      push(line)
      empty += 1
    }
    latest = line
    return line
  }

  function first(): Timer | undefined {
    for (let line = heap[0]; line !== undefined; line = heap[0]) {
      if (line.count > 0) {
        for (;;) {
          const timer = line.timers[line.head]
          if (timer?.sequence === line.sequences[line.head]) return timer
          line.head += 1
        }
      }
      forget(line)
      empty -= 1
      pop()
    }
    return undefined
  }

  function forget(line: Line): void {
    lines.delete(line.at)
    if (latest === line) latest = undefined
  }

  function lose(line: Line): void {
    line.count -= 1
    if (line.count > 0) return
    line.timers = []
    line.sequences = []
    line.head = 0
    empty += 1
    if (empty < FEW || 2 * empty < heap.length) return
    const kept = heap.filter(({ count }) => count > 0)
    for (const each of heap) if (each.count === 0) forget(each)
    heap = []
    empty = 0
    for (const each of kept) push(each)
  }

  /** Without those that are gone. */
  function tidy(line: Line): void {
    const { timers, sequences } = line
    let kept = 0
    for (let place = line.head; place < timers.length; place++) {
      if (timers[place]?.sequence !== sequences[place]) continue
      timers[kept] = timers[place]
      sequences[kept] = sequences[place]!
      kept += 1
    }
    timers.length = kept
    sequences.length = kept
    line.head = 0
  }

  function push(line: Line): void {
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
    add(timer, at, sequence) {
      const line = lineAt(at)
      if (line.count === 0) empty -= 1
      timer.at = at
      timer.sequence = sequence
      line.timers.push(timer)
      line.sequences.push(sequence)
      line.count += 1
    },
    first,
    shift() {
      const line = heap[0]!
      line.timers[line.head]!.sequence = NOT_DUE
      // What is gone is not held on to, however long the line.
      line.timers[line.head] = undefined
      line.head += 1
      if (line.head >= FEW && 2 * line.head >= line.timers.length) tidy(line)
      lose(line)
    },
    remove(timer) {
      timer.sequence = NOT_DUE
      const line = lineAt(timer.at)
      lose(line)
      if (line.timers.length - line.head >= 2 * line.count + FEW) tidy(line)
    },
  }
}
