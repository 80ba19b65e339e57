import type { EndpointSlice } from '../api/types.gen.ts'
import type { Found } from './findRoute.ts'

/** A pod that gets requests, and its port. */
export interface EndpointTarget {
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly port: number
}

/**
 * Who gets the requests of a route: the ready endpoints; if there are none, those that are on their way
 * out and still serve (kube-proxy since 1.28, pkg/proxy/topology.go).
 */
export function endpointsOf(
  slices: readonly EndpointSlice[],
  { servicePort, port, hostname }: Found,
): readonly EndpointTarget[] {
  const ready: EndpointTarget[] = []
  const serving: EndpointTarget[] = []
  for (const slice of slices) {
    const target =
      servicePort === undefined
        ? port
        : slice.ports?.find(({ name }) => (name ?? '') === (servicePort.name ?? ''))?.port
    if (target === undefined) continue
    for (const { conditions, targetRef, hostname: own } of slice.endpoints ?? []) {
      if (!targetRef || (hostname !== undefined && own !== hostname)) continue
      const { uid = '', namespace = '', name = '' } = targetRef
      const endpoint = { uid, namespace, name, port: target }
      if (conditions?.ready) ready.push(endpoint)
      else if (conditions?.serving && conditions.terminating) serving.push(endpoint)
    }
  }
  // A name without an address behind it is no name: a single pod's is not kept for those that leave.
  return ready.length > 0 || servicePort === undefined ? ready : serving
}
