import type { FastRun } from './fastPath.ts'
import type { Usage } from './resourceScoring.ts'

/*
 * Resource scores by columns: the same numbers as in resourceScoring.ts. Pods are mostly scored by two
 * resources; each of these scores has its own loop for that, since a loop that calls one of several
 * functions takes twice as long. All numbers are 0..100 where they are cut to whole ones by `| 0`.
 */

/** A scored resource by slot. */
export interface ScoredColumns {
  readonly weight: number
  readonly allocatable: Float64Array
  readonly requested: Float64Array
  /** What the incoming pod adds. */
  readonly more: number
  /** False = as if no node had any. */
  readonly counts: boolean
}

type ScoreAll = NonNullable<FastRun['scoreAll']>
type Score = (usages: readonly Usage[]) => number

/** Scores many slots by any number of resources. */
export function scoreAll(sources: readonly ScoredColumns[], score: Score): ScoreAll {
  const scoreAt = scoreOfSlot(sources, score)
  return (slots, count, scores) => {
    for (let i = 0; i < count; i++) scores[i] = scoreAt(slots[i]!)
  }
}

function scoreOfSlot(sources: readonly ScoredColumns[], score: Score): (slot: number) => number {
  let usages: { readonly weight: number; requested: number; allocatable: number }[] | undefined
  return (slot) => {
    usages ??= sources.map(({ weight }) => ({ weight, requested: 0, allocatable: 0 }))
    for (let k = 0; k < sources.length; k++) {
      const { requested, allocatable, more, counts } = sources[k]!
      usages[k]!.requested = requested[slot]! + more
      usages[k]!.allocatable = counts ? allocatable[slot]! : 0
    }
    return score(usages)
  }
}

const isPair = (sources: readonly ScoredColumns[]): boolean =>
  sources.length === 2 && sources[0]!.counts && sources[1]!.counts

/** @param score `balancedScore` */
export function balancedAll(sources: readonly ScoredColumns[], score: Score): ScoreAll {
  if (!isPair(sources)) return scoreAll(sources, score)
  const scoreAt = scoreOfSlot(sources, score)
  const [first, second] = sources as [ScoredColumns, ScoredColumns]
  const { requested: requested1, allocatable: allocatable1, more: more1 } = first
  const { requested: requested2, allocatable: allocatable2, more: more2 } = second
  return (slots, count, scores) => {
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!
      const there1 = allocatable1[slot]!
      const there2 = allocatable2[slot]!
      if (there1 === 0 || there2 === 0) {
        scores[i] = scoreAt(slot)
        continue
      }
      const fraction1 = Math.min(1, (requested1[slot]! + more1) / there1)
      const fraction2 = Math.min(1, (requested2[slot]! + more2) / there2)
      scores[i] = ((1 - Math.abs((fraction1 - fraction2) / 2)) * 100) | 0
    }
  }
}

/** @param score `leastAllocatedScore` */
export function leastAll(sources: readonly ScoredColumns[], score: Score): ScoreAll {
  if (!isPair(sources)) return scoreAll(sources, score)
  const scoreAt = scoreOfSlot(sources, score)
  const [first, second] = sources as [ScoredColumns, ScoredColumns]
  const { requested: requested1, allocatable: allocatable1, more: more1, weight: weight1 } = first
  const { requested: requested2, allocatable: allocatable2, more: more2, weight: weight2 } = second
  const weights = weight1 + weight2
  const isEven = weight1 === weight2
  return (slots, count, scores) => {
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!
      const there1 = allocatable1[slot]!
      const there2 = allocatable2[slot]!
      if (there1 === 0 || there2 === 0) {
        scores[i] = scoreAt(slot)
        continue
      }
      const free1 = there1 - (requested1[slot]! + more1)
      const free2 = there2 - (requested2[slot]! + more2)
      const score1 = free1 < 0 ? 0 : ((free1 * 100) / there1) | 0
      const score2 = free2 < 0 ? 0 : ((free2 * 100) / there2) | 0
      // Halving takes less time than dividing by whatever the weights come to.
      scores[i] = isEven
        ? (score1 + score2) >> 1
        : ((score1 * weight1 + score2 * weight2) / weights) | 0
    }
  }
}

/** @param score `mostAllocatedScore` */
export function mostAll(sources: readonly ScoredColumns[], score: Score): ScoreAll {
  if (!isPair(sources)) return scoreAll(sources, score)
  const scoreAt = scoreOfSlot(sources, score)
  const [first, second] = sources as [ScoredColumns, ScoredColumns]
  const { requested: requested1, allocatable: allocatable1, more: more1, weight: weight1 } = first
  const { requested: requested2, allocatable: allocatable2, more: more2, weight: weight2 } = second
  const weights = weight1 + weight2
  return (slots, count, scores) => {
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!
      const there1 = allocatable1[slot]!
      const there2 = allocatable2[slot]!
      if (there1 === 0 || there2 === 0) {
        scores[i] = scoreAt(slot)
        continue
      }
      const score1 = ((Math.min(requested1[slot]! + more1, there1) * 100) / there1) | 0
      const score2 = ((Math.min(requested2[slot]! + more2, there2) * 100) / there2) | 0
      scores[i] = ((score1 * weight1 + score2 * weight2) / weights) | 0
    }
  }
}
