import type { TrafficFlow } from '../../../engine/protocol.ts'

/** Dots a second that one sender sets out at most; beyond that a dot stands for several requests. */
const MOST = 12
/** Lost requests that wait to be shown, at most: fast playback brings many seconds at once. */
const MOST_LOST = 12

/** A dot that sets out. */
export interface Sent {
  /** Row of the pod; -1 = it gets nowhere. */
  readonly row: number
  readonly lost: boolean
}

/** For how many requests a dot stands: 1, 2, 5, 10, 20 ... */
export function requestsPerDot(perSecond: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) {
      if (perSecond / (step * power) <= MOST) return step * power
    }
  }
}

interface Turn {
  readonly row: number
  readonly share: number
  credit: number
}

/**
 * Which dots a sender sets out, in the shares of the last second's answers. Every second in which
 * requests were lost sends at least one that is.
 */
export class Emission {
  perDot = 1
  private turns: Turn[] = []
  /** Dots a second that are answered, and the part of one that is due. */
  private pace = 0
  private due = 0
  /** Rows of those that will be lost, their pace, and the part of one that is due. */
  private readonly lost: number[] = []
  private lostPace = 0
  private lostDue = 0

  /** Takes what a second has brought. */
  take(flows: readonly TrafficFlow[]): void {
    const answered = flows.reduce((sum, flow) => sum + flow.answered, 0)
    const sent = flows.reduce((sum, flow) => sum + flow.failed, answered)
    this.perDot = requestsPerDot(sent)
    this.pace = answered / this.perDot
    const before = new Map(this.turns.map((turn) => [turn.row, turn.credit]))
    this.turns = flows
      .filter((flow) => flow.answered > 0)
      .map(({ row, answered: share }) => ({ row, share, credit: before.get(row) ?? 0 }))
    for (const { row, failed } of flows) {
      const dots = failed === 0 ? 0 : Math.max(1, Math.round(failed / this.perDot))
      for (let i = 0; i < dots && this.lost.length < MOST_LOST; i++) this.lost.push(row)
    }
    // What is lost in a second is spread over the next one.
    this.lostPace = this.lost.length
  }

  /** Dots that set out in so many seconds. */
  next(seconds: number): readonly Sent[] {
    const sent: Sent[] = []
    this.due += seconds * this.pace
    for (; this.due >= 1; this.due--) {
      const row = this.turn()
      if (row !== undefined) sent.push({ row, lost: false })
    }
    this.lostDue += seconds * this.lostPace
    for (; this.lostDue >= 1; this.lostDue--) {
      const row = this.lost.shift()
      if (row !== undefined) sent.push({ row, lost: true })
    }
    return sent
  }

  /** Whose turn it is: who has waited longest for its share. */
  private turn(): number | undefined {
    const all = this.turns.reduce((sum, { share }) => sum + share, 0)
    let first: Turn | undefined
    for (const turn of this.turns) {
      turn.credit += turn.share / all
      if (!first || turn.credit > first.credit + 1e-9) first = turn
    }
    if (first) first.credit -= 1
    return first?.row
  }
}
