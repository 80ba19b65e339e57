import type { AmountColumns, Columns, FastRun } from './fastPath.ts'

/** An amount of a resource that a pod asks for. */
interface Wanted {
  readonly resource: string
  readonly amount: number
  readonly columns: AmountColumns
}

/** Resources that can be told apart in the number of a shortage. */
export const MOST_WANTED = 28

type Scores = Required<Pick<FastRun, 'scoreAll'>> & Pick<FastRun, 'pair'>

/**
 * NodeResourcesFit by columns, for pods that ask for the same. A class, so that its loops stay compiled
 * whichever template uses them.
 */
export class FitColumns implements FastRun {
  readonly by = 'pods'
  readonly scoreAll: Scores['scoreAll']
  readonly pair: Scores['pair']
  readonly #columns: Columns
  readonly #wanted: readonly Wanted[]
  readonly #neverFits: boolean
  readonly #podCount: Float64Array
  readonly #mostPods: Float64Array
  /** Most pods ask for at most two resources. */
  readonly #first: Wanted
  readonly #second: Wanted
  /** Refusals by what is lacking. */
  #refusals: Map<number, number> | undefined

  /**
   * @param wanted in upstream's order, at most `MOST_WANTED`
   * @param neverFits what is too large for the empty node will not fit by preemption either
   */
  constructor(columns: Columns, wanted: readonly Wanted[], neverFits: boolean, scores: Scores) {
    const pods = columns.amounts('pods')
    const nothing = { resource: 'pods', amount: Number.NEGATIVE_INFINITY, columns: pods }
    this.#columns = columns
    this.#wanted = wanted
    this.#neverFits = neverFits
    this.#podCount = columns.podCount
    this.#mostPods = pods.allocatable
    this.#first = wanted[0] ?? nothing
    this.#second = wanted[1] ?? nothing
    this.scoreAll = scores.scoreAll
    this.pair = scores.pair
  }

  filter(slot: number): number {
    const wanted = this.#wanted
    // Each kind of shortage is one bit.
    let lacking = this.#podCount[slot]! + 1 > this.#mostPods[slot]! ? 1 : 0
    let unresolvable = false
    for (let i = 0; i < wanted.length; i++) {
      const { amount, columns: of } = wanted[i]!
      const capacity = of.allocatable[slot]!
      if (amount <= capacity - of.requested[slot]!) continue
      lacking |= 2 << i
      if (amount > capacity) unresolvable = this.#neverFits
    }
    return lacking === 0 ? 0 : this.#refusal(lacking, unresolvable)
  }

  filterAll(slots: Int32Array, count: number, found: Int32Array): number {
    const podCount = this.#podCount
    const mostPods = this.#mostPods
    const { amount: amount1, columns: columns1 } = this.#first
    const { amount: amount2, columns: columns2 } = this.#second
    const { allocatable: allocatable1, requested: requested1 } = columns1
    const { allocatable: allocatable2, requested: requested2 } = columns2
    const areFew = this.#wanted.length <= 2
    // As long as all fit, nothing is written.
    let first = 0
    for (; first < count; first++) {
      const slot = slots[first]!
      const fits =
        podCount[slot]! + 1 <= mostPods[slot]! &&
        amount1 <= allocatable1[slot]! - requested1[slot]! &&
        amount2 <= allocatable2[slot]! - requested2[slot]!
      if (!fits) break
    }
    if (!areFew) first = 0
    else if (first === count) return 0
    found.fill(0, 0, first)
    let refused = 0
    for (let i = first; i < count; i++) {
      const slot = slots[i]!
      const fits =
        areFew &&
        podCount[slot]! + 1 <= mostPods[slot]! &&
        amount1 <= allocatable1[slot]! - requested1[slot]! &&
        amount2 <= allocatable2[slot]! - requested2[slot]!
      found[i] = fits ? 0 : this.filter(slot)
      if (found[i] !== 0) refused += 1
    }
    return refused
  }

  #refusal(lacking: number, unresolvable: boolean): number {
    this.#refusals ??= new Map()
    const key = 2 * lacking + (unresolvable ? 1 : 0)
    let number = this.#refusals.get(key)
    if (number === undefined) {
      const reasons = this.#wanted
        .filter((_, i) => lacking & (2 << i))
        .map(({ resource }) => `Insufficient ${resource}`)
      if (lacking & 1) reasons.unshift('Too many pods')
      const code = unresolvable ? 'UnschedulableAndUnresolvable' : 'Unschedulable'
      number = this.#columns.refusal('NodeResourcesFit', { code, reasons })
      this.#refusals.set(key, number)
    }
    return number
  }
}
