import { type Millis, SECOND } from '../api/units.ts'

/** kube-scheduler's defaults: podInitialBackoffSeconds and podMaxBackoffSeconds. */
const INITIAL_BACKOFF: Millis = 1 * SECOND
const MAX_BACKOFF: Millis = 10 * SECOND

/** What a configuration and a release say about back-off. */
export interface BackoffRules {
  readonly initial?: Millis
  readonly max?: Millis
  /** Up to 1.33 every attempt counts, since then only those that failed in the same way. */
  readonly countsAttempts?: boolean
}

/**
 * How long a pod backs off after `failures` failed attempts: `initial` doubled with every further
 * one, at most `max` (same unit as the result). Without a failure there is no back-off.
 */
export function backoffDuration(
  failures: number,
  initial: number = INITIAL_BACKOFF,
  max: number = MAX_BACKOFF,
): number {
  if (failures === 0) return 0
  return Math.min(max, initial * 2 ** (failures - 1))
}

/**
 * The full second at which a pod's back-off is flushed. Since 1.33 the expiry is cut to the full
 * second and a pod still waits during that second, so it leaves one second after the expiry.
 */
export function backoffLeavesAt(timestamp: Millis, failures: number, rules?: BackoffRules): Millis {
  const expiry = timestamp + backoffDuration(failures, rules?.initial, rules?.max)
  return Math.floor(expiry / SECOND) * SECOND + SECOND
}

/** True while a pod must stay in backoffQ; without a failure there is no back-off at all. */
export function isBackingOff(
  now: Millis,
  timestamp: Millis,
  failures: number,
  rules?: BackoffRules,
): boolean {
  return failures > 0 && now < backoffLeavesAt(timestamp, failures, rules)
}
