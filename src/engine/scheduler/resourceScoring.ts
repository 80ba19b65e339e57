import { MAX_NODE_SCORE } from './normalizeScore.ts'

/** A resource that a plugin scores, and its share in the plugin's score. */
export interface ResourceSpec {
  readonly name: string
  readonly weight: number
}

/** A point of a utilisation shape: utilisation 0..100, score 0..10. */
export interface ShapePoint {
  readonly utilization: number
  readonly score: number
}

/** What a node would hold of one scored resource if the pod were put there. */
export interface Usage {
  readonly weight: number
  /** Asked for, the incoming pod included. */
  readonly requested: number
  readonly allocatable: number
}

/** Free share in percent, rounded down; nothing when more is asked for than there is. */
function leastRequested(usage: Usage): number {
  if (usage.requested > usage.allocatable) return 0
  return Math.floor(((usage.allocatable - usage.requested) * MAX_NODE_SCORE) / usage.allocatable)
}

/** Used share in percent, rounded down; default requests may exceed a small node. */
function mostRequested(usage: Usage): number {
  const requested = Math.min(usage.requested, usage.allocatable)
  return Math.floor((requested * MAX_NODE_SCORE) / usage.allocatable)
}

/** Weighted mean rounded down, over the resources that the node has. */
function weightedMean(usages: readonly Usage[], score: (usage: Usage) => number): number {
  let sum = 0
  let weights = 0
  for (const usage of usages) {
    if (usage.allocatable === 0) continue
    sum += score(usage) * usage.weight
    weights += usage.weight
  }
  return weights === 0 ? 0 : Math.floor(sum / weights)
}

/** LeastAllocated: the emptier, the better. */
export function leastAllocatedScore(usages: readonly Usage[]): number {
  return weightedMean(usages, leastRequested)
}

/** MostAllocated: the fuller, the better. */
export function mostAllocatedScore(usages: readonly Usage[]): number {
  return weightedMean(usages, mostRequested)
}

/**
 * The piecewise linear function through `points` (ascending utilisation): constant before the first
 * and after the last point, integer arithmetic that truncates towards zero in between.
 */
export function brokenLinear(points: readonly ShapePoint[], utilization: number): number {
  const index = points.findIndex((point) => utilization <= point.utilization)
  if (index === -1) return points.at(-1)?.score ?? 0
  const right = points[index]!
  const left = points[index - 1]
  if (!left) return right.score
  const rise = (right.score - left.score) * (utilization - left.utilization)
  return left.score + Math.trunc(rise / (right.utilization - left.utilization))
}

/** Shapes are written with scores 0..10; plugins score 0..100. */
const SHAPE_SCALE = 10

/**
 * RequestedToCapacityRatio: the shape's score at each resource's utilisation. Only resources that
 * score more than 0 count, in the sum and in the weights; halves are rounded up.
 */
export function requestedToCapacityRatioScore(
  usages: readonly Usage[],
  shape: readonly ShapePoint[],
): number {
  const scaled = shape.map((point) => ({ ...point, score: point.score * SHAPE_SCALE }))
  let sum = 0
  let weights = 0
  for (const { requested, allocatable, weight } of usages) {
    if (allocatable === 0) continue
    const utilization = requested > allocatable ? 100 : Math.floor((requested * 100) / allocatable)
    const score = brokenLinear(scaled, utilization)
    if (score <= 0) continue
    sum += score * weight
    weights += weight
  }
  return weights === 0 ? 0 : Math.round(sum / weights)
}

/**
 * NodeResourcesBalancedAllocation: 100 minus the standard deviation (in percent, truncated) of the
 * used fractions. Two fractions differ from their mean by half of their distance.
 */
export function balancedScore(usages: readonly Usage[]): number {
  return Math.trunc((1 - deviation(usages)) * MAX_NODE_SCORE)
}

// Without a list of the fractions: this is asked for every node anew.
function deviation(usages: readonly Usage[]): number {
  let total = 0
  let counted = 0
  let first = 0
  let last = 0
  for (const usage of usages) {
    if (usage.allocatable === 0) continue
    last = fractionOf(usage)
    if (counted === 0) first = last
    total += last
    counted += 1
  }
  if (counted === 2) return Math.abs((first - last) / 2)
  if (counted < 2) return 0
  const mean = total / counted
  let squares = 0
  for (const usage of usages) {
    if (usage.allocatable === 0) continue
    const distance = fractionOf(usage) - mean
    squares += distance * distance
  }
  return Math.sqrt(squares / counted)
}

const fractionOf = ({ requested, allocatable }: Usage): number =>
  Math.min(1, requested / allocatable)

/** Resources that the scheduler counts for every pod and node. */
export const BASIC_RESOURCES: readonly string[] = ['cpu', 'memory', 'ephemeral-storage']

/** Resources beside those that the scheduler counts per unit. */
export function isScalarResource(name: string): boolean {
  return (
    isExtendedResource(name) ||
    name.includes('kubernetes.io/') ||
    name.startsWith('hugepages-') ||
    name.startsWith('attachable-volumes-')
  )
}

/** Whether a resource of which the pod asks for this much takes part in a resource score at all. */
export function isScored(name: string, asked: number): boolean {
  return BASIC_RESOURCES.includes(name) || (asked > 0 && isScalarResource(name))
}

/** Named with a domain that is not Kubernetes' own, such as `nvidia.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.')
}
