import type { FastRun } from './fastPath.ts'
import type { Usage } from './resourceScoring.ts'

/* Resource scores by columns: the same numbers as in resourceScoring.ts, without an object per node. */

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

/** A score of two resources that both count: what is asked for with the pod, what there is, the weight. */
type PairScore = (
  requested1: number,
  allocatable1: number,
  weight1: number,
  requested2: number,
  allocatable2: number,
  weight2: number,
) => number

/**
 * Scores many slots.
 * @param score the definition, for any number of resources
 * @param pair the same for two of which a node has something
 */
export function scoreAll(
  sources: readonly ScoredColumns[],
  score: (usages: readonly Usage[]) => number,
  pair?: PairScore,
): NonNullable<FastRun['scoreAll']> {
  const usages = sources.map(({ weight }) => ({ weight, requested: 0, allocatable: 0 }))

  function scoreAt(slot: number): number {
    for (let k = 0; k < sources.length; k++) {
      const { requested, allocatable, more, counts } = sources[k]!
      usages[k]!.requested = requested[slot]! + more
      usages[k]!.allocatable = counts ? allocatable[slot]! : 0
    }
    return score(usages)
  }

  const [first, second] = sources
  if (!pair || !first?.counts || !second?.counts || sources.length !== 2) {
    return (slots, count, scores) => {
      for (let i = 0; i < count; i++) scores[i] = scoreAt(slots[i]!)
    }
  }
  const { requested: requested1, allocatable: allocatable1, more: more1, weight: weight1 } = first
  const { requested: requested2, allocatable: allocatable2, more: more2, weight: weight2 } = second
  return (slots, count, scores) => {
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!
      const there1 = allocatable1[slot]!
      const there2 = allocatable2[slot]!
      if (there1 === 0 || there2 === 0) scores[i] = scoreAt(slot)
      else {
        const used1 = requested1[slot]! + more1
        const used2 = requested2[slot]! + more2
        scores[i] = pair(used1, there1, weight1, used2, there2, weight2)
      }
    }
  }
}

/** `balancedScore` of two resources. */
export const balancedPair: PairScore = (requested1, allocatable1, _1, requested2, allocatable2) => {
  const fraction1 = requested1 >= allocatable1 ? 1 : requested1 / allocatable1
  const fraction2 = requested2 >= allocatable2 ? 1 : requested2 / allocatable2
  return Math.trunc((1 - Math.abs((fraction1 - fraction2) / 2)) * 100)
}

/** `leastAllocatedScore` of two resources. */
export const leastPair: PairScore = (
  requested1,
  allocatable1,
  weight1,
  requested2,
  allocatable2,
  weight2,
) => {
  const free1 = allocatable1 - requested1
  const free2 = allocatable2 - requested2
  const score1 = free1 < 0 ? 0 : Math.floor((free1 * 100) / allocatable1)
  const score2 = free2 < 0 ? 0 : Math.floor((free2 * 100) / allocatable2)
  return Math.floor((score1 * weight1 + score2 * weight2) / (weight1 + weight2))
}

/** `mostAllocatedScore` of two resources. */
export const mostPair: PairScore = (
  requested1,
  allocatable1,
  weight1,
  requested2,
  allocatable2,
  weight2,
) => {
  const used1 = Math.min(requested1, allocatable1)
  const used2 = Math.min(requested2, allocatable2)
  const score1 = Math.floor((used1 * 100) / allocatable1)
  const score2 = Math.floor((used2 * 100) / allocatable2)
  return Math.floor((score1 * weight1 + score2 * weight2) / (weight1 + weight2))
}
