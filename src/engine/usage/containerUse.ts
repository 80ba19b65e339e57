import { toAmount } from '../api/quantity.ts'
import type { Container, ObjectMeta, Pod } from '../api/types.gen.ts'
import { appOf } from '../metrics/appOf.ts'
import type { AppIdentity } from '../metrics/apps.ts'
import { isActive, isReady } from '../rules/podStatus.ts'
import { loadOf, podUsage } from '../rules/podUsage.ts'
import type { Clock } from '../sim/clock.ts'
import type { Store } from '../store/store.ts'
import type { TrafficBook } from '../traffic/traffic.ts'

export type Resource = 'cpu' | 'memory'

/** What a container uses at this moment: millicores of cpu, bytes of memory. */
export interface ContainerUse {
  readonly app: AppIdentity
  readonly pod: Pod
  readonly container: Container
  /** Without a resource of which nothing says how much is used. */
  readonly used: Readonly<Partial<Record<Resource, number>>>
}

/** Where use can be read. */
export interface UseSource {
  readonly store: Store
  readonly traffic?: Pick<TrafficBook, 'cpuOf'>
  readonly clock: Pick<Clock, 'now'>
}

/** Every container of every pod that is ready: what annotations, loads and requests make it use. */
export function containerUse(source: UseSource): ContainerUse[] {
  const { store } = source
  const apps = new Map<string, { app: AppIdentity; pods: Pod[] }>()
  for (const pod of store.list('Pod')) {
    if (!isActive(pod) || !isReady(pod)) continue
    const app = appOf(store, pod)
    const key = `${app.kind}/${app.namespace}/${app.name}`
    const known = apps.get(key)
    if (known) known.pods.push(pod)
    else apps.set(key, { app, pods: [pod] })
  }
  return [...apps.values()].flatMap(({ app, pods }) => {
    const workload = workloadOf(store, app)
    return pods.flatMap((pod) => {
      const containers = pod.spec?.containers ?? []
      return containers.map((container) => {
        const used: Partial<Record<Resource, number>> = {}
        for (const resource of ['cpu', 'memory'] as const) {
          const whole = shareOf(workload, resource, pods.length) ?? ownUse(pod, resource, source)
          if (whole === undefined) continue
          const limit = container.resources?.limits?.[resource]
          const most = limit === undefined ? Number.POSITIVE_INFINITY : toAmount(resource, limit)
          used[resource] = Math.min(whole / containers.length, most)
        }
        return { app, pod, container, used }
      })
    })
  })
}

/** By its own annotations, and what answering requests costs it. */
export function ownUse(pod: Pod, resource: Resource, source: UseSource): number | undefined {
  const { traffic, clock } = source
  const annotated = podUsage(pod, resource, clock.now)
  const answering = resource === 'cpu' ? traffic?.cpuOf(pod) : undefined
  if (annotated === undefined) return answering
  return annotated + (answering ?? 0)
}

/** What each of the ready pods bears of the load on their workload. */
export function shareOf(
  workload: ObjectMeta | undefined,
  resource: Resource,
  ready: number,
): number | undefined {
  const load = loadOf(workload, resource)
  if (load === undefined) return undefined
  return (resource === 'memory' ? load / 1_000 : load) / ready
}

export function workloadOf(
  store: Store,
  { kind, namespace, name }: AppIdentity,
): ObjectMeta | undefined {
  switch (kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
      return store.get(kind, namespace, name)?.metadata
    default:
      return undefined
  }
}
