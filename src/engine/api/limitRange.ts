import { podRequests } from './podRequests.ts'
import { compareQuantities, toNanos } from './quantity.ts'
import type {
  Container,
  LimitRange,
  LimitRangeItem,
  PersistentVolumeClaim,
  Pod,
  PodSpec,
} from './types.gen.ts'

/*
 * What single pods of a namespace may ask for, and what they get if they do not say
 * (plugin/pkg/admission/limitranger).
 */

type Texts = Readonly<Record<string, string>>

const itemsOf = (ranges: readonly LimitRange[], type: string): readonly LimitRangeItem[] =>
  ranges.flatMap(({ spec }) => (spec?.limits ?? []).filter((item) => item.type === type))

/** The pod with the default requests and limits of its namespace, where its containers have none. */
export function withLimitDefaults(pod: Pod, ranges: readonly LimitRange[]): Pod {
  if (ranges.length === 0) return pod
  const items = itemsOf(ranges, 'Container')
  if (!pod.spec || items.length === 0) return pod
  const limits: Texts = Object.assign({}, ...items.map(({ default: given }) => given))
  const requests: Texts = Object.assign({}, ...items.map(({ defaultRequest }) => defaultRequest))
  const complete = (container: Container): Container => {
    const { resources } = container
    const own = { ...limits, ...resources?.limits }
    // The API server has made limits requests already; those that come now do so, too.
    const asked = { ...limits, ...requests, ...resources?.requests }
    return { ...container, resources: { ...resources, limits: own, requests: asked } }
  }
  const spec: PodSpec = {
    ...pod.spec,
    containers: pod.spec.containers.map(complete),
    ...(pod.spec.initContainers && { initContainers: pod.spec.initContainers.map(complete) }),
  }
  return { ...pod, spec }
}

/** Why the pod may not be, in the API server's words; undefined = it may. */
export function limitRefusal(pod: Pod, ranges: readonly LimitRange[]): string | undefined {
  if (ranges.length === 0) return undefined
  const { containers = [], initContainers = [] } = pod.spec ?? {}
  const problems = [
    ...itemsOf(ranges, 'Container').flatMap((item) =>
      [...containers, ...initContainers].flatMap(({ resources }) =>
        check(item, resources?.requests ?? {}, resources?.limits ?? {}),
      ),
    ),
    ...itemsOf(ranges, 'Pod').flatMap((item) =>
      check(item, totals(pod, 'requests'), totals(pod, 'limits')),
    ),
  ]
  if (problems.length === 0) return undefined
  return problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`
}

/** As limitRefusal, of a claim's storage. */
export function claimRefusal(
  claim: PersistentVolumeClaim,
  ranges: readonly LimitRange[],
): string | undefined {
  const requests = claim.spec?.resources?.requests ?? {}
  const problems = itemsOf(ranges, 'PersistentVolumeClaim').flatMap((item) =>
    check({ ...item, max: undefined }, requests, {}).concat(over(item, requests)),
  )
  return problems[0]
}

function over({ max = {}, type }: LimitRangeItem, requests: Texts): string[] {
  return Object.entries(max).flatMap(([resource, most]) => {
    const asked = requests[resource]
    if (asked === undefined || compareQuantities(asked, most) <= 0) return []
    return [`maximum ${resource} usage per ${type} is ${most}, but request is ${asked}`]
  })
}

function totals(pod: Pod, what: 'requests' | 'limits'): Texts {
  const { spec } = pod
  if (!spec) return {}
  const swap = (container: Container): Container => ({
    ...container,
    resources: { requests: container.resources?.[what] },
  })
  const amounts = podRequests({
    spec: {
      ...spec,
      containers: spec.containers.map(swap),
      ...(spec.initContainers && { initContainers: spec.initContainers.map(swap) }),
    },
  })
  return Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [
      name,
      name === 'cpu' ? `${amount}m` : `${amount}`,
    ]),
  )
}

function check(item: LimitRangeItem, requests: Texts, limits: Texts): string[] {
  const { type, min = {}, max = {}, maxLimitRequestRatio: ratios = {} } = item
  const per = `per ${type}`
  return [
    ...Object.entries(min).flatMap(([resource, least]) => {
      const [asked, limit] = [requests[resource], limits[resource]]
      if (asked === undefined)
        return [`minimum ${resource} usage ${per} is ${least}.  No request is specified`]
      if (compareQuantities(asked, least) < 0) {
        return [`minimum ${resource} usage ${per} is ${least}, but request is ${asked}`]
      }
      return limit !== undefined && compareQuantities(limit, least) < 0
        ? [`minimum ${resource} usage ${per} is ${least}, but limit is ${limit}`]
        : []
    }),
    ...Object.entries(max).flatMap(([resource, most]) => {
      const [asked, limit] = [requests[resource], limits[resource]]
      if (limit === undefined)
        return [`maximum ${resource} usage ${per} is ${most}.  No limit is specified`]
      if (compareQuantities(limit, most) > 0) {
        return [`maximum ${resource} usage ${per} is ${most}, but limit is ${limit}`]
      }
      return asked !== undefined && compareQuantities(asked, most) > 0
        ? [`maximum ${resource} usage ${per} is ${most}, but request is ${asked}`]
        : []
    }),
    ...Object.entries(ratios).flatMap(([resource, most]) => {
      const [asked, limit] = [requests[resource], limits[resource]]
      const ratio = Number(toNanos(limit ?? '0')) / Number(toNanos(asked ?? '0'))
      if (asked === undefined || limit === undefined || ratio <= Number(most)) return []
      const is = ratio.toFixed(6)
      return [
        `${resource} max limit to request ratio ${per} is ${most}, but provided ratio is ${is}`,
      ]
    }),
  ]
}
