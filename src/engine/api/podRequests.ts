import { nanosToAmount, parseQuantity, type Quantity, toAmount, toNanos } from './quantity.ts'
import type { Container, ContainerStatus, Pod, PodSpec } from './types.gen.ts'

/** Amounts by resource name; cpu in millicores, everything else in base units. */
export type Amounts = Readonly<Record<string, number>>

export interface PodRequestOptions {
  /** Counted for a container that does not name the resource at all (an explicit 0 stays 0). */
  readonly nonMissing?: Readonly<Record<string, string>>
  /** Leaves spec.resources (pod-level resources) out. */
  readonly skipPodLevel?: boolean
}

/** What a container without a request counts as when nodes are scored; nowhere else. */
const DEFAULT_NON_ZERO = { cpu: '100m', memory: '200Mi' } as const

/** Sums are kept in billionths and rounded up once, as upstream does. */
type Sum = Map<string, bigint>
type ResourceTexts = Readonly<Record<string, string>> | undefined

/**
 * What a pod asks for, as the scheduler counts it: the larger of (containers + sidecars) and the
 * worst moment of start-up, pod-level requests on top, then overhead (SCHEDULER.md section 6;
 * upstream component-helpers resource.PodRequests).
 * @throws QuantityError for texts that are no quantities; manifests have been checked for that
 */
export function podRequests(pod: Pod, options: PodRequestOptions = {}): Amounts {
  const spec = pod.spec
  if (!spec) return {}
  if (isPlain(pod, spec)) return plainRequests(spec, options.nonMissing)
  const total = containerRequests(pod, spec, options.nonMissing)
  if (!options.skipPodLevel) {
    for (const [resource, text] of Object.entries(spec.resources?.requests ?? {})) {
      if (isPodLevelResource(resource)) total.set(resource, toNanos(text))
    }
  }
  add(total, read(spec.overhead))
  return Object.fromEntries(
    Array.from(total, ([resource, nanos]) => [resource, nanosToAmount(resource, nanos)]),
  )
}

/** One container and nothing that adds to it: most pods. */
function isPlain({ status }: Pod, spec: PodSpec): boolean {
  return (
    spec.containers.length === 1 &&
    !spec.initContainers?.length &&
    !spec.overhead &&
    !spec.resources &&
    !status?.containerStatuses
  )
}

function plainRequests({ containers }: PodSpec, nonMissing: ResourceTexts): Amounts {
  const amounts: Record<string, number> = {}
  const requests = containers[0]!.resources?.requests
  for (const resource in requests) amounts[resource] = toAmount(resource, requests[resource]!)
  for (const resource in nonMissing) {
    amounts[resource] ??= toAmount(resource, nonMissing[resource]!)
  }
  return amounts
}

function containerRequests(pod: Pod, spec: PodSpec, nonMissing: ResourceTexts): Sum {
  const statusOf = statusesByName(pod)
  const infeasible = pod.status?.conditions?.some(
    (condition) => condition.type === 'PodResizePending' && condition.reason === 'Infeasible',
  )
  const requestsOf = (container: Container, resizable: boolean): Sum => {
    const status = resizable ? statusOf.get(container.name) : undefined
    const sum = status?.resources && infeasible ? new Map() : read(container.resources?.requests)
    if (status?.resources) {
      raise(sum, read(status.allocatedResources))
      raise(sum, read(status.resources.requests))
    }
    for (const [resource, nanos] of read(nonMissing)) {
      if (!sum.has(resource)) sum.set(resource, nanos)
    }
    return sum
  }

  const total: Sum = new Map()
  for (const container of spec.containers) add(total, requestsOf(container, true))

  const sidecars: Sum = new Map()
  const startUp: Sum = new Map()
  for (const container of spec.initContainers ?? []) {
    const sidecar = isSidecar(container)
    const own = requestsOf(container, sidecar)
    if (sidecar) {
      add(total, own)
      add(sidecars, own)
      raise(startUp, sidecars)
    } else {
      add(own, sidecars)
      raise(startUp, own)
    }
  }
  raise(total, startUp)
  return total
}

/**
 * What the containers of a spec ask for together, without what is asked for the pod as a whole and
 * without overhead, in billionths; a limit without a request is a request (upstream
 * AggregateContainerRequests).
 * @throws QuantityError for texts that are no quantities
 */
export function aggregateRequests(spec: PodSpec): ReadonlyMap<string, Quantity> {
  const asked = (container: Container): Container => ({
    ...container,
    resources: { requests: { ...container.resources?.limits, ...container.resources?.requests } },
  })
  const initContainers = (spec.initContainers ?? []).map(asked)
  const whole = { ...spec, containers: spec.containers.map(asked), initContainers }
  const total = containerRequests({ spec: whole }, whole, undefined)
  return new Map(
    Array.from(total, ([resource, nanos]) => [
      resource,
      { nanos, format: formatOf([...whole.containers, ...initContainers], resource) },
    ]),
  )
}

/** A sum is printed as the first of its parts that is not zero is written. */
function formatOf(containers: readonly Container[], resource: string): Quantity['format'] {
  const parts = containers.flatMap(({ resources }) => {
    const requests = resources?.requests ?? {}
    return Object.hasOwn(requests, resource) ? [parseQuantity(requests[resource]!)] : []
  })
  return parts.find(({ nanos }) => nanos !== 0n)?.format ?? 'DecimalSI'
}

/** An init container that keeps running beside the others. */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always'

/** Resources that may be requested for a pod as a whole (spec.resources). */
export const isPodLevelResource = (resource: string) =>
  resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-')

function statusesByName(pod: Pod): Map<string, ContainerStatus> {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {}
  return new Map([...containerStatuses, ...initContainerStatuses].map((s) => [s.name, s]))
}

const read = (texts: ResourceTexts): Sum =>
  new Map(Object.entries(texts ?? {}).map(([resource, text]) => [resource, toNanos(text)]))

function add(sum: Sum, more: ReadonlyMap<string, bigint>): void {
  for (const [resource, nanos] of more) sum.set(resource, (sum.get(resource) ?? 0n) + nanos)
}

function raise(sum: Sum, floor: ReadonlyMap<string, bigint>): void {
  for (const [resource, nanos] of floor) {
    const current = sum.get(resource)
    if (current === undefined || current < nanos) sum.set(resource, nanos)
  }
}

export interface NonZero {
  readonly cpu: number
  readonly memory: number
}

/**
 * Requests of a pod that is on a node, for Fit scoring alone: 100m and 200Mi where a container names
 * none. With pod-level requests the default fills only what the pod's total lacks.
 */
export function nonZeroRequests(pod: Pod): NonZero {
  const podLevel = Object.keys(pod.spec?.resources?.requests ?? {}).some(isPodLevelResource)
  if (!podLevel) return cpuAndMemory(podRequests(pod, { nonMissing: DEFAULT_NON_ZERO }))
  const total = podRequests(pod)
  const missing = Object.entries(DEFAULT_NON_ZERO).filter(([name]) => !Object.hasOwn(total, name))
  return cpuAndMemory(podRequests(pod, { nonMissing: Object.fromEntries(missing) }))
}

/**
 * The same for the incoming pod: the Fit scorer of 1.33 to 1.35.4 never hears of pod-level
 * resources, so it always counts the containers with their defaults (SCHEDULER.md section 6, quirk).
 */
export const nonZeroIncoming = (pod: Pod): NonZero =>
  cpuAndMemory(podRequests(pod, { nonMissing: DEFAULT_NON_ZERO, skipPodLevel: true }))

const cpuAndMemory = (total: Amounts): NonZero => ({
  cpu: total.cpu ?? 0,
  memory: total.memory ?? 0,
})
