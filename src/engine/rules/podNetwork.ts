import type { Node } from '../api/types.gen.ts'

/** Addresses of the pods of all nodes: a /24 for each node, out of 10.244.0.0/16 and beyond. */
export interface PodNetwork {
  /**
   * A free address on the pod's node, the next one after the latest that was given.
   * @param slot the pod's, see `Watcher`
   * @param number the node's, see `Store.nodeNumber`
   */
  assign(slot: number, number: number, node: Node | undefined): string
  release(slot: number): void
}

/** .0 is the net, .1 the node's own bridge, .255 the broadcast address. */
const FIRST_HOST = 2
const LAST_HOST = 254

/** As text, which all addresses that end alike share. */
const HOSTS = Array.from({ length: LAST_HOST + 1 }, (_, host) => String(host))

/** So many words hold a bit for each address of a node. */
const WORDS = 8

export function createPodNetwork(): PodNetwork {
  /** Nodes' parts of the network, by the node's number; the columns that follow are by what stands here. */
  const subnets: (number | undefined)[] = []
  /** With the dot before the host's number. */
  const prefixes: string[] = []
  const latest: number[] = []
  let taken = new Uint32Array(16 * WORDS)
  /** By the slots of their pods; undefined = it has none. */
  const subnetOfPod: (number | undefined)[] = []
  const hostOfPod: number[] = []

  function subnetOf(number: number, node: Node | undefined): number {
    const known = subnets[number]
    if (known !== undefined) return known
    const index = prefixes.length
    const cidr = /^(\d+\.\d+\.\d+)\.\d+\/24$/.exec(node?.spec?.podCIDR ?? '')?.[1]
    prefixes.push(`${cidr ?? `10.${(244 + (index >> 8)) & 255}.${index & 255}`}.`)
    latest.push(FIRST_HOST - 1)
    subnets[number] = index
    if (prefixes.length * WORDS > taken.length) {
      const larger = new Uint32Array(2 * taken.length)
      larger.set(taken)
      taken = larger
    }
    return index
  }

  const wordOf = (subnet: number, host: number) => subnet * WORDS + (host >> 5)
  const bitOf = (host: number) => 1 << (host & 31)

  return {
    assign(slot, number, node) {
      const subnet = subnetOf(number, node)
      let host = latest[subnet]!
      // A node with more pods than addresses gives one out twice, which nothing here minds.
      for (let tries = FIRST_HOST; tries <= LAST_HOST; tries++) {
        host = host >= LAST_HOST ? FIRST_HOST : host + 1
        if ((taken[wordOf(subnet, host)]! & bitOf(host)) === 0) break
      }
      latest[subnet] = host
      taken[wordOf(subnet, host)]! |= bitOf(host)
      subnetOfPod[slot] = subnet
      hostOfPod[slot] = host
      return prefixes[subnet]! + HOSTS[host]!
    },
    release(slot) {
      const subnet = subnetOfPod[slot]
      if (subnet === undefined) return
      subnetOfPod[slot] = undefined
      const host = hostOfPod[slot]!
      taken[wordOf(subnet, host)]! &= ~bitOf(host)
    },
  }
}
