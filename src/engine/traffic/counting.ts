import type { Millis } from '../api/units.ts'

/*
 * Requests are never objects: the number sent by a moment is known, and so is how many of them went to
 * one of several targets in turn. Both are whole numbers whoever asks, and however often.
 */

/** An even stream of requests that began or changed its rate at `since`. */
export interface Stream {
  readonly since: Millis
  /** Requests sent by then. */
  readonly before: number
  readonly perSecond: number
}

/** Requests sent up to and including this moment, since the start of the run. */
export function sentBy({ since, before, perSecond }: Stream, time: Millis): number {
  return before + Math.floor(((time - since) * perSecond) / 1_000)
}

/**
 * How many of the requests number `from` to `to` - 1 go to one of `targets` that take turns.
 * @param place of the target, from 0
 */
export function share(from: number, to: number, place: number, targets: number): number {
  return upTo(to, place, targets) - upTo(from, place, targets)
}

/** Of the requests 0 to `count` - 1. */
function upTo(count: number, place: number, targets: number): number {
  return Math.floor((count - place + targets - 1) / targets)
}
