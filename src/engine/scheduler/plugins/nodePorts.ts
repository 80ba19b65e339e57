import { isSidecar } from '../../api/podRequests.ts'
import type { Container, ContainerPort, Pod } from '../../api/types.gen.ts'
import { keptByPods } from '../fastPath.ts'
import { LATEST_MINOR, type Plugin } from '../framework.ts'
import { nodeChange, releasedPod } from '../hints.ts'

const EVERY_ADDRESS = '0.0.0.0'

/** A host port can be taken once per node, protocol and address. */
export const NodePorts: Plugin = {
  name: 'NodePorts',
  wakeOn: [
    { kind: 'Node', hint: (_, change) => change.type === 'ADDED' && !!nodeChange(change) },
    {
      kind: 'Pod',
      hint({ pod }, change) {
        const gone = releasedPod(change)
        return gone !== undefined && conflict(hostPorts(pod), hostPorts(gone))
      },
    },
  ],
  fast: ({ pod }) => (hostPorts(pod).length === 0 ? 'nothing' : keptByPods),
  begin({ pod }, { kubernetesMinor = LATEST_MINOR }) {
    // Sidecars are containers like others since 1.34.
    const portsOf = kubernetesMinor < 34 ? containerPorts : hostPorts
    const wanted = portsOf(pod)
    if (wanted.length === 0) return {}
    return {
      filter(node) {
        if (!node.pods.some((other) => conflict(wanted, portsOf(other.pod)))) return undefined
        return {
          code: 'Unschedulable',
          reasons: ["node(s) didn't have free ports for the requested pod ports"],
        }
      },
    }
  },
}

/** Ports of containers and sidecars; plain init containers are gone when the pod runs. */
function hostPorts(pod: Pod): readonly ContainerPort[] {
  const sidecars = pod.spec?.initContainers?.filter(isSidecar) ?? []
  return portsWithHost([...(pod.spec?.containers ?? []), ...sidecars])
}

const containerPorts = (pod: Pod): readonly ContainerPort[] =>
  portsWithHost(pod.spec?.containers ?? [])

function portsWithHost(containers: readonly Container[]): readonly ContainerPort[] {
  return containers.flatMap(({ ports }) => ports?.filter(({ hostPort = 0 }) => hostPort > 0) ?? [])
}

function conflict(wanted: readonly ContainerPort[], used: readonly ContainerPort[]): boolean {
  return wanted.some((port) => used.some((other) => samePlace(port, other)))
}

function samePlace(a: ContainerPort, b: ContainerPort): boolean {
  if (a.hostPort !== b.hostPort || (a.protocol ?? 'TCP') !== (b.protocol ?? 'TCP')) return false
  const [left, right] = [a.hostIP || EVERY_ADDRESS, b.hostIP || EVERY_ADDRESS]
  return left === right || left === EVERY_ADDRESS || right === EVERY_ADDRESS
}
