import type { Job, JobCondition, Pod } from '../api/types.gen.ts'
import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import { findCondition, isFinished, isTerminating } from './podStatus.ts'

/*
 * What a Job's pods mean for it: SCHEDULER.md section 11 (job_controller.go, backoff_utils.go of
 * Kubernetes).
 */

export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index'

const FIRST_DELAY = 10 * SECOND
const LONGEST_DELAY = 10 * MINUTE

/**
 * How long after its latest failure a Job makes pods again.
 * @param failures since the last success, at least 1
 */
export function retryDelay(failures: number): Millis {
  return Math.min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY)
}

/**
 * How a pod counts in the end; undefined = it is still at work.
 * @param patient waits until a pod has really ended, since how it did matters
 */
export function outcomeOf(pod: Pod, patient = false): 'succeeded' | 'failed' | undefined {
  if (pod.status?.phase === 'Succeeded') return 'succeeded'
  if (patient) return isFinished(pod) ? 'failed' : undefined
  // A pod that is being deleted counts as failed: it may never get to say how it ended.
  return isFinished(pod) || isTerminating(pod) ? 'failed' : undefined
}

export function isIndexed(job: Job): boolean {
  return job.spec?.completionMode === 'Indexed'
}

/** spec.completions; undefined = a work queue, which is done when one pod says so. */
export function completionsOf(job: Job): number | undefined {
  const { completions, parallelism } = job.spec ?? {}
  return completions ?? (parallelism === undefined ? 1 : undefined)
}

/**
 * How many pods should be at work now.
 * @param settled how many succeeded, and indexes that are given up
 */
export function wantedActive(job: Job, settled: number, active: number): number {
  const parallelism = job.spec?.parallelism ?? 1
  const completions = completionsOf(job)
  if (completions === undefined) return settled > 0 ? Math.min(active, parallelism) : parallelism
  return Math.min(parallelism, completions - settled)
}

/** Whether enough pods succeeded. */
export function isAccomplished(job: Job, succeeded: number, active: number): boolean {
  const completions = completionsOf(job)
  return completions === undefined ? succeeded > 0 && active === 0 : succeeded >= completions
}

/** Complete or Failed: nothing more will happen. */
export function isJobFinished(job: Job): boolean {
  return ['Complete', 'Failed'].some((type) => conditionTrue(job, type))
}

export function conditionTrue(job: Job, type: string): boolean {
  return findCondition<JobCondition>(job.status?.conditions, type)?.status === 'True'
}

/** The indexes as Job status writes them: `0-2,5`. */
export function formatIndexes(indexes: Iterable<number>): string {
  const sorted = [...indexes].sort((a, b) => a - b)
  const runs: [first: number, last: number][] = []
  for (const index of sorted) {
    const run = runs.at(-1)
    if (run && run[1] === index - 1) run[1] = index
    else runs.push([index, index])
  }
  return runs
    .map(([first, last]) => {
      if (first === last) return String(first)
      return last === first + 1 ? `${first},${last}` : `${first}-${last}`
    })
    .join()
}
