import type { Kind } from '../api/objects.ts'
import type { Draws, Random } from '../sim/random.ts'
import { generatedName } from './generatedName.ts'
import { objectKey } from './identity.ts'

/** The names that were generated for one kind, namespace and prefix. */
interface Series {
  readonly draws: Draws
  readonly kind: Kind
  readonly namespace: string
  readonly prefix: string
  /** How many there have been. */
  count: number
}

/** Draws the next name of a series: which one depends on the prefix and how often it was used. */
export type NameSource = (kind: Kind, namespace: string, prefix: string) => string

/** More series than this are remembered, and fewer than twice as many. */
export const SERIES_KEPT = 1_000

/**
 * Names as the API server makes them from metadata.generateName, none of them twice. A cluster that runs
 * for weeks makes ever new prefixes (a rollout each, a Job each): those that were not used for long are
 * forgotten, and from then on a new series begins behind the longest of them, so that one that comes back
 * draws nothing again.
 */
export function createNameSource(random: Random): NameSource {
  /** By kind, namespace and prefix: those used since `old` was, and those before. */
  let recent = new Map<string, Series>()
  let old = new Map<string, Series>()
  /** The names that any forgotten series has had at most. */
  let longest = 0
  let latest: Series | undefined

  function seriesOf(kind: Kind, namespace: string, prefix: string): Series {
    const key = `${kind} ${objectKey(namespace, prefix)}`
    let series = recent.get(key)
    if (series !== undefined) return series
    series = old.get(key) ?? {
      draws: random.drawsUnder(`${key} `),
      kind,
      namespace,
      prefix,
      count: longest,
    }
    old.delete(key)
    if (recent.size === SERIES_KEPT) {
      for (const { count } of old.values()) longest = Math.max(longest, count)
      old = recent
      recent = new Map()
    }
    recent.set(key, series)
    return series
  }

  return (kind, namespace, prefix) => {
    // A set makes all its pods one after the other.
    if (latest?.kind !== kind || latest.namespace !== namespace || latest.prefix !== prefix) {
      latest = seriesOf(kind, namespace, prefix)
    }
    const name = generatedName(prefix, latest.draws, String(latest.count))
    latest.count += 1
    return name
  }
}
