import { parseAddress } from '../api/address.ts'
import { type Cidr, isIPv6Cidr, parseCidr, parseIPv4 } from '../api/cidr.ts'
import { isDnsSubdomain } from '../api/nameRules.ts'
import type { Traffic } from '../api/traffic.ts'
import type {
  Ingress,
  IngressBackend,
  IPBlock,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '../api/types.gen.ts'
import type { Check } from './checkContext.ts'
import { checkLabels, checkSelector } from './checkMetadata.ts'
import { quoted } from './report.ts'
import type { Path } from './tree.ts'

/** An Ingress: hosts, paths and the Services behind them. */
export function checkIngress({ spec }: Ingress, check: Check): void {
  if (!spec) return
  if (!spec.defaultBackend && (spec.rules ?? []).length === 0) {
    check.error(['spec', 'rules'], 'noRules')
  }
  if (spec.defaultBackend) checkBackend(spec.defaultBackend, ['spec', 'defaultBackend'], check)
  spec.rules?.forEach(({ host, http }, index) => {
    const at = ['spec', 'rules', index]
    if (host !== undefined && !isDnsSubdomain(host.replace(/^\*\./, ''))) {
      check.error([...at, 'host'], 'badHost', quoted(host))
    }
    http?.paths.forEach(({ path, pathType, backend }, place) => {
      const where = [...at, 'http', 'paths', place]
      if (path === undefined ? pathType !== 'ImplementationSpecific' : !path.startsWith('/')) {
        check.error([...where, 'path'], 'beginsWithSlash')
      }
      checkBackend(backend, [...where, 'backend'], check)
    })
  })
}

function checkBackend({ service, resource }: IngressBackend, path: Path, check: Check): void {
  if (resource) check.warning([...path, 'resource'], 'leadsNowhere')
  else if (!service) check.error([...path, 'service'], 'noBackendService')
  else if ((service.port?.name === undefined) === (service.port?.number === undefined)) {
    check.error([...path, 'service', 'port'], 'nameOrNumber')
  }
}

/** A NetworkPolicy: selectors, peers and ports. */
export function checkNetworkPolicy({ spec }: NetworkPolicy, check: Check): void {
  if (!spec) return
  checkSelector(spec.podSelector, ['spec', 'podSelector'], check)
  spec.policyTypes?.forEach((type, index) => {
    if (type === 'Ingress' || type === 'Egress') return
    check.error(['spec', 'policyTypes', index], 'ingressOrEgress', quoted(type))
  })
  spec.ingress?.forEach(({ from, ports }, index) => {
    checkPeers(from, ['spec', 'ingress', index, 'from'], check)
    checkPorts(ports, ['spec', 'ingress', index, 'ports'], check)
  })
  spec.egress?.forEach(({ to, ports }, index) => {
    checkPeers(to, ['spec', 'egress', index, 'to'], check)
    checkPorts(ports, ['spec', 'egress', index, 'ports'], check)
  })
}

function checkPeers(
  peers: readonly NetworkPolicyPeer[] | undefined,
  path: Path,
  check: Check,
): void {
  peers?.forEach(({ ipBlock, namespaceSelector, podSelector }, index) => {
    const at = [...path, index]
    if (podSelector) checkSelector(podSelector, [...at, 'podSelector'], check)
    if (namespaceSelector) checkSelector(namespaceSelector, [...at, 'namespaceSelector'], check)
    const others = podSelector ?? namespaceSelector
    if (!ipBlock && !others) check.error(at, 'emptyPeer')
    if (ipBlock && others) check.error([...at, 'ipBlock'], 'besideSelectors')
    if (ipBlock) checkBlock(ipBlock, [...at, 'ipBlock'], check)
  })
}

function checkBlock({ cidr, except = [] }: IPBlock, path: Path, check: Check): void {
  const block = checkRange(cidr, [...path, 'cidr'], check)
  except.forEach((text, index) => {
    const at = [...path, 'except', index]
    const range = checkRange(text, at, check)
    if (!block || !range) return
    const inside = range.first >= block.first && range.last <= block.last
    const same = range.first === block.first && range.last === block.last
    if (!inside || same) check.error(at, 'partOf', cidr)
  })
}

function checkRange(text: string, path: Path, check: Check): Cidr | undefined {
  const range = parseCidr(text)
  if (range) return range
  if (isIPv6Cidr(text)) check.warning(path, 'noIPv6')
  else check.error(path, 'badRange', quoted(text))
  return undefined
}

function checkPorts(
  ports: readonly NetworkPolicyPort[] | undefined,
  path: Path,
  check: Check,
): void {
  ports?.forEach(({ port, endPort }, index) => {
    if (endPort === undefined) return
    if (typeof port !== 'number' || endPort < port) {
      check.error([...path, index, 'endPort'], 'badEndPort')
    }
  })
}

/** A Traffic: a URL that can be read, and labels. */
export function checkTraffic({ spec }: Traffic, check: Check): void {
  if (!spec) return
  if (!parseAddress(spec.to)) {
    check.error(['spec', 'to'], 'badUrl', quoted(spec.to))
  }
  const { ip } = spec.from ?? {}
  if (ip !== undefined && parseIPv4(ip) === undefined) {
    check.error(['spec', 'from', 'ip'], 'badAddress', quoted(ip))
  }
  checkLabels(spec.from?.podLabels, ['spec', 'from', 'podLabels'], check)
  checkLabels(spec.from?.namespaceLabels, ['spec', 'from', 'namespaceLabels'], check)
}
