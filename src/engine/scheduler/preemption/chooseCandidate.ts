import type { Pod } from '../../api/types.gen.ts'
import type { PreemptionReasons, PreemptionRule } from '../attempt.ts'
import type { Candidate, PodInfo } from '../framework.ts'
import { byImportance, priorityOf, startTimeOf } from './importance.ts'

/** So many nodes that could have been cleared are told of. */
const MOST_OPTIONS = 8

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

/** The names of the criteria. */
const RULES: readonly PreemptionRule[] = ['budgets', 'priority', 'sum', 'victims', 'start']

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

/**
 * What tells why these were the best: what clearing each node would have cost, and the first
 * criterion that the next best one loses by.
 * @param chosen one of the best
 */
export function preemptionReasons(
  { pod }: PodInfo,
  candidates: readonly Candidate[],
  chosen: Candidate,
): PreemptionReasons {
  const ranks = ranksOf(chosen)
  /** The best of the others, in order. */
  const others: Candidate[] = []
  let next: Candidate | undefined
  for (const candidate of candidates) {
    if (candidate === chosen) continue
    const its = ranksOf(candidate)
    if (compare(its, ranks) !== 0 && (!next || compare(its, ranksOf(next)) < 0)) next = candidate
    let place = others.length
    while (place > 0 && compare(its, ranksOf(others[place - 1]!)) < 0) place -= 1
    if (place >= MOST_OPTIONS - 1) continue
    others.splice(place, 0, candidate)
    if (others.length > MOST_OPTIONS - 1) others.pop()
  }
  const rule = next && RULES[ranksOf(next).findIndex((rank, i) => rank !== ranks[i])]
  const options = [chosen, ...others].map(optionOf)
  return { priority: priorityOf(pod), options, ...(rule && { rule }) }
}

function optionOf({ node, victims, budgetViolations, guarded = [] }: Candidate) {
  const top = victims[0]!
  const broken = guarded.filter(({ pod }) => victims.includes(pod)).map(({ budget }) => budget)
  const spared = guarded
    .filter(({ pod }) => !victims.includes(pod) && byImportance(top, pod) < 0)
    .map(({ pod, budget }) => ({ pod: nameOf(pod), budget }))
  return {
    node,
    victims: victims.map(nameOf),
    priority: priorityOf(top),
    violations: budgetViolations,
    ...(broken.length > 0 && { broken: [...new Set(broken)] }),
    ...(spared.length > 0 && { spared }),
  }
}

const nameOf = (pod: Pod): string => pod.metadata?.name ?? ''

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
