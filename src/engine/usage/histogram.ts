/**
 * How often something took values of which size, in buckets that each are 5 % wider than the one
 * before (vertical-pod-autoscaler/pkg/recommender/util).
 */
export interface Histogram {
  /** @param weight more than 0 */
  add(value: number, weight: number): void
  /** The end of the bucket below which this share of the weight lies; undefined = it is empty. */
  percentile(share: number): number | undefined
}

const GROWTH = 1.05

/** @param first width of the first bucket, which begins at 0 */
export function createHistogram(first: number): Histogram {
  const weights = new Map<number, number>()
  let total = 0
  // Widths are a geometric series, of which this is the sum of the first `bucket`.
  const startOf = (bucket: number) => (first * (GROWTH ** bucket - 1)) / (GROWTH - 1)
  const bucketOf = (value: number) =>
    value < first
      ? 0
      : Math.floor(Math.log((value * (GROWTH - 1)) / first + 1) / Math.log(GROWTH) + 1e-9)

  return {
    add(value, weight) {
      const bucket = bucketOf(value)
      weights.set(bucket, (weights.get(bucket) ?? 0) + weight)
      total += weight
    },
    percentile(share) {
      let sum = 0
      for (const [bucket, weight] of [...weights].sort(([a], [b]) => a - b)) {
        sum += weight
        if (sum >= share * total * (1 - 1e-9)) return startOf(bucket + 1)
      }
      return undefined
    },
  }
}
