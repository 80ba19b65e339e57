import type { Node, Pod } from '../api/types.gen.ts'

/** Addresses of the pods of all nodes: a /24 for each node, out of 10.244.0.0/16 and beyond. */
export interface PodNetwork {
  /**
   * A free address on the pod's node, the next one after the latest that was given.
   * @param slot the pod's, see `Watcher`
   */
  assign(slot: number, pod: Pod, node: Node | undefined): string
  release(slot: number): void
}

/** .0 is the net, .1 the node's own bridge, .255 the broadcast address. */
const FIRST_HOST = 2
const LAST_HOST = 254

/** A node's part of the network. */
interface Subnet {
  readonly prefix: string
  latest: number
  /** A bit for each address. */
  readonly taken: Uint32Array
}

export function createPodNetwork(): PodNetwork {
  const subnets = new Map<string, Subnet>()
  /** By the slots of their pods. */
  const subnetOfPod: (Subnet | undefined)[] = []
  const hostOfPod: number[] = []

  function subnetOf(nodeName: string, node: Node | undefined): Subnet {
    const known = subnets.get(nodeName)
    if (known) return known
    const index = subnets.size
    const cidr = /^(\d+\.\d+\.\d+)\.\d+\/24$/.exec(node?.spec?.podCIDR ?? '')?.[1]
    const prefix = cidr ?? `10.${(244 + (index >> 8)) & 255}.${index & 255}`
    const subnet = { prefix, latest: FIRST_HOST - 1, taken: new Uint32Array(8) }
    subnets.set(nodeName, subnet)
    return subnet
  }

  return {
    assign(slot, pod, node) {
      const subnet = subnetOf(pod.spec?.nodeName ?? '', node)
      let host = subnet.latest
      // A node with more pods than addresses gives one out twice, which nothing here minds.
      for (let tries = FIRST_HOST; tries <= LAST_HOST; tries++) {
        host = host >= LAST_HOST ? FIRST_HOST : host + 1
        if ((subnet.taken[host >> 5]! & (1 << (host & 31))) === 0) break
      }
      subnet.latest = host
      subnet.taken[host >> 5]! |= 1 << (host & 31)
      subnetOfPod[slot] = subnet
      hostOfPod[slot] = host
      return `${subnet.prefix}.${host}`
    },
    release(slot) {
      const subnet = subnetOfPod[slot]
      if (!subnet) return
      subnetOfPod[slot] = undefined
      const host = hostOfPod[slot]!
      subnet.taken[host >> 5]! &= ~(1 << (host & 31))
    },
  }
}
