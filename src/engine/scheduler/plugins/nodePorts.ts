import { isSidecar } from '../../api/podRequests.ts'
import type { ContainerPort, Pod } from '../../api/types.gen.ts'
import type { Plugin } from '../framework.ts'
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
  begin({ pod }) {
    const wanted = hostPorts(pod)
    if (wanted.length === 0) return {}
    return {
      filter(node) {
        if (!node.pods.some((other) => conflict(wanted, hostPorts(other.pod)))) return undefined
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
  return [...(pod.spec?.containers ?? []), ...sidecars].flatMap(
    (container) => container.ports?.filter((port) => (port.hostPort ?? 0) > 0) ?? [],
  )
}

function conflict(wanted: readonly ContainerPort[], used: readonly ContainerPort[]): boolean {
  return wanted.some((port) => used.some((other) => samePlace(port, other)))
}

function samePlace(a: ContainerPort, b: ContainerPort): boolean {
  if (a.hostPort !== b.hostPort || (a.protocol ?? 'TCP') !== (b.protocol ?? 'TCP')) return false
  const [left, right] = [a.hostIP || EVERY_ADDRESS, b.hostIP || EVERY_ADDRESS]
  return left === right || left === EVERY_ADDRESS || right === EVERY_ADDRESS
}
