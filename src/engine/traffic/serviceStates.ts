import type { Service } from '../api/types.gen.ts'
import type { Ledger } from '../metrics/ledger.ts'
import type { ServiceState, TrafficState } from '../protocol.ts'
import { keyOf, nameOf, namespaceOf, objectKey } from '../store/identity.ts'
import type { Change, Store } from '../store/store.ts'
import { serviceDns } from './names.ts'
import { createTally, percentiles, reasonsOf, type Tally } from './tally.ts'
import type { TrafficBook } from './traffic.ts'

/** Every Service of a lane as the page sees it, and every sender of requests. */
export interface ServiceStates {
  /** Grows when any of them changed. */
  readonly version: number
  /** In order of creation. */
  list(): readonly ServiceState[]
  traffic(): readonly TrafficState[]
}

/** A world without Services. */
export const NO_SERVICES: ServiceStates = { version: 0, list: () => [], traffic: () => [] }

type Lasting = Pick<
  ServiceState,
  'namespace' | 'name' | 'type' | 'clusterIP' | 'dns' | 'ports' | 'endpoints' | 'notReady' | 'path'
>

export function createServiceStates(
  store: Store,
  ledger: Pick<Ledger, 'pods'>,
  traffic: TrafficBook,
): ServiceStates {
  /** What requests do not change. */
  const known = new Map<string, Lasting>()
  let version = 0

  store.watch((change) => {
    version += 1
    if (change.kind === 'Ingress') known.clear()
    else known.delete(serviceKey(change))
  }, SHOWN)

  function stateOf(service: Service): ServiceState {
    const key = keyOf(service)
    const lasting = known.get(key) ?? describe(service)
    known.set(key, lasting)
    const tally = traffic.tallyOf(key) ?? NOTHING
    return {
      ...lasting,
      ...countsOf(tally),
      latencyMillis: percentiles(tally),
      requestsPerSecond: tally.perSecond,
    }
  }

  function describe(service: Service): Lasting {
    const namespace = namespaceOf(service)
    const all = store
      .ownedBy('EndpointSlice', service.metadata?.uid ?? '')
      .flatMap(({ endpoints }) => endpoints ?? [])
    const ready = all.filter(({ conditions }) => conditions?.ready)
    const rows = ready.map(({ targetRef }) => ledger.pods.get(targetRef?.uid ?? '')?.row)
    const path = pathTo(service)
    return {
      namespace,
      name: nameOf(service),
      type: service.spec?.type ?? 'ClusterIP',
      clusterIP: service.spec?.clusterIP ?? '',
      dns: serviceDns(namespace, nameOf(service)),
      ports: portsText(service),
      endpoints: rows.filter((row) => row !== undefined),
      notReady: all.length - ready.length,
      ...(path !== undefined && { path }),
    }
  }

  function pathTo(service: Service): string | undefined {
    for (const { spec } of store.list('Ingress', namespaceOf(service))) {
      for (const { host = '*', http } of spec?.rules ?? []) {
        const entry = http?.paths.find(({ backend }) => backend.service?.name === nameOf(service))
        if (entry) return `${host}${entry.path ?? '/'}`
      }
      if (spec?.defaultBackend?.service?.name === nameOf(service)) return '*/'
    }
    return undefined
  }

  return {
    get version() {
      return version + traffic.version
    },
    list: () => store.list('Service').map(stateOf),
    traffic: () =>
      [...traffic.sources()].map(({ traffic: { metadata, spec }, tally, flows }) => ({
        namespace: metadata?.namespace ?? '',
        name: metadata?.name ?? '',
        to: spec?.to ?? '',
        requestsPerSecond: spec?.requestsPerSecond ?? 0,
        ...countsOf(tally),
        flows: flows.last.map(({ uid, version, answered, failed }) => ({
          row: ledger.pods.get(uid)?.row ?? -1,
          version,
          answered,
          failed,
        })),
      })),
  }
}

const SHOWN = ['EndpointSlice', 'Ingress', 'Service', 'Traffic'] as const
const NOTHING = createTally()

function countsOf(tally: Tally) {
  const { answered, failed, versions } = tally
  return {
    versions: Array.from(versions, ([version, count]) => ({ version, answered: count })),
    answered,
    failed,
    failures: reasonsOf(tally),
  }
}

function serviceKey({ kind, object }: Change): string {
  const name =
    kind === 'EndpointSlice' ? object.metadata?.labels?.['kubernetes.io/service-name'] : undefined
  return objectKey(namespaceOf(object), name ?? nameOf(object))
}

/** `80/TCP,443:30443/TCP` */
function portsText({ spec }: Service): string {
  return (spec?.ports ?? [])
    .map(({ port, nodePort, protocol = 'TCP' }) =>
      nodePort === undefined ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`,
    )
    .join(',')
}
