import { progress } from '../easing.ts'
import type { LaneDelta } from '../model.ts'
import type { Arc } from './flight.ts'
import { LANDING, TIMES } from './timings.ts'

/** How a piece comes into its well. */
export interface Entry {
  readonly kind: 'fall' | 'flight' | 'fade'
  /** Wall time at which the piece sets out. */
  readonly start: number
  readonly rate: number
  /** Node row it comes from, -1 = from NEXT. */
  readonly from: number
  /** Thick edge that fades. */
  readonly edge: number
  readonly edgeTime: number
  /** Dashed ghost at the place where it will rest. */
  readonly aim: boolean
  arc?: Arc
}

/** A piece sinks because something under it has gone. */
export interface Drop {
  readonly start: number
  readonly rate: number
  /** How much higher it stood, cells by resource. */
  readonly offset: Float64Array
  readonly squash: boolean
}

export interface PieceMotion {
  entry?: Entry
  drops: Drop[]
}

export interface WellMotion {
  readonly kind: 'rise' | 'die' | 'revive'
  readonly start: number
  readonly rate: number
}

/** A piece that the facts no longer have. */
export interface Leaver {
  readonly row: number
  readonly node: number
  readonly cause: 'completed' | 'removed' | 'lost'
  readonly start: number
  readonly rate: number
  readonly heights: Float64Array
  readonly lows: Float64Array
}

/** What a finished Job gave back, rising from its well. */
export interface Gain {
  readonly row: number
  readonly node: number
  readonly start: number
  readonly rate: number
}

export interface Settings {
  /** Factor on time; undefined = no motion at all. */
  readonly rate: number | undefined
  readonly reduced: boolean
}

/** All that moves on one side. */
export class Choreography {
  readonly pieces = new Map<number, PieceMotion>()
  readonly wells = new Map<number, WellMotion>()
  leavers: Leaver[] = []
  gains: Gain[] = []

  clear(): void {
    this.pieces.clear()
    this.wells.clear()
    this.leavers = []
    this.gains = []
  }

  get active(): boolean {
    return (
      this.pieces.size > 0 ||
      this.wells.size > 0 ||
      this.leavers.length > 0 ||
      this.gains.length > 0
    )
  }

  /**
   * Turns what an update changed into motion.
   * @param entryOf how an arrived pod comes in; `wait` is the ms (1x) that others take before it
   * @param heightsOf cells of a pod by resource (a copy)
   */
  perform(
    delta: LaneDelta,
    now: number,
    settings: Settings,
    entryOf: (row: number, node: number, from: number, index: number) => Entry | undefined,
    copyOf: (row: number) => { heights: Float64Array; lows: Float64Array },
  ): void {
    const { rate, reduced } = settings
    if (rate === undefined) {
      this.clear()
      return
    }
    for (const row of delta.gone) this.wells.delete(row)
    if (!reduced) {
      for (const row of delta.bought) this.wells.set(row, { kind: 'rise', start: now, rate })
      for (const row of delta.died) this.wells.set(row, { kind: 'die', start: now, rate })
    }
    for (const row of delta.revived) this.wells.set(row, { kind: 'revive', start: now, rate })
    let hold = 0
    for (const { row, node, cause } of delta.left) {
      this.pieces.delete(row)
      const { heights, lows } = copyOf(row)
      const how = reduced ? 'lost' : cause
      this.leavers.push({ row, node, cause: how, start: now, rate, heights, lows })
      if (how === 'completed') hold = Math.max(hold, TIMES.sweep + TIMES.thin)
      if (how === 'removed') hold = Math.max(hold, TIMES.thin)
      if (cause === 'completed') this.gains.push({ row, node, start: now + hold / rate, rate })
    }
    for (const [row, offset] of delta.shifted) {
      if (reduced) continue
      this.motion(row).drops.push({ start: now + hold / rate, rate, offset, squash: hold > 0 })
    }
    let index = 0
    const enter = (row: number, node: number, from: number) => {
      const entry = entryOf(row, node, from, index)
      if (!entry) return
      this.motion(row).entry = entry
      index++
    }
    for (const { row, node } of delta.arrived) enter(row, node, -1)
    for (const { row, from, to } of delta.moved) enter(row, to, from)
  }

  /** Forgets what is over; true when something was. */
  prune(now: number): boolean {
    const before = this.size()
    for (const [row, motion] of this.pieces) {
      if (motion.entry && now >= entryEnd(motion.entry)) delete motion.entry
      motion.drops = motion.drops.filter((drop) => now < dropEnd(drop))
      if (!motion.entry && motion.drops.length === 0) this.pieces.delete(row)
    }
    for (const [row, motion] of this.wells) if (now >= wellEnd(motion)) this.wells.delete(row)
    this.leavers = this.leavers.filter((leaver) => now < leaverEnd(leaver))
    this.gains = this.gains.filter((gain) => now < gain.start + TIMES.gain / gain.rate)
    return this.size() !== before
  }

  private size(): number {
    return this.pieces.size + this.wells.size + this.leavers.length + this.gains.length
  }

  private motion(row: number): PieceMotion {
    let motion = this.pieces.get(row)
    if (!motion) {
      motion = { drops: [] }
      this.pieces.set(row, motion)
    }
    return motion
  }
}

/** Wall time at which the fall begins (after the flight, if there is one). */
export function fallStart(entry: Entry): number {
  return entry.kind === 'flight' ? entry.start + TIMES.flight / entry.rate : entry.start
}

/** Wall time at which the first half touches what is under it; what fades in is there at once. */
export function touchesAt(entry: Entry): number {
  return entry.kind === 'fade' ? entry.start : fallStart(entry) + TIMES.fall / entry.rate
}

/** Wall time at which the piece rests in its well. */
export function landedAt(entry: Entry): number {
  return entry.kind === 'fade'
    ? entry.start + TIMES.fade / entry.rate
    : fallStart(entry) + LANDING / entry.rate
}

function entryEnd(entry: Entry): number {
  // With reduced motion the way of a re-created pod stands still for a while, so that it is seen.
  const shown = entry.kind === 'fade' && entry.from >= 0 ? TIMES.staticArc : entry.edgeTime
  return landedAt(entry) + shown / entry.rate
}

function dropEnd(drop: Drop): number {
  return drop.start + (TIMES.drop + TIMES.squash) / drop.rate
}

function wellEnd(motion: WellMotion): number {
  const time =
    motion.kind === 'rise'
      ? TIMES.rise
      : motion.kind === 'die'
        ? TIMES.flash + TIMES.drain
        : TIMES.drain
  return motion.start + time / motion.rate
}

function leaverEnd(leaver: Leaver): number {
  const time =
    leaver.cause === 'completed'
      ? TIMES.sweep + TIMES.thin
      : leaver.cause === 'removed'
        ? TIMES.thin
        : TIMES.fade
  return leaver.start + time / leaver.rate
}

/** How much of a drop is left to fall, 1..0, and the squash after it, 0..1. */
export function dropAt(
  drop: Drop,
  now: number,
  ease: (t: number) => number,
): { readonly left: number; readonly squash: number } {
  const fallen = progress(now, drop.start, TIMES.drop / drop.rate)
  const squashed = progress(now, drop.start + TIMES.drop / drop.rate, TIMES.squash / drop.rate)
  return {
    left: 1 - ease(fallen),
    squash: drop.squash && squashed > 0 && squashed < 1 ? Math.sin(Math.PI * squashed) : 0,
  }
}
