import type { Candidate } from './dryRun.ts'
import { priorityOf, startTimeOf } from './importance.ts'

/** Keeps sums positive, so that more victims always weigh more, even of negative priority. */
const PRIORITY_OFFSET = 2 ** 31

/** What makes a candidate better, in this order; the smallest number wins. */
const CRITERIA: readonly ((candidate: Candidate) => number)[] = [
  ({ budgetViolations }) => budgetViolations,
  ({ victims }) => priorityOf(victims[0]!),
  ({ victims }) => victims.reduce((sum, pod) => sum + priorityOf(pod) + PRIORITY_OFFSET, 0),
  ({ victims }) => victims.length,
  // The one that loses least: whose most important victims started last.
  (candidate) => -earliestStart(candidate),
]

/** Every candidate that no other beats; upstream takes any of them. Each has at least one victim. */
export function bestCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  let best = candidates
  for (const criterion of CRITERIA) {
    if (best.length <= 1) break
    const values = best.map(criterion)
    const least = values.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY)
    best = best.filter((_, i) => values[i] === least)
  }
  return best
}

function earliestStart({ victims }: Candidate): number {
  const top = priorityOf(victims[0]!)
  return victims
    .filter((pod) => priorityOf(pod) === top)
    .reduce((earliest, pod) => Math.min(earliest, startTimeOf(pod)), Number.POSITIVE_INFINITY)
}
