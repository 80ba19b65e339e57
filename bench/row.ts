import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** One measurement. Every suite prints rows of this form, and may add columns of its own. */
export interface Row {
  readonly name: string
  readonly nodes: number
  readonly pods: number
  /** Warm median. */
  readonly podsPerSecond?: number
  /** The first round of this process. */
  readonly coldPodsPerSecond?: number
  /** Times as fast as the readable engine in the same process. */
  readonly ratioToReference?: number
  /** Times upstream's own threshold, which is for the whole of Kubernetes' control plane. */
  readonly ratioToUpstreamThreshold?: number
  readonly [column: string]: string | number | undefined
}

/** The middle one of at least one number; the upper middle of an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The exponent e with which a value grows from one size to another: value ~ size^e. */
export function growthExponent(
  from: { readonly size: number; readonly value: number },
  to: { readonly size: number; readonly value: number },
): number {
  return Math.log(to.value / from.value) / Math.log(to.size / from.size)
}

/** Milliseconds by the clock, and of this process's processors; the latter hardly depend on load. */
export interface Times {
  readonly wall: number
  readonly processor: number
}

/** Clears away what earlier rounds have left, so that it is not counted against the next one. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

/** Starts a stopwatch, and reads it at every call. */
export function stopwatch(): () => Times {
  const start = performance.now()
  const used = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(used)
    return { wall: performance.now() - start, processor: (user + system) / 1_000 }
  }
}

/** Three digits are more than a shared machine can tell. */
export const rounded = (value: number): number => Number(value.toPrecision(3))
