import { QuantityError, toAmount, toNanos } from '../api/quantity.ts'
import type { Container, ObjectMeta, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import { runningTogether, statusOf } from './podContainers.ts'

/*
 * What pods really use, which nobody can know from a manifest: annotations say it. KWOK's are on the
 * pod and mean each of its containers. Podfall's own are on the workload and mean a load that comes
 * from outside: all of its ready pods share it.
 */

export const USAGE_CPU = 'kwok.x-k8s.io/usage-cpu'
export const USAGE_MEMORY = 'kwok.x-k8s.io/usage-memory'
/** What each container's memory grows by every second that it runs, on top of the above: a leak. */
export const MEMORY_GROWTH = 'podfall.dev/memory-growth'
/** `podfall.dev/load-cpu`, `podfall.dev/load-requests_per_second`: what a workload has to bear. */
export const LOAD_PREFIX = 'podfall.dev/load-'

/** What each container uses from its start on, cpu in millicores or memory in bytes; undefined = nothing says it. */
function containerUsage(pod: Pod, resource: 'cpu' | 'memory'): number | undefined {
  const annotations = pod.metadata?.annotations
  const text = annotations?.[resource === 'cpu' ? USAGE_CPU : USAGE_MEMORY]
  if (text !== undefined) return amountOf(resource, text)
  return resource === 'memory' && annotations?.[MEMORY_GROWTH] !== undefined ? 0 : undefined
}

/** On its own, so that nothing is made for the many pods whose annotations say nothing. */
function amountOf(resource: 'cpu' | 'memory', text: string): number | undefined {
  return readable(() => toAmount(resource, text))
}

/** Bytes a second by which each container's memory grows. */
function growth(pod: Pod): number {
  const text = pod.metadata?.annotations?.[MEMORY_GROWTH]
  return text === undefined ? 0 : (readable(() => toAmount('memory', text)) ?? 0)
}

/** Whether its annotations say how much memory it uses. */
export const saysMemory = (pod: Pod): boolean => containerUsage(pod, 'memory') !== undefined

/** When the present run of a container began; undefined = it does not run. */
export function runningSince(pod: Pod, { name }: Container): Millis | undefined {
  const started = statusOf(pod, name)?.state?.running?.startedAt
  return started === undefined ? undefined : fromTimestamp(started)
}

/** What a container has leaked until now. */
function leaked(pod: Pod, container: Container, now: Millis): number {
  const rate = growth(pod)
  const start = rate > 0 ? runningSince(pod, container) : undefined
  return start === undefined ? 0 : (rate * Math.max(0, now - start)) / SECOND
}

/** What one of a pod's containers uses by the pod's annotations; undefined = nothing says it. */
export function containerUsageOf(
  pod: Pod,
  container: Container,
  resource: 'cpu' | 'memory',
  now: Millis,
): number | undefined {
  const base = containerUsage(pod, resource)
  if (base === undefined) return undefined
  return base + (resource === 'memory' ? leaked(pod, container, now) : 0)
}

/** What a whole pod uses by its own annotations; undefined = nothing says it. */
export function podUsage(pod: Pod, resource: 'cpu' | 'memory', now: Millis): number | undefined {
  const each = containerUsage(pod, resource)
  if (each === undefined) return undefined
  return runningTogether(pod).reduce(
    (sum, container) => sum + each + (resource === 'memory' ? leaked(pod, container, now) : 0),
    0,
  )
}

/** What a container has of its machine's memory. */
export interface MemoryUse {
  readonly container: Container
  /** Bytes; not more than its limit. */
  readonly bytes: number
  /** By so many bytes a second that grows. */
  readonly growth: number
}

/**
 * The memory of every container of the pod that runs now, as the machine sees it; undefined = nothing
 * says what the pod uses.
 */
export function memoryInUse(pod: Pod, now: Millis): readonly MemoryUse[] | undefined {
  const base = containerUsage(pod, 'memory')
  if (base === undefined) return undefined
  return runningTogether(pod).flatMap((container): MemoryUse[] => {
    if (runningSince(pod, container) === undefined) return []
    const bytes = Math.min(base + leaked(pod, container, now), memoryLimit(container))
    return [{ container, bytes, growth: growth(pod) }]
  })
}

function memoryLimit({ resources }: Container): number {
  const limit = resources?.limits?.memory
  return limit === undefined ? Number.POSITIVE_INFINITY : toAmount('memory', limit)
}

/** A workload's load of this name, in thousandths (cpu: millicores); undefined = nothing says it. */
export function loadOf(metadata: ObjectMeta | undefined, name: string): number | undefined {
  const text = metadata?.annotations?.[`${LOAD_PREFIX}${name}`]
  if (text === undefined) return undefined
  return readable(() => Number((toNanos(text) + 999_999n) / 1_000_000n))
}

/** Manifests are checked when they are read; what is written otherwise may say anything. */
function readable(read: () => number): number | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error
    return undefined
  }
}

/** When a container's memory reaches its limit, which the machine's kernel does not let it pass. */
export interface OverLimit {
  /** For a leak; undefined = it wants more from its start on. */
  readonly at: Millis | undefined
}

/** Whether a container that runs uses more memory than it may, now or one day; undefined = never. */
export function overLimit(pod: Pod, container: Container): OverLimit | undefined {
  const base = containerUsage(pod, 'memory')
  if (base === undefined) return undefined
  const limit = memoryLimit(container)
  if (base > limit) return { at: undefined }
  const rate = growth(pod)
  const start = rate > 0 ? runningSince(pod, container) : undefined
  if (start === undefined || limit === Number.POSITIVE_INFINITY) return undefined
  return { at: start + Math.ceil(((limit - base) / rate) * SECOND) }
}
