import { isIp, parseAddress } from '../api/address.ts'
import type { Traffic } from '../api/traffic.ts'
import type { Service, ServicePort } from '../api/types.gen.ts'
import { namespaceOf } from '../store/identity.ts'
import type { Store } from '../store/store.ts'
import { isIngressHost, matchIngress } from './ingressRules.ts'
import { parseDnsName, searchNames } from './names.ts'

/** Why a request was not answered. */
export const FAILURE = {
  refused: 'connection refused',
  reset: 'connection reset',
  noEndpoints: 'no endpoints',
  timeout: 'timeout',
  denied: 'denied by policy',
  unknownName: 'name not found',
  noPath: 'no such path',
} as const

/** Where a sender's requests end up. */
export interface Found {
  readonly service: Service
  /** The Service's port; undefined = a headless one, whose pods are spoken to on `port` directly. */
  readonly servicePort: ServicePort | undefined
  readonly port: number
  /** Only the pod of this hostname. */
  readonly hostname: string | undefined
  /** Through an Ingress controller, which stands between sender and pod. */
  readonly ingress: boolean
}

export type RouteResult = Found | { readonly failure: string; readonly service?: Service }

/**
 * Looks the name up as a pod in the Traffic's namespace would, and finds the Service behind it, or the
 * Ingress rule.
 */
export function findRoute(store: Store, traffic: Traffic): RouteResult {
  const address = parseAddress(traffic.spec?.to ?? '')
  if (!address) return { failure: FAILURE.unknownName }
  const { host, port, path } = address
  if (isIp(host)) {
    const service = store.list('Service').find(({ spec }) => spec?.clusterIP === host)
    return service ? onPort(service, port, undefined) : { failure: FAILURE.timeout }
  }
  const named = byName(store, host, namespaceOf(traffic), port)
  if (named) return named
  const ingresses = store.list('Ingress')
  if (!isIngressHost(ingresses, host)) return { failure: FAILURE.unknownName }
  const match = matchIngress(ingresses, host, path)
  if (!match) return { failure: FAILURE.noPath }
  const service = store.get('Service', match.namespace, match.backend.name)
  const wanted = match.backend.port
  const servicePort = service?.spec?.ports?.find((each) =>
    wanted?.name === undefined ? each.port === wanted?.number : each.name === wanted.name,
  )
  if (!service || !servicePort) return { failure: FAILURE.noEndpoints, ...(service && { service }) }
  return { service, servicePort, port: servicePort.port, hostname: undefined, ingress: true }
}

function byName(
  store: Store,
  host: string,
  namespace: string,
  port: number,
  followed = false,
): RouteResult | undefined {
  for (const full of searchNames(host, namespace)) {
    const name = parseDnsName(full)
    const service = name && store.get('Service', name.namespace, name.service)
    if (!service) continue
    if (service.spec?.type === 'ExternalName') {
      const alias = service.spec.externalName ?? ''
      const there = followed ? undefined : byName(store, `${alias}.`, namespace, port, true)
      return there ?? { failure: FAILURE.unknownName, service }
    }
    return onPort(service, port, name.hostname)
  }
  return undefined
}

function onPort(service: Service, port: number, hostname: string | undefined): RouteResult {
  if (service.spec?.clusterIP === 'None') {
    return { service, servicePort: undefined, port, hostname, ingress: false }
  }
  if (hostname !== undefined) return { failure: FAILURE.unknownName, service }
  const servicePort = service.spec?.ports?.find((each) => each.port === port)
  // Nobody takes what is sent to another port of a Service's address, and nobody says so.
  if (!servicePort) return { failure: FAILURE.timeout, service }
  return { service, servicePort, port, hostname, ingress: false }
}
