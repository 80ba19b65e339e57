import { podRequests } from './podRequests.ts'
import { toAmount } from './quantity.ts'
import type { Node, Pod, PodSpec } from './types.gen.ts'

type Amounts = Readonly<Record<string, number>>

/** By the list of containers, which a pod keeps when it is bound and shares with its template's pods. */
const counted = new WeakMap<
  PodSpec['containers'],
  { readonly spec: PodSpec; readonly amounts: Amounts }
>()

/**
 * What a pod asks for by its spec alone (see `podRequests`). Specs are values that never change, so
 * each is worked out once.
 */
export function specRequests(pod: Pod): Amounts {
  const { spec } = pod
  if (!spec) return {}
  const known = counted.get(spec.containers)
  if (
    known &&
    known.spec.initContainers === spec.initContainers &&
    known.spec.overhead === spec.overhead &&
    known.spec.resources === spec.resources
  ) {
    return known.amounts
  }
  const amounts = podRequests({ spec })
  counted.set(spec.containers, { spec, amounts })
  return amounts
}

/** A node's allocatable: cpu in millicores, everything else in base units. */
export function allocatableOf(node: Node): Amounts {
  const texts = Object.entries(node.status?.allocatable ?? {})
  return Object.fromEntries(texts.map(([name, text]) => [name, toAmount(name, text)]))
}
