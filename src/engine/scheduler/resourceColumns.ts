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
export function scoreAll(sources: readonly ScoredColumns[], score: Score): ResourceScores {
  const scoreAt = scoreOfSlot(sources, score)
  return {
    scoreAll(slots, count, scores) {
      for (let i = 0; i < count; i++) scores[i] = scoreAt(slots[i]!)
    },
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

/** What a score by two resources is made of. */
export interface ScorePair {
  readonly rule: 'least' | 'balanced'
  readonly sources: readonly [ScoredColumns, ScoredColumns]
  readonly scoreAt: (slot: number) => number
}

interface Weighted {
  readonly weight: number
  readonly run: Pick<FastRun, 'pair'>
}

type ResourceScores = Required<Pick<FastRun, 'scoreAll'>> & Pick<FastRun, 'pair'>

/** The slots with the greatest total so far. */
export interface BestSlots {
  total: number
  /** How many they are. */
  equals: number
  readonly slots: Int32Array
}

/**
 * Both scores in one loop, if they are LeastAllocated with equal weights and BalancedAllocation by the same two
 * resources, as in kube-scheduler's default profile: nodes are then looked at once. Otherwise undefined.
 */
export function bothScores(one: Weighted, other: Weighted): BothScores | undefined {
  const [least, balanced] = one.run.pair?.rule === 'least' ? [one, other] : [other, one]
  const { pair } = least.run
  const second = balanced.run.pair
  if (pair?.rule !== 'least' || second?.rule !== 'balanced') return undefined
  const [a1, a2] = pair.sources
  const [b1, b2] = second.sources
  const isSame = a1.allocatable === b1.allocatable && a2.allocatable === b2.allocatable
  if (!isSame || a1.weight !== a2.weight) return undefined
  return new BothScores(pair, second, least.weight, balanced.weight)
}

/** A class, so that its loops stay compiled whichever template uses them. */
export class BothScores {
  readonly #least: ScorePair
  readonly #balanced: ScorePair
  readonly #leastWeight: number
  readonly #balancedWeight: number

  constructor(least: ScorePair, balanced: ScorePair, leastWeight: number, balancedWeight: number) {
    this.#least = least
    this.#balanced = balanced
    this.#leastWeight = leastWeight
    this.#balancedWeight = balancedWeight
  }

  /** `totals[at + i]` becomes the weighted sum of the scores of `slots[i]`. */
  totals(slots: Int32Array, count: number, totals: Float64Array, at: number): void {
    for (let i = 0; i < count; i++) {
      i = this.#totalsUntil(slots, i, count, totals, at)
      if (i < count) totals[at + i] = this.#totalAt(slots[i]!)
    }
  }

  /** Adds those of the slots that are the best so far. */
  best(slots: Int32Array, count: number, best: BestSlots): void {
    for (let i = 0; i < count; i++) {
      i = this.#bestUntil(slots, i, count, best)
      if (i === count) return
      const total = this.#totalAt(slots[i]!)
      if (total < best.total) continue
      if (total > best.total) best.equals = 0
      best.total = total
      best.slots[best.equals++] = slots[i]!
    }
  }

  /*
   * Both loops stop at a node that has none of a resource, of which they know nothing: a call in them would have
   * all columns looked up anew for every slot.
   */

  #totalsUntil(
    slots: Int32Array,
    from: number,
    count: number,
    totals: Float64Array,
    at: number,
  ): number {
    const [a1, a2] = this.#least.sources
    const [b1, b2] = this.#balanced.sources
    const { allocatable: allocatable1, requested: leastRequested1, more: leastMore1 } = a1
    const { allocatable: allocatable2, requested: leastRequested2, more: leastMore2 } = a2
    const { requested: requested1, more: more1 } = b1
    const { requested: requested2, more: more2 } = b2
    const leastWeight = this.#leastWeight
    const balancedWeight = this.#balancedWeight
    for (let i = from; i < count; i++) {
      const slot = slots[i]!
      const there1 = allocatable1[slot]!
      const there2 = allocatable2[slot]!
      if (there1 === 0 || there2 === 0) return i
      const free1 = there1 - (leastRequested1[slot]! + leastMore1)
      const free2 = there2 - (leastRequested2[slot]! + leastMore2)
      const score1 = free1 < 0 ? 0 : ((free1 * 100) / there1) | 0
      const score2 = free2 < 0 ? 0 : ((free2 * 100) / there2) | 0
      const fraction1 = Math.min(1, (requested1[slot]! + more1) / there1)
      const fraction2 = Math.min(1, (requested2[slot]! + more2) / there2)
      const even = ((1 - Math.abs((fraction1 - fraction2) / 2)) * 100) | 0
      totals[at + i] = leastWeight * ((score1 + score2) >> 1) + balancedWeight * even
    }
    return count
  }

  #bestUntil(slots: Int32Array, from: number, count: number, best: BestSlots): number {
    const [a1, a2] = this.#least.sources
    const [b1, b2] = this.#balanced.sources
    const { allocatable: allocatable1, requested: leastRequested1, more: leastMore1 } = a1
    const { allocatable: allocatable2, requested: leastRequested2, more: leastMore2 } = a2
    const { requested: requested1, more: more1 } = b1
    const { requested: requested2, more: more2 } = b2
    const leastWeight = this.#leastWeight
    const balancedWeight = this.#balancedWeight
    const { slots: list } = best
    let { total: greatest, equals } = best
    let i = from
    for (; i < count; i++) {
      const slot = slots[i]!
      const there1 = allocatable1[slot]!
      const there2 = allocatable2[slot]!
      if (there1 === 0 || there2 === 0) break
      const free1 = there1 - (leastRequested1[slot]! + leastMore1)
      const free2 = there2 - (leastRequested2[slot]! + leastMore2)
      const score1 = free1 < 0 ? 0 : ((free1 * 100) / there1) | 0
      const score2 = free2 < 0 ? 0 : ((free2 * 100) / there2) | 0
      const fraction1 = Math.min(1, (requested1[slot]! + more1) / there1)
      const fraction2 = Math.min(1, (requested2[slot]! + more2) / there2)
      const even = ((1 - Math.abs((fraction1 - fraction2) / 2)) * 100) | 0
      const total = leastWeight * ((score1 + score2) >> 1) + balancedWeight * even
      if (total < greatest) continue
      if (total > greatest) equals = 0
      greatest = total
      list[equals++] = slot
    }
    best.total = greatest
    best.equals = equals
    return i
  }

  #totalAt(slot: number): number {
    return (
      this.#leastWeight * this.#least.scoreAt(slot) +
      this.#balancedWeight * this.#balanced.scoreAt(slot)
    )
  }
}

const isPair = (sources: readonly ScoredColumns[]): boolean =>
  sources.length === 2 && sources[0]!.counts && sources[1]!.counts

/** @param score `balancedScore` */
export function balancedAll(sources: readonly ScoredColumns[], score: Score): ResourceScores {
  if (!isPair(sources)) return scoreAll(sources, score)
  const scoreAt = scoreOfSlot(sources, score)
  const [first, second] = sources as [ScoredColumns, ScoredColumns]
  const { requested: requested1, allocatable: allocatable1, more: more1 } = first
  const { requested: requested2, allocatable: allocatable2, more: more2 } = second
  const all: ScoreAll = (slots, count, scores) => {
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
  return { scoreAll: all, pair: { rule: 'balanced', sources: [first, second], scoreAt } }
}

/** @param score `leastAllocatedScore` */
export function leastAll(sources: readonly ScoredColumns[], score: Score): ResourceScores {
  if (!isPair(sources)) return scoreAll(sources, score)
  const scoreAt = scoreOfSlot(sources, score)
  const [first, second] = sources as [ScoredColumns, ScoredColumns]
  const { requested: requested1, allocatable: allocatable1, more: more1, weight: weight1 } = first
  const { requested: requested2, allocatable: allocatable2, more: more2, weight: weight2 } = second
  const weights = weight1 + weight2
  const isEven = weight1 === weight2
  const all: ScoreAll = (slots, count, scores) => {
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
  return { scoreAll: all, pair: { rule: 'least', sources: [first, second], scoreAt } }
}

/** @param score `mostAllocatedScore` */
export function mostAll(sources: readonly ScoredColumns[], score: Score): ResourceScores {
  if (!isPair(sources)) return scoreAll(sources, score)
  const scoreAt = scoreOfSlot(sources, score)
  const [first, second] = sources as [ScoredColumns, ScoredColumns]
  const { requested: requested1, allocatable: allocatable1, more: more1, weight: weight1 } = first
  const { requested: requested2, allocatable: allocatable2, more: more2, weight: weight2 } = second
  const weights = weight1 + weight2
  const all: ScoreAll = (slots, count, scores) => {
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
  return { scoreAll: all }
}
