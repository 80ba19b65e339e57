import { isInside, parseCidr, parseIPv4 } from '../api/cidr.ts'
import { matchesLabelSelector } from '../api/selectors.ts'
import type {
  IPBlock,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  Pod,
} from '../api/types.gen.ts'
import { runningTogether } from '../rules/podContainers.ts'
import { namespaceOf } from '../store/identity.ts'

/*
 * NetworkPolicies as a filter (networking/v1): who is selected by no policy of a direction is open in
 * that direction; who is selected by any may do what one of them allows. All requests here are TCP.
 */

type Labels = Readonly<Record<string, string>>

/** One end of a connection, as policies see it. */
export interface Party {
  readonly namespace: string
  readonly labels: Labels
  readonly namespaceLabels: Labels
  /** IPv4; of a receiver its pod's, whatever address it was asked at. */
  readonly address: string
  /** It is no pod: no selector finds it. */
  readonly outside?: true
}

/** The port of a request on its target: its number, and its name in the pod if it has one. */
export interface TargetPort {
  readonly number: number
  readonly name: string | undefined
}

/** Whether the policies of the sender's and the receiver's namespace let a request through. */
export function isAllowed(
  policies: readonly NetworkPolicy[],
  from: Party,
  to: Party,
  port: TargetPort,
): boolean {
  return (
    isOpen(policies, 'Egress', from, (rule) => rule.egress ?? [], to, port) &&
    isOpen(policies, 'Ingress', to, (rule) => rule.ingress ?? [], from, port)
  )
}

type Spec = NonNullable<NetworkPolicy['spec']>
interface Rule {
  readonly from?: readonly NetworkPolicyPeer[]
  readonly to?: readonly NetworkPolicyPeer[]
  readonly ports?: readonly NetworkPolicyPort[]
}

function isOpen(
  policies: readonly NetworkPolicy[],
  direction: 'Ingress' | 'Egress',
  subject: Party,
  rulesOf: (spec: Spec) => readonly Rule[],
  peer: Party,
  port: TargetPort,
): boolean {
  let selected = false
  for (const policy of policies) {
    const { spec } = policy
    if (!spec || subject.outside || namespaceOf(policy) !== subject.namespace) continue
    if (!(spec.policyTypes ?? ['Ingress']).includes(direction)) continue
    if (!matchesLabelSelector(spec.podSelector ?? {}, subject.labels)) continue
    selected = true
    for (const rule of rulesOf(spec)) {
      const peers = direction === 'Ingress' ? rule.from : rule.to
      if (isPeer(peers, subject.namespace, peer) && isPort(rule.ports, port)) return true
    }
  }
  return !selected
}

/** No peers means everybody. */
function isPeer(
  peers: readonly NetworkPolicyPeer[] | undefined,
  namespace: string,
  party: Party,
): boolean {
  if (!peers || peers.length === 0) return true
  return peers.some(({ ipBlock, namespaceSelector, podSelector }) => {
    if (ipBlock) return isInBlock(party.address, ipBlock)
    if (party.outside) return false
    const there = namespaceSelector
      ? matchesLabelSelector(namespaceSelector, party.namespaceLabels)
      : party.namespace === namespace
    return there && (!podSelector || matchesLabelSelector(podSelector, party.labels))
  })
}

function isInBlock(text: string, { cidr, except = [] }: IPBlock): boolean {
  const address = parseIPv4(text)
  const within = (range: string) => {
    const block = parseCidr(range)
    return address !== undefined && block !== undefined && isInside(address, block)
  }
  return within(cidr) && !except.some(within)
}

/** No ports means all. */
function isPort(ports: readonly NetworkPolicyPort[] | undefined, target: TargetPort): boolean {
  if (!ports || ports.length === 0) return true
  return ports.some(({ port, endPort, protocol = 'TCP' }) => {
    if (protocol !== 'TCP') return false
    if (port === undefined) return true
    if (typeof port === 'string') return port === target.name
    return target.number >= port && target.number <= (endPort ?? port)
  })
}

/** The port of this number in a pod, with its name. */
export function targetPortOf(pod: Pod, number: number): TargetPort {
  const named = runningTogether(pod)
    .flatMap(({ ports }) => ports ?? [])
    .find(({ containerPort }) => containerPort === number)
  return { number, name: named?.name }
}
