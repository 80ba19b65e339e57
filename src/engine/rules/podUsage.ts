import { QuantityError, toAmount } from '../api/quantity.ts'
import type { Container, Pod } from '../api/types.gen.ts'

/*
 * What pods really use, which nobody can know from a manifest: KWOK's annotations say it. As there,
 * the amounts are those of each container of the pod.
 */

export const USAGE_CPU = 'kwok.x-k8s.io/usage-cpu'
export const USAGE_MEMORY = 'kwok.x-k8s.io/usage-memory'

/** What each container uses, cpu in millicores or memory in bytes; undefined = nothing says it. */
function containerUsage(pod: Pod, resource: 'cpu' | 'memory'): number | undefined {
  const key = resource === 'cpu' ? USAGE_CPU : USAGE_MEMORY
  const text = pod.metadata?.annotations?.[key]
  if (text === undefined) return undefined
  try {
    return toAmount(resource, text)
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
