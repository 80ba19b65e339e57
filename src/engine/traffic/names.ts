/*
 * Names as the cluster's DNS has them (cluster.local), and how pods look them up.
 */

/** The name of a Service: `web.default.svc.cluster.local`. */
export function serviceDns(namespace: string, name: string): string {
  return `${name}.${namespace}.svc.cluster.local`
}
