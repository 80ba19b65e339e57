import type { HTTPIngressPath, Ingress, IngressServiceBackend } from '../api/types.gen.ts'
import { namespaceOf } from '../store/identity.ts'

/** Where an Ingress sends a request. */
export interface IngressMatch {
  readonly namespace: string
  readonly backend: IngressServiceBackend
}

interface Candidate extends IngressMatch {
  readonly exactHost: boolean
  readonly exactPath: boolean
  readonly length: number
}

/** Whether any Ingress speaks for this host; a default backend speaks for all. */
export function isIngressHost(ingresses: readonly Ingress[], host: string): boolean {
  return ingresses.some(
    ({ spec }) =>
      spec?.defaultBackend?.service !== undefined ||
      spec?.rules?.some((rule) => hostMatches(rule.host, host)),
  )
}

/**
 * The backend of a request: the most exact host, then an Exact path, then the longest path
 * (networking/v1 IngressRule, HTTPIngressPath); among equals the oldest Ingress. Undefined = 404.
 */
export function matchIngress(
  ingresses: readonly Ingress[],
  host: string,
  path: string,
): IngressMatch | undefined {
  let best: Candidate | undefined
  for (const ingress of ingresses) {
    const namespace = namespaceOf(ingress)
    for (const rule of ingress.spec?.rules ?? []) {
      if (!hostMatches(rule.host, host)) continue
      for (const entry of rule.http?.paths ?? []) {
        const { service } = entry.backend
        if (!service || !pathMatches(entry, path)) continue
        const candidate: Candidate = {
          namespace,
          backend: service,
          exactHost: rule.host === host,
          exactPath: entry.pathType === 'Exact',
          length: (entry.path ?? '/').length,
        }
        if (!best || isBetter(candidate, best)) best = candidate
      }
    }
  }
  if (best) return best
  for (const ingress of ingresses) {
    const backend = ingress.spec?.defaultBackend?.service
    if (backend) return { namespace: namespaceOf(ingress), backend }
  }
  return undefined
}

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.exactHost !== other.exactHost) return one.exactHost
  if (one.exactPath !== other.exactPath) return one.exactPath
  return one.length > other.length
}

/** `*.example.com` stands for exactly one label more; no host stands for all. */
function hostMatches(rule: string | undefined, host: string): boolean {
  if (!rule || rule === host) return true
  if (!rule.startsWith('*.')) return false
  const rest = rule.slice(1)
  return host.endsWith(rest) && !host.slice(0, -rest.length).includes('.')
}

/** Prefix goes by whole elements: `/car` is no prefix of `/cart`. */
function pathMatches({ path: rule = '/', pathType }: HTTPIngressPath, path: string): boolean {
  if (pathType === 'Exact') return rule === path
  const prefix = rule.replace(/\/+$/, '')
  return path === prefix || path.startsWith(`${prefix}/`)
}
