import { KINDS, type Kind, type KindMap, type KubernetesObject } from './objects.ts'
import { isPodLevelResource, podRequests } from './podRequests.ts'
import { amountToText, toAmount } from './quantity.ts'
import type { Pod, ResourceQuota } from './types.gen.ts'

/*
 * What a namespace may have (pkg/quota/v1/evaluator/core, plugin/pkg/admission/resourcequota).
 */

type Amounts = Readonly<Record<string, number>>

/** Every kind's objects of one namespace. */
export type ListAll = <K extends Kind>(kind: K) => readonly KindMap[K][]

const BY_NAME: Readonly<Record<string, Kind>> = {
  configmaps: 'ConfigMap',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  pods: 'Pod',
  resourcequotas: 'ResourceQuota',
  secrets: 'Secret',
  services: 'Service',
}

/** `count/deployments.apps`, `services`: the kind that is counted; undefined = not a number of objects. */
function countedKind(resource: string): Kind | undefined {
  if (Object.hasOwn(BY_NAME, resource)) return BY_NAME[resource]
  if (!resource.startsWith('count/')) return undefined
  const [plural, ...group] = resource.slice('count/'.length).split('.')
  return (Object.keys(KINDS) as Kind[]).find((kind) => {
    const [first = '', version] = KINDS[kind].apiVersion.split('/')
    return KINDS[kind].plural === plural && group.join('.') === (version ? first : '')
  })
}

/** Whether a quota's scopes take the pod. */
function inScope({ spec }: ResourceQuota, pod: Pod): boolean {
  const selectors = spec?.scopeSelector?.matchExpressions ?? []
  const scopes = [...(spec?.scopes ?? []), ...selectors.map(({ scopeName }) => scopeName)]
  return scopes.every((scope) => {
    switch (scope) {
      case 'BestEffort':
        return isBestEffort(pod)
      case 'NotBestEffort':
        return !isBestEffort(pod)
      case 'Terminating':
        return pod.spec?.activeDeadlineSeconds !== undefined
      case 'NotTerminating':
        return pod.spec?.activeDeadlineSeconds === undefined
      case 'PriorityClass': {
        const found = selectors.find(({ scopeName }) => scopeName === scope)
        const name = pod.spec?.priorityClassName
        if (found?.operator === 'In') return (found.values ?? []).includes(name ?? '')
        if (found?.operator === 'NotIn') return !(found.values ?? []).includes(name ?? '')
        return (name !== undefined) === (found?.operator !== 'DoesNotExist')
      }
      default:
        return false
    }
  })
}

/** Neither requests nor limits of cpu and memory anywhere. */
function isBestEffort({ spec }: Pod): boolean {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].every(({ resources }) =>
    ['cpu', 'memory'].every((name) => !resources?.requests?.[name] && !resources?.limits?.[name]),
  )
}

/** Amounts of a container's limits in the place of its requests, so that they are summed alike. */
function limitsOf({ spec }: Pod): Amounts {
  const swap = <
    C extends { readonly resources?: { readonly limits?: Readonly<Record<string, string>> } },
  >(
    container: C,
  ) => ({ ...container, resources: { requests: container.resources?.limits } })
  if (!spec) return {}
  return podRequests({
    spec: {
      ...spec,
      containers: spec.containers.map(swap),
      ...(spec.initContainers && { initContainers: spec.initContainers.map(swap) }),
    },
  })
}

/** What one object adds to a resource of a quota. */
function partOf(resource: string, kind: Kind, object: KubernetesObject): number {
  const counted = countedKind(resource)
  if (counted) return counted === kind ? 1 : 0
  if (kind === 'PersistentVolumeClaim') {
    const claim = object as KindMap['PersistentVolumeClaim']
    const text = claim.spec?.resources?.requests?.storage
    return resource === 'requests.storage' && text !== undefined ? toAmount('storage', text) : 0
  }
  if (kind !== 'Pod') return 0
  const pod = object as Pod
  if (resource.startsWith('limits.')) return limitsOf(pod)[resource.slice('limits.'.length)] ?? 0
  return podRequests(pod)[resource.replace(/^requests\./, '')] ?? 0
}

const isOver = ({ status }: Pod): boolean =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed'

/** Kinds whose objects count for the resource. */
function kindsFor(resource: string): readonly Kind[] {
  const counted = countedKind(resource)
  if (counted) return [counted]
  return resource === 'requests.storage' ? ['PersistentVolumeClaim'] : ['Pod']
}

function counts(
  quota: ResourceQuota,
  resource: string,
  kind: Kind,
  object: KubernetesObject,
): boolean {
  if (kind !== 'Pod') return true
  // Objects are counted as long as they are there, pods as long as they hold something.
  if (!resource.startsWith('count/') && isOver(object as Pod)) return false
  return inScope(quota, object as Pod)
}

/** What is used of each resource that a quota limits. */
export function quotaUsage(quota: ResourceQuota, list: ListAll): Amounts {
  const used = Object.keys(quota.spec?.hard ?? {}).map((resource) => {
    let sum = 0
    for (const kind of kindsFor(resource)) {
      for (const object of list(kind)) {
        if (counts(quota, resource, kind, object)) sum += partOf(resource, kind, object)
      }
    }
    return [resource, sum] as const
  })
  return Object.fromEntries(used)
}

/** How an amount of a resource of a quota is written. */
export function quotaText(resource: string, amount: number): string {
  if (countedKind(resource)) return String(amount)
  const name = resource.replace(/^(requests|limits)\./, '')
  return amountToText(name.endsWith('storage') ? 'memory' : name, amount)
}

function hardAmount(resource: string, text: string): number {
  return toAmount(resource.replace(/^(requests|limits)\./, ''), text)
}

/** Why a quota of its namespace refuses a new object, in the API server's words; undefined = none does. */
export function quotaRefusal(
  kind: Kind,
  object: KubernetesObject,
  quotas: readonly ResourceQuota[],
  list: ListAll,
): string | undefined {
  for (const quota of quotas) {
    const hard = Object.entries(quota.spec?.hard ?? {}).filter(
      ([resource]) => kindsFor(resource).includes(kind) && counts(quota, resource, kind, object),
    )
    if (hard.length === 0) continue
    const { name = '' } = quota.metadata ?? {}
    const missing =
      kind === 'Pod'
        ? unspecified(
            object as Pod,
            hard.map(([resource]) => resource),
          )
        : []
    if (missing.length > 0) return `failed quota: ${name}: must specify ${missing.join('; ')}`
    const used = quotaUsage(quota, list)
    const exceeded = hard.filter(([resource, text]) => {
      const part = partOf(resource, kind, object)
      return part > 0 && used[resource]! + part > hardAmount(resource, text)
    })
    if (exceeded.length === 0) continue
    const say = (amount: (resource: string, text: string) => string) =>
      exceeded
        .map(([resource, text]) => `${resource}=${amount(resource, text)}`)
        .sort()
        .join(',')
    const requested = say((resource) => quotaText(resource, partOf(resource, kind, object)))
    const now = say((resource) => quotaText(resource, used[resource]!))
    const limited = say((_resource, text) => text)
    return `exceeded quota: ${name}, requested: ${requested}, used: ${now}, limited: ${limited}`
  }
  return undefined
}

/** Of these alone every container must say how much it wants, unless the pod as a whole does. */
const SPECIFIED: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
])

/** What is limited must be said, by init containers, too: `cpu for: web` (podEvaluator.Constraints). */
function unspecified({ spec }: Pod, resources: readonly string[]): readonly string[] {
  const { requests, limits } = spec?.resources ?? {}
  if (Object.keys({ ...requests, ...limits }).some(isPodLevelResource)) return []
  return resources
    .filter((resource) => SPECIFIED.has(resource))
    .sort()
    .flatMap((resource) => {
      const [, what = 'requests', name = resource] =
        /^(requests|limits)\.(.+)$/.exec(resource) ?? []
      const lacking = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]
        .filter(({ resources: given }) => given?.[what as 'requests']?.[name] === undefined)
        .map((container) => container.name)
      return lacking.length > 0 ? [`${resource} for: ${lacking.sort().join(',')}`] : []
    })
}
