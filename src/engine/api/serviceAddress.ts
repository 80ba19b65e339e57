import type { Service } from './types.gen.ts'

/** 10.96.0.0/12, as kubeadm has it: the first is the API server's, the tenth the name server's. */
const NETWORK = 10 * 2 ** 24 + 96 * 2 ** 16
const FIRST = NETWORK + 11
const FIRST_NODE_PORT = 30_000

/** A Service with what the API server gives out: an address of its own, and ports on all nodes. */
export function withAddress(service: Service, others: readonly Service[]): Service {
  const { spec } = service
  if (!spec || spec.type === 'ExternalName') return service
  const clusterIP = spec.clusterIP || unusedAddress(others)
  const open = spec.type === 'NodePort' || spec.type === 'LoadBalancer'
  const taken = new Set(
    [...others, service].flatMap((each) =>
      (each.spec?.ports ?? []).map(({ nodePort }) => nodePort),
    ),
  )
  const ports = spec.ports?.map((port) => {
    if (!open || port.nodePort !== undefined) return port
    let nodePort = FIRST_NODE_PORT
    while (taken.has(nodePort)) nodePort += 1
    taken.add(nodePort)
    return { ...port, nodePort }
  })
  return {
    ...service,
    spec: { ...spec, clusterIP, clusterIPs: [clusterIP], ...(ports && { ports }) },
  }
}

function unusedAddress(others: readonly Service[]): string {
  const taken = new Set(others.map(({ spec }) => spec?.clusterIP))
  for (let address = FIRST; ; address++) {
    const text = [24, 16, 8, 0].map((bits) => (address >>> bits) & 255).join('.')
    if (!taken.has(text)) return text
  }
}
