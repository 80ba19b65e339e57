import type { LaneDelta } from '../model.ts'
import { TIMES } from './timings.ts'

/** The stacks of a tile grow or shrink. */
export interface TileMove {
  readonly start: number
  readonly rate: number
  /** Height of each lane's stack before, cells by resource. */
  readonly from: Float64Array
  /** What has come last; -1 = nothing has come. */
  readonly app: number
}

/** Tiles change together, in a wave from the first to the last: so much later is the last one (ms). */
const SPREAD = 420

/** What moves on one side while machines are tiles: no pieces, only the heights of their lanes. */
export class TileMoves {
  readonly moves = new Map<number, TileMove>()

  clear(): void {
    this.moves.clear()
  }

  get active(): boolean {
    return this.moves.size > 0
  }

  /** @param appOf of a pod row */
  perform(delta: LaneDelta, now: number, rate: number, appOf: (row: number) => number): void {
    const last = new Map<number, number>()
    for (const { row, node } of delta.arrived) last.set(node, row)
    for (const { row, to } of delta.moved) last.set(to, row)
    const step = SPREAD / Math.max(1, delta.heightened.size) / rate
    let wait = 0
    for (const [node, from] of delta.heightened) {
      const row = last.get(node)
      this.moves.set(node, {
        start: now + wait,
        rate,
        from,
        app: row === undefined ? -1 : appOf(row),
      })
      wait += step
    }
  }

  /** Forgets what is over. */
  prune(now: number): void {
    for (const [node, { start, rate }] of this.moves) {
      if (now >= start + (TIMES.fall + TIMES.placedEdge) / rate) this.moves.delete(node)
    }
  }
}
