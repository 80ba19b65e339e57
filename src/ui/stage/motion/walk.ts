import type { LaneId } from '../../../engine/protocol.ts'
import type { Attempt } from '../../../engine/scheduler/attempt.ts'
import { progress } from '../easing.ts'
import type { Walk, WalkPhase } from '../stage.ts'
import { dimOf, type EvaluatedWell, type Evaluation, type Look } from './evaluation.ts'
import type { Asking, LookedAt } from './findings.ts'
import { lookTime, TIMES } from './timings.ts'

/** What a walk shows of the wells as they stand now. */
export interface Found extends Asking {
  readonly wells: readonly LookedAt[]
}

/** A decision that is gone through step by step, as it is shown. */
export interface ShownWalk {
  readonly walk: Walk
  readonly found: Found
  /** Wall time at which the phase began; -Infinity = what it shows appears at once. */
  readonly since: number
  /** Factor on time; undefined = nothing moves. */
  readonly rate: number | undefined
  /** Wall time at which it was ended: it fades. */
  readonly endedAt: number | undefined
}

const ORDER: readonly WalkPhase[] = ['queue', 'filter', 'score', 'bind']

/** Whether `to` comes after `from`: only then is there something new to play. */
function isLater(from: WalkPhase, to: WalkPhase): boolean {
  return ORDER.indexOf(to) > ORDER.indexOf(from)
}

function isDecision(walk: Walk, lane: LaneId, attempt: Attempt): boolean {
  const own = walk.attempt
  return (
    walk.lane === lane &&
    own.uid === attempt.uid &&
    own.at === attempt.at &&
    own.pod === attempt.pod
  )
}

/** The one decision that the stage goes through, if any, in whatever order it is told about it. */
export class Walking {
  shown: ShownWalk | undefined
  /** A decision that has been gone through: it is not played again when the update brings it. */
  private past: Walk | undefined

  /**
   * Shows a phase of a decision; undefined ends the walk.
   * @param rate factor on time; undefined = nothing moves
   * @param find what there is to see of it
   */
  set(
    walk: Walk | undefined,
    now: number,
    rate: number | undefined,
    find: (walk: Walk) => Found,
  ): void {
    const before = this.shown?.endedAt === undefined ? this.shown : undefined
    if (!walk) {
      if (!before) return
      this.past = before.walk
      this.shown = before.rate === undefined ? undefined : { ...before, endedAt: now }
      return
    }
    // An update has carried it out already: what is still to be seen ends by itself.
    if (walk.phase === 'bind' && !before && this.isPast(walk.lane, walk.attempt)) return
    this.past = undefined
    const phase =
      before && isDecision(before.walk, walk.lane, walk.attempt) ? before.walk.phase : undefined
    const plays = rate !== undefined && (phase === undefined || isLater(phase, walk.phase))
    const stays = before !== undefined && phase === walk.phase
    const since = stays ? before.since : plays ? now : Number.NEGATIVE_INFINITY
    this.shown = { walk, found: find(walk), since, rate, endedAt: undefined }
  }

  /** The wells have changed. */
  refresh(find: (walk: Walk) => Found): void {
    if (this.shown) this.shown = { ...this.shown, found: find(this.shown.walk) }
  }

  /** Whether this decision is, or was just now, the one that is gone through. */
  covers(lane: LaneId, attempt: Attempt): boolean {
    const { shown } = this
    return (shown && isDecision(shown.walk, lane, attempt)) || this.isPast(lane, attempt)
  }

  /** The decision has been carried out; returns what was shown of it until now. */
  conclude(): ShownWalk | undefined {
    const { shown } = this
    if (shown) this.past = shown.walk
    this.shown = undefined
    return shown
  }

  /** Nothing has come of it that could be seen: what was shown fades. */
  fade(shown: ShownWalk, now: number): void {
    if (shown.rate !== undefined) this.shown = { ...shown, endedAt: shown.endedAt ?? now }
  }

  forget(): void {
    this.past = undefined
  }

  /** Forgets what has faded; true when something has. */
  prune(now: number): boolean {
    if (this.shown?.endedAt === undefined || now < restsAt(this.shown)) return false
    this.shown = undefined
    return true
  }

  isMoving(now: number): boolean {
    return this.shown !== undefined && now < restsAt(this.shown)
  }

  private isPast(lane: LaneId, attempt: Attempt): boolean {
    return this.past !== undefined && isDecision(this.past, lane, attempt)
  }
}

/** Wall time from which on the walk stands still. */
function restsAt(shown: ShownWalk): number {
  const rate = shown.rate ?? 1
  if (shown.endedAt !== undefined) return shown.endedAt + TIMES.evaluateOut / rate
  const { phase } = shown.walk
  const count = shown.found.wells.length
  const clears = phase === 'filter' && shown.found.wells.some(({ room }) => room !== undefined)
  const time = clears
    ? clearsAt(count) + TIMES.clear
    : phase === 'filter'
      ? lookTime(count) * count + TIMES.ghostIn
      : phase === 'score'
        ? TIMES.scores + TIMES.winner
        : 0
  return shown.since + time / rate
}

/** After the last well, and a moment in which it is seen that nothing fits. */
function clearsAt(wells: number): number {
  return lookTime(wells) * wells + TIMES.ghostIn + TIMES.beforeClear
}

/** State of every well of the walk at `now`. */
export function walkAt(shown: ShownWalk, now: number): Look {
  const { walk, found, endedAt } = shown
  const { phase, attempt, app } = walk
  const rate = shown.rate ?? 1
  const elapsed = (now - shown.since) * rate
  const out = endedAt === undefined ? 1 : 1 - progress(now, endedAt, TIMES.evaluateOut / rate)
  const per = lookTime(found.wells.length)
  const won = attempt.selected !== undefined
  const scored = isLater('filter', phase)
  const played = (start: number, time: number) =>
    phase === 'score' ? progress(elapsed, start, time) : 1
  // Room is made as soon as it is known that nothing fits.
  const clearing = won
    ? 0
    : phase === 'filter'
      ? progress(elapsed, clearsAt(found.wells.length), TIMES.clear)
      : scored
        ? 1
        : 0
  const wells = found.wells.map((looked, i): EvaluatedWell => {
    const { verdict, winner, room } = looked
    const fits = verdict !== undefined && verdict.rejectedBy === undefined
    const cleared = room ? clearing * out : 0
    const seen =
      phase === 'queue' ? 0 : phase === 'filter' ? progress(elapsed, per * i, TIMES.ghostIn) : 1
    return {
      looked,
      // Room is made for what was too much.
      shown: seen * out * (1 - cleared),
      ghost: verdict === undefined ? 0 : seen * out,
      pods: 1 + (dimOf(looked) - 1) * seen * out * (1 - cleared),
      counted: scored && fits && won ? played(0, TIMES.scores) * out : 0,
      framed: scored && winner ? played(TIMES.scores, TIMES.winner) * out : 0,
      cleared,
    }
  })
  return { app, attempt, heights: found.heights, wells }
}

/**
 * The walk's pod has been bound: what is shown stays until the piece has landed.
 * @param landed wall time at which it rests
 */
export function carriedOut(
  shown: ShownWalk,
  row: number,
  now: number,
  landed: number,
): Evaluation | undefined {
  const { walk, found, rate } = shown
  if (walk.phase === 'queue' || rate === undefined) return undefined
  return {
    row,
    app: walk.app,
    heights: found.heights,
    // All that there was to see has been seen.
    start: Number.NEGATIVE_INFINITY,
    rate,
    wells: found.wells,
    attempt: walk.attempt,
    fallAt: now,
    end: landed + TIMES.evaluateOut / rate,
  }
}
