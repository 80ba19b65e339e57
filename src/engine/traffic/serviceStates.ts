import type { Service } from '../api/types.gen.ts'
import type { Ledger } from '../metrics/ledger.ts'
import type { ServiceState } from '../protocol.ts'
import { nameOf, namespaceOf, objectKey } from '../store/identity.ts'
import type { Store } from '../store/store.ts'
import { serviceDns } from './names.ts'

/** Every Service of a lane as the page sees it; worked out anew for those that changed. */
export interface ServiceStates {
  /** Grows when any of them changed. */
  readonly version: number
  /** In order of creation. */
  list(): readonly ServiceState[]
}

export function createServiceStates(store: Store, ledger: Pick<Ledger, 'pods'>): ServiceStates {
  const known = new Map<string, ServiceState>()
  let version = 0

  store.watch((change) => {
    if (change.kind !== 'Service' && change.kind !== 'EndpointSlice') return
    version += 1
    known.delete(keyOfService(change))
  })

  function stateOf(service: Service): ServiceState {
    const key = objectKey(namespaceOf(service), nameOf(service))
    const state = known.get(key) ?? describe(service)
    known.set(key, state)
    return state
  }

  function describe(service: Service): ServiceState {
    const namespace = namespaceOf(service)
    const all = store
      .ownedBy('EndpointSlice', service.metadata?.uid ?? '')
      .flatMap(({ endpoints }) => endpoints ?? [])
    const ready = all.filter(({ conditions }) => conditions?.ready)
    const rows = ready.map(({ targetRef }) => ledger.pods.get(targetRef?.uid ?? '')?.row)
    return {
      namespace,
      name: nameOf(service),
      type: service.spec?.type ?? 'ClusterIP',
      clusterIP: service.spec?.clusterIP ?? '',
      dns: serviceDns(namespace, nameOf(service)),
      ports: portsText(service),
      endpoints: rows.filter((row) => row !== undefined),
      notReady: all.length - ready.length,
      versions: [],
      answered: 0,
      failed: 0,
      failures: [],
      latencyMillis: { p50: 0, p99: 0 },
      requestsPerSecond: 0,
    }
  }

  return {
    get version() {
      return version
    },
    list: () => store.list('Service').map(stateOf),
  }
}

type Watched = Parameters<Parameters<Store['watch']>[0]>[0]

function keyOfService({ kind, object }: Watched): string {
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
