import { isSidecar } from '../api/podRequests.ts'
import { QuantityError, toAmount, toNanos } from '../api/quantity.ts'
import type { Container, ObjectMeta, Pod } from '../api/types.gen.ts'

/*
 * What pods really use, which nobody can know from a manifest: annotations say it. KWOK's are on the
 * pod and mean each of its containers. Podfall's own are on the workload and mean a load that comes
 * from outside: all of its ready pods share it.
 */

export const USAGE_CPU = 'kwok.x-k8s.io/usage-cpu'
export const USAGE_MEMORY = 'kwok.x-k8s.io/usage-memory'
/** `podfall.dev/load-cpu`, `podfall.dev/load-requests_per_second`: what a workload has to bear. */
export const LOAD_PREFIX = 'podfall.dev/load-'

/** What each container uses, cpu in millicores or memory in bytes; undefined = nothing says it. */
function containerUsage(pod: Pod, resource: 'cpu' | 'memory'): number | undefined {
  const text = pod.metadata?.annotations?.[resource === 'cpu' ? USAGE_CPU : USAGE_MEMORY]
  return text === undefined ? undefined : readable(() => toAmount(resource, text))
}

/** Containers that run together: the pod's own and its sidecars. */
function runningTogether({ spec }: Pod): readonly Container[] {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? []).filter(isSidecar)]
}

/** What a whole pod uses by its own annotations; undefined = nothing says it. */
export function podUsage(pod: Pod, resource: 'cpu' | 'memory'): number | undefined {
  const each = containerUsage(pod, resource)
  return each === undefined ? undefined : each * runningTogether(pod).length
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

/** The first container that uses more memory than it may: the machine's kernel ends it. */
export function overLimit(pod: Pod): Container | undefined {
  const used = containerUsage(pod, 'memory')
  if (used === undefined) return undefined
  return pod.spec?.containers.find(({ resources }) => {
    const limit = resources?.limits?.memory
    return limit !== undefined && used > toAmount('memory', limit)
  })
}
