import type { Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { uidOf } from '../store/identity.ts'
import { COMPLETION_INDEX, outcomeOf } from './jobProgress.ts'
import type { FailureVerdict } from './podFailurePolicy.ts'
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
  /** Indexed Jobs: how often pods of an index failed, and when the latest did. */
  readonly indexFailures: Map<number, IndexFailures>
  /** Indexes that a rule of the podFailurePolicy has given up. */
  readonly condemnedIndexes: Set<number>
  /** Why a failure has ended the Job, by its podFailurePolicy. */
  condemned: string | undefined
  /** Uids of pods that the Job itself gave up; their end is no failure. */
  readonly givenUp: Set<string>
}

export interface IndexFailures {
  readonly count: number
  readonly lastAt: Millis
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
    condemned: undefined,
    doneIndexes: new Set(),
    indexFailures: new Map(),
    condemnedIndexes: new Set(),
    givenUp: new Set(),
  }
}

/**
 * Notes one change of one pod; `before` is absent for a new pod, `after` for one that is gone.
 * @param judge what the Job's podFailurePolicy makes of a failure; undefined = it has none
 */
export function recordPod(
  record: JobRecord,
  before: Pod | undefined,
  after: Pod | undefined,
  now: Millis,
  judge?: (pod: Pod) => FailureVerdict,
): void {
  const patient = judge !== undefined
  if (before) count(record, before, -1)
  if (after) count(record, after, 1)
  const known = before && outcomeOf(before, patient)
  const outcome = after ? outcomeOf(after, patient) : 'failed'
  // How a pod ended counts once, at the moment when it becomes clear.
  if (!known && outcome) conclude(record, (after ?? before)!, outcome, now, judge)
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

function conclude(
  record: JobRecord,
  pod: Pod,
  outcome: 'succeeded' | 'failed',
  now: Millis,
  judge: ((pod: Pod) => FailureVerdict) | undefined,
): void {
  const text = pod.metadata?.annotations?.[COMPLETION_INDEX]
  const index = text === undefined ? undefined : Number(text)
  if (outcome === 'succeeded') {
    if (index !== undefined) record.doneIndexes.add(index)
    record.succeeded += 1
    record.failuresSinceSuccess = 0
  } else if (!record.givenUp.has(uidOf(pod))) {
    const verdict = judge?.(pod)
    if (verdict?.action === 'Ignore') return
    if (verdict?.action === 'FailJob') record.condemned ??= verdict.message
    record.failed += 1
    record.failuresSinceSuccess += 1
    record.lastFailureAt = now
    if (index === undefined) return
    const count = (record.indexFailures.get(index)?.count ?? 0) + 1
    record.indexFailures.set(index, { count, lastAt: now })
    if (verdict?.action === 'FailIndex') record.condemnedIndexes.add(index)
  }
}
