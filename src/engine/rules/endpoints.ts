import { matchesLabelSelector } from '../api/selectors.ts'
import type { Endpoint, EndpointPort, LabelSelector, Node, Pod, Service } from '../api/types.gen.ts'
import { nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import { runningTogether } from './podContainers.ts'
import { isFinished, isReady, isTerminating } from './podStatus.ts'

/*
 * Which pods stand behind a Service, and what an EndpointSlice says of them
 * (staging/src/k8s.io/endpointslice).
 */

/** Whether a controller keeps this Service's endpoints: it has a selector and an address of its own. */
export function hasEndpoints({ spec }: Service): boolean {
  return spec?.selector !== undefined && spec.type !== 'ExternalName'
}

/** Whether the pod is one of the Service's, ready or not: it has an address and will go on or ends. */
export function isBehind(service: Service, pod: Pod): boolean {
  const { selector } = service.spec ?? {}
  return (
    namespaceOf(service) === namespaceOf(pod) &&
    selector !== undefined &&
    pod.status?.podIP !== undefined &&
    !isFinished(pod) &&
    matchesLabelSelector(asLabelSelector(selector), pod.metadata?.labels)
  )
}

/** The same value each time, so that it is compiled once. */
function asLabelSelector(matchLabels: Readonly<Record<string, string>>): LabelSelector {
  let selector = selectors.get(matchLabels)
  if (!selector) {
    selector = { matchLabels }
    selectors.set(matchLabels, selector)
  }
  return selector
}

const selectors = new WeakMap<Readonly<Record<string, string>>, LabelSelector>()

/** A pod as an endpoint: it gets traffic while it is ready and not on its way out. */
export function endpointOf(service: Service, pod: Pod, node: Node | undefined): Endpoint {
  const serving = isReady(pod)
  const terminating = isTerminating(pod)
  const early = service.spec?.publishNotReadyAddresses === true
  const zone = node?.metadata?.labels?.['topology.kubernetes.io/zone']
  return {
    addresses: [pod.status!.podIP!],
    conditions: { ready: early || (serving && !terminating), serving, terminating },
    ...(pod.spec?.nodeName !== undefined && { nodeName: pod.spec.nodeName }),
    ...(pod.spec?.subdomain === nameOf(service) &&
      pod.spec.hostname !== undefined && { hostname: pod.spec.hostname }),
    targetRef: {
      kind: 'Pod',
      namespace: namespaceOf(pod),
      name: nameOf(pod),
      uid: uidOf(pod),
    },
    ...(zone !== undefined && { zone }),
  }
}

/** The ports of a Service on its pods; a name is looked up in the pod, and left out where it is unknown. */
export function endpointPorts({ spec }: Service, pod: Pod | undefined): readonly EndpointPort[] {
  return (spec?.ports ?? []).flatMap(({ name, port, targetPort = port, protocol, appProtocol }) => {
    const named = (pod ? runningTogether(pod) : [])
      .flatMap(({ ports }) => ports ?? [])
      .find((each) => each.name === targetPort)
    const number = typeof targetPort === 'number' ? targetPort : named?.containerPort
    if (number === undefined) return []
    return [
      {
        name: name ?? '',
        port: number,
        protocol: protocol ?? 'TCP',
        ...(appProtocol !== undefined && { appProtocol }),
      },
    ]
  })
}
