import type { Candidate } from '../framework.ts'
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

/** Candidates are values, and the same ones come again and again. */
const known = new WeakMap<Candidate, readonly number[]>()

function ranksOf(candidate: Candidate): readonly number[] {
  let ranks = known.get(candidate)
  if (!ranks) {
    ranks = CRITERIA.map((criterion) => criterion(candidate))
    known.set(candidate, ranks)
  }
  return ranks
}

/** Every candidate that no other beats; upstream takes any of them. Each has at least one victim. */
export function bestCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  let best: Candidate[] = []
  let least: readonly number[] | undefined
  for (const candidate of candidates) {
    const ranks = ranksOf(candidate)
    const order = least ? compare(ranks, least) : -1
    if (order > 0) continue
    if (order < 0) {
      best = []
      least = ranks
    }
    best.push(candidate)
  }
  return best
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1
  return 0
}

function earliestStart({ victims }: Candidate): number {
  const top = priorityOf(victims[0]!)
  let earliest = Number.POSITIVE_INFINITY
  for (const pod of victims) {
    if (priorityOf(pod) === top) earliest = Math.min(earliest, startTimeOf(pod))
  }
  return earliest
}
