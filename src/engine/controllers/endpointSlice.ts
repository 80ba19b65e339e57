import type { EndpointSlice, Pod, Service } from '../api/types.gen.ts'
import { endpointOf, endpointPorts, hasEndpoints, isBehind } from '../rules/endpoints.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import {
  controllerReference,
  keyOf,
  nameOf,
  namespaceOf,
  splitKey,
  uidOf,
} from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** --max-endpoints-per-slice */
const PER_SLICE = 100

/** The pods behind one Service. Each keeps its place, so that a change concerns one slice. */
interface Members {
  /** Uids by place; undefined = the place is free. */
  readonly places: (string | undefined)[]
  readonly placeOf: Map<string, number>
  readonly pods: Map<string, Pod>
  /** Names of the slices, in order. */
  readonly slices: string[]
  /** Numbers of slices that have to be written. */
  readonly changed: Set<number>
}

/** Keeps the EndpointSlices of Services: who is behind them, and who of these is ready. */
export function startEndpointSliceController({ store, clock }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'endpointSlice', sync)
  /** By the Service's uid. */
  const services = new Map<string, Members>()

  store.watch(
    (change) => {
      if (change.kind === 'Service') {
        const service = change.object
        if (change.type === 'DELETED') {
          services.delete(uidOf(service))
          queue.drop(keyOf(service))
        } else if (hasEndpoints(service)) lookAround(service)
      } else if (change.kind === 'Pod') {
        const around = store.list('Service', namespaceOf(change.object))
        if (around.length === 0) return
        for (const service of around) {
          const members = services.get(uidOf(service))
          if (!members) continue
          const here = change.type !== 'DELETED' && isBehind(service, change.object)
          if (here) put(members, change.object)
          else take(members, change.object)
          if (members.changed.size > 0) queue.add(keyOf(service))
        }
      }
    },
    ['Service', 'Pod'],
    { podsWhile: 'Service' },
  )

  /** A Service is new, or has another selector or other ports. */
  function lookAround(service: Service): void {
    const members = services.get(uidOf(service)) ?? newMembers()
    services.set(uidOf(service), members)
    for (const pod of store.list('Pod', namespaceOf(service))) {
      if (isBehind(service, pod)) put(members, pod)
      else take(members, pod)
    }
    // Without pods there is an empty slice, which says that nobody is there.
    for (let slice = 0; slice < slicesOf(members); slice++) members.changed.add(slice)
    queue.add(keyOf(service))
  }

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const service = store.get('Service', namespace, name)
    const members = service && services.get(uidOf(service))
    if (!members) return
    for (const slice of [...members.changed].sort((a, b) => a - b)) write(service, members, slice)
    members.changed.clear()
  }

  function write(service: Service, members: Members, slice: number): void {
    const uids = members.places
      .slice(slice * PER_SLICE, (slice + 1) * PER_SLICE)
      .filter((uid) => uid !== undefined)
    const pods = uids.map((uid) => members.pods.get(uid)!)
    const endpoints = pods.map((pod) =>
      endpointOf(service, pod, store.get('Node', '', pod.spec?.nodeName ?? '')),
    )
    const ports = endpointPorts(service, pods[0])
    const name = members.slices[slice]
    const before =
      name === undefined ? undefined : store.get('EndpointSlice', namespaceOf(service), name)
    if (before) {
      store.update('EndpointSlice', { ...before, endpoints, ports })
    } else {
      const made = store.create('EndpointSlice', { ...newSlice(service), endpoints, ports })
      members.slices[slice] = nameOf(made)
    }
  }
}

function newMembers(): Members {
  return { places: [], placeOf: new Map(), pods: new Map(), slices: [], changed: new Set() }
}

function slicesOf({ places }: Members): number {
  return Math.max(1, Math.ceil(places.length / PER_SLICE))
}

function put(members: Members, pod: Pod): void {
  const uid = uidOf(pod)
  const known = members.placeOf.get(uid)
  const free = members.placeOf.size < members.places.length ? members.places.indexOf(undefined) : -1
  const place = known ?? (free >= 0 ? free : members.places.length)
  members.places[place] = uid
  members.placeOf.set(uid, place)
  members.pods.set(uid, pod)
  members.changed.add(Math.floor(place / PER_SLICE))
}

function take(members: Members, pod: Pod): void {
  const uid = uidOf(pod)
  const place = members.placeOf.get(uid)
  if (place === undefined) return
  members.places[place] = undefined
  members.placeOf.delete(uid)
  members.pods.delete(uid)
  members.changed.add(Math.floor(place / PER_SLICE))
}

function newSlice(service: Service): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${nameOf(service)}-`,
      namespace: namespaceOf(service),
      labels: {
        ...service.metadata?.labels,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': nameOf(service),
      },
      ownerReferences: [controllerReference('Service', service)],
    },
    addressType: 'IPv4',
    endpoints: [],
  }
}
