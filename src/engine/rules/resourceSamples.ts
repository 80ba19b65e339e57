import { isPodLevelResource, isSidecar, podRequests } from '../api/podRequests.ts'
import { toAmount } from '../api/quantity.ts'
import type { Container, ObjectMeta, Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { isReady } from './podStatus.ts'
import { containerUsageOf, loadOf, podUsage } from './podUsage.ts'
import type { Sample } from './replicaCalculator.ts'

/*
 * What metrics-server would say of cpu and memory, and what pods request of them
 * (pkg/controller/podautoscaler/replica_calculator.go, calculateRequests; metrics/client.go).
 */

/** What requests do to pods; undefined = nothing is known. */
export interface PodTraffic {
  /** Millicores. */
  cpuOf(pod: Pod): number | undefined
  /** Requests a second. */
  requestsOf(pod: Pod): number | undefined
}

/** What an HPA scales, and what that has. */
export interface ScaleTarget {
  readonly metadata: ObjectMeta | undefined
  readonly replicas: number
  readonly pods: readonly Pod[]
  readonly traffic?: PodTraffic
}

type Resource = 'cpu' | 'memory'

/** Containers that run together, the only ones that count. */
function together({ spec }: Pod): readonly Container[] {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? []).filter(isSidecar)]
}

/**
 * A load on the workload is shared by its ready pods, and in a pod by the containers that are no
 * sidecars; otherwise pods use what they say.
 * @param container undefined = the whole pod
 */
export function resourceSamples(
  { metadata, pods, traffic }: ScaleTarget,
  resource: Resource,
  container: string | undefined,
  now: Millis,
): readonly Sample[] {
  const load = loadOf(metadata, resource)
  const total = resource === 'memory' && load !== undefined ? load / 1_000 : load
  const ready = pods.filter(isReady).length
  return pods.map((pod) => {
    const shared = total !== undefined && (isReady(pod) ? total / ready : 0)
    const outside =
      shared === false
        ? resource === 'cpu'
          ? traffic?.cpuOf(pod)
          : undefined
        : Math.min(shared, limitOf(pod, resource))
    const requested = requestOf(pod, resource, container)
    if (container === undefined) {
      const own = shared === false ? podUsage(pod, resource, now) : undefined
      return { pod, used: plus(own, outside), requested }
    }
    const found = together(pod).find(({ name }) => name === container)
    if (!found) return { pod, used: undefined, requested }
    const part =
      outside && (isSidecar(found) ? 0 : outside / Math.max(1, pod.spec?.containers.length ?? 0))
    const own = shared === false ? containerUsageOf(pod, found, resource, now) : undefined
    return { pod, used: plus(own, part), requested }
  })
}

/**
 * Why nothing can be said of a container: metrics of a pod name no such one.
 * @param pods those of which there are metrics
 */
export function absentContainer(pods: readonly Pod[], container: string): string | undefined {
  const pod = pods.find((each) => together(each).every(({ name }) => name !== container))
  if (!pod) return undefined
  const { namespace = 'default', name } = pod.metadata ?? {}
  const where = `container ${container} not present in metrics for pod ${namespace}/${name}`
  return `failed to get container metrics: ${where}`
}

/** Why the requests of a pod cannot be added up, in upstream's words; undefined = they can be. */
export function missingRequest(
  pod: Pod,
  resource: Resource,
  container: string | undefined,
): string | undefined {
  if (requestOf(pod, resource, container) !== undefined) return undefined
  const name = pod.metadata?.name
  if (container === undefined && hasPodLevelRequests(pod)) {
    return `missing pod-level request for ${resource} in Pod ${name}`
  }
  const counted = together(pod).filter((each) => container === undefined || each.name === container)
  const lacking = counted.find((each) => each.resources?.requests?.[resource] === undefined)
  if (!lacking) return `container ${container} not found in Pod ${name}`
  return `missing request for ${resource} in container ${lacking.name} of Pod ${name}`
}

/** Millicores or bytes; undefined = a container that counts requests nothing. */
function requestOf(
  pod: Pod,
  resource: Resource,
  container: string | undefined,
): number | undefined {
  if (container === undefined && hasPodLevelRequests(pod)) return podRequests(pod)[resource]
  const counted = together(pod).filter(({ name }) => container === undefined || name === container)
  if (counted.length === 0) return undefined
  let sum = 0
  for (const { resources } of counted) {
    const text = resources?.requests?.[resource]
    if (text === undefined) return undefined
    sum += toAmount(resource, text)
  }
  return sum
}

function hasPodLevelRequests({ spec }: Pod): boolean {
  return Object.keys(spec?.resources?.requests ?? {}).some(isPodLevelResource)
}

/** The sum of what is known. */
function plus(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : other === undefined ? one : one + other
}

/** No pod uses more cpu than it, or its containers, may. */
function limitOf({ spec }: Pod, resource: Resource): number {
  const whole = spec?.resources?.limits?.[resource]
  if (whole !== undefined) return toAmount(resource, whole)
  const limits = (spec?.containers ?? []).map(({ resources }) => resources?.limits?.[resource])
  if (limits.includes(undefined)) return Number.POSITIVE_INFINITY
  return limits.reduce((sum, text) => sum + toAmount(resource, text!), 0)
}
