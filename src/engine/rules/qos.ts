import { isSidecar } from '../api/podRequests.ts'
import { toAmount } from '../api/quantity.ts'
import type { Container, Pod, ResourceRequirements } from '../api/types.gen.ts'

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort'

const COMPUTE = ['cpu', 'memory'] as const

/** How well a pod has said what it needs (pkg/apis/core/v1/helper/qos/qos.go, ComputePodQOS). */
export function qosOf({ spec }: Pod): QosClass {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]
  const own = spec?.resources
  // Requests and limits of the whole pod stand in for those of its containers.
  const said: readonly (ResourceRequirements | undefined)[] = says(own)
    ? [own]
    : containers.map(({ resources }) => resources)
  if (!said.some(says)) return 'BestEffort'
  const guaranteed = said.every((each) =>
    COMPUTE.every((resource) => {
      const limit = amountOf(each?.limits, resource)
      return limit > 0 && amountOf(each?.requests, resource) === limit
    }),
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}

function says(resources: ResourceRequirements | undefined): boolean {
  return COMPUTE.some(
    (resource) =>
      amountOf(resources?.requests, resource) > 0 || amountOf(resources?.limits, resource) > 0,
  )
}

function amountOf(amounts: Readonly<Record<string, string>> | undefined, resource: string) {
  const text = amounts?.[resource]
  return text === undefined ? 0 : toAmount(resource, text)
}

const requestOf = ({ resources }: Container) => amountOf(resources?.requests, 'memory')

const GUARANTEED = -997
const BEST_EFFORT = 1_000
/** Of system-node-critical. */
const CRITICAL = 2_000_001_000

/**
 * oom_score_adj of a container: the higher, the sooner the kernel kills it, from -997 to 1000
 * (pkg/kubelet/qos/policy.go). A sidecar is not killed before all the others for asking for less.
 * @param capacity memory of the machine, bytes
 */
export function oomScoreAdjust(pod: Pod, container: Container, capacity: number): number {
  if ((pod.spec?.priority ?? 0) >= CRITICAL) return GUARANTEED
  switch (qosOf(pod)) {
    case 'Guaranteed':
      return GUARANTEED
    case 'BestEffort':
      return BEST_EFFORT
    case 'Burstable': {
      const request = Math.max(
        requestOf(container),
        isSidecar(container) ? Math.min(...(pod.spec?.containers ?? []).map(requestOf)) : 0,
      )
      const adjust = 1_000 - Math.floor((1_000 * request) / capacity)
      return Math.min(Math.max(adjust, BEST_EFFORT + GUARANTEED), BEST_EFFORT - 1)
    }
  }
}
