/*
 * Names as the cluster's DNS has them (github.com/kubernetes/dns, specification.md), and how a pod with
 * dnsPolicy ClusterFirst looks them up.
 */

const ZONE = 'cluster.local'
/** Names with fewer dots are tried with the search path first (ndots). */
const ENOUGH_DOTS = 5

/** The name of a Service: `web.default.svc.cluster.local`. */
export function serviceDns(namespace: string, name: string): string {
  return `${name}.${namespace}.svc.${ZONE}`
}

/** What a name can stand for. */
export interface DnsName {
  readonly namespace: string
  readonly service: string
  /** Of a single pod behind a headless Service: `db-0`. */
  readonly hostname: string | undefined
}

/**
 * The full names that are tried for a name, in order: `web` in the namespace `shop` is first looked for
 * as `web.shop.svc.cluster.local`. A name that ends with a dot is full.
 */
export function searchNames(name: string, namespace: string): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const path = [`${namespace}.svc.${ZONE}`, `svc.${ZONE}`, ZONE]
  const searched = path.map((suffix) => `${name}.${suffix}`)
  const dots = name.split('.').length - 1
  return dots >= ENOUGH_DOTS ? [name, ...searched] : [...searched, name]
}

/** Takes a full name of the cluster's zone apart; undefined for any other name. */
export function parseDnsName(name: string): DnsName | undefined {
  const suffix = `.svc.${ZONE}`
  if (!name.endsWith(suffix)) return undefined
  const labels = name.slice(0, -suffix.length).split('.')
  const [service, namespace] = labels.slice(-2)
  if (service === undefined || namespace === undefined || labels.length > 3) return undefined
  return { namespace, service, hostname: labels.length === 3 ? labels[0] : undefined }
}
