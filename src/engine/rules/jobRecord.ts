import type { Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { uidOf } from '../store/identity.ts'
import { COMPLETION_INDEX, outcomeOf } from './jobProgress.ts'
import { isActive, isFinished, isReady, isTerminating } from './podStatus.ts'

/** What became of a Job's pods so far, kept up to date change by change. */
export interface JobRecord {
  active: number
  ready: number
  terminating: number
  succeeded: number
  failed: number
  failuresSinceSuccess: number
  lastFailureAt: Millis
  /** Indexed Jobs: what is done. */
  readonly doneIndexes: Set<number>
  /** Uids of pods that the Job itself gave up; their end is no failure. */
  readonly givenUp: Set<string>
}

export function emptyRecord(): JobRecord {
  return {
    active: 0,
    ready: 0,
    terminating: 0,
    succeeded: 0,
    failed: 0,
    failuresSinceSuccess: 0,
    lastFailureAt: 0,
    doneIndexes: new Set(),
    givenUp: new Set(),
  }
}

/** Notes one change of one pod; `before` is absent for a new pod, `after` for one that is gone. */
export function recordPod(
  record: JobRecord,
  before: Pod | undefined,
  after: Pod | undefined,
  now: Millis,
): void {
  if (before) count(record, before, -1)
  if (after) count(record, after, 1)
  const known = before && outcomeOf(before)
  const outcome = after ? outcomeOf(after) : 'failed'
  // How a pod ended counts once, at the moment when it becomes clear.
  if (!known && outcome) conclude(record, (after ?? before)!, outcome, now)
  if (before && !after) record.givenUp.delete(uidOf(before))
}

function count(record: JobRecord, pod: Pod, step: 1 | -1): void {
  if (isActive(pod)) {
    record.active += step
    if (isReady(pod)) record.ready += step
  } else if (isTerminating(pod) && !isFinished(pod)) {
    record.terminating += step
  }
}

function conclude(record: JobRecord, pod: Pod, outcome: 'succeeded' | 'failed', now: Millis): void {
  if (outcome === 'succeeded') {
    const index = pod.metadata?.annotations?.[COMPLETION_INDEX]
    if (index !== undefined) record.doneIndexes.add(Number(index))
    record.succeeded += 1
    record.failuresSinceSuccess = 0
  } else if (!record.givenUp.has(uidOf(pod))) {
    record.failed += 1
    record.failuresSinceSuccess += 1
    record.lastFailureAt = now
  }
}
