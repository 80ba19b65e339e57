import { podRequests } from './podRequests.ts'
import { toAmount } from './quantity.ts'
import type { Node, Pod, PodSpec } from './types.gen.ts'

type Amounts = Readonly<Record<string, number>>

const ofSpec = new WeakMap<PodSpec, Amounts>()

/**
 * What a pod asks for by its spec alone (see `podRequests`). Specs are values that never change, so
 * each is worked out once.
 */
export function specRequests(pod: Pod): Amounts {
  if (!pod.spec) return {}
  const known = ofSpec.get(pod.spec)
  if (known) return known
  const amounts = podRequests({ spec: pod.spec })
  ofSpec.set(pod.spec, amounts)
  return amounts
}

/** A node's allocatable: cpu in millicores, everything else in base units. */
export function allocatableOf(node: Node): Amounts {
  const texts = Object.entries(node.status?.allocatable ?? {})
  return Object.fromEntries(texts.map(([name, text]) => [name, toAmount(name, text)]))
}
