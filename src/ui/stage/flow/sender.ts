import type { TrafficState } from '../../../engine/protocol.ts'
import { Emission } from './emission.ts'

/** Wall seconds that a dot is on its way; a lost one falls for the last share of them. */
export const TRAVEL = 1.6

/** A dot on its way: so many requests to one pod. */
export interface Dot {
  /** Row of the pod; -1 = it gets nowhere. */
  readonly row: number
  readonly lost: boolean
  /** -1 to 1: to which side it falls when it gets nowhere, so that they do not hide each other. */
  readonly lean: number
  /** Seconds since it set out. */
  age: number
}

/** One sender on the stage. */
export interface Sender {
  state: TrafficState
  emission: Emission
  dots: Dot[]
  /** Dots so far. */
  sent: number
  /** Which pods answered as which version, as far as it is known: a row of one of them. */
  readonly versions: Map<string, number>
}

/** Multiples of it are spread evenly over 0..1, however many there are. */
const GOLDEN = 0.618034

/** So many seconds pass. */
export function step(sender: Sender, seconds: number): void {
  for (const dot of sender.dots) dot.age += seconds
  sender.dots = sender.dots.filter(({ age }) => age < TRAVEL)
  for (const { row, lost } of sender.emission.next(seconds)) {
    sender.sent++
    const lean = ((sender.sent * GOLDEN) % 1) * 2 - 1
    sender.dots.push({ row, lost, lean, age: 0 })
  }
}

/** Frames a second that are as good as those that are seen. */
const FRAMES = 60

/** As many on their way as would be, had the last second always been repeated. */
export function fill(sender: Sender): void {
  sender.emission = new Emission()
  sender.dots = []
  sender.sent = 0
  for (let frame = 0; frame < TRAVEL * FRAMES; frame++) {
    if (frame % FRAMES === 0) sender.emission.take(sender.state.flows)
    step(sender, 1 / FRAMES)
  }
}
