import type { Node, Pod } from '../api/types.gen.ts'
import { uidOf } from '../store/identity.ts'

/** Addresses of the pods of all nodes: a /24 for each node, out of 10.244.0.0/16 and beyond. */
export interface PodNetwork {
  /** A free address on the pod's node, the next one after the latest that was given. */
  assign(pod: Pod, node: Node | undefined): string
  release(pod: Pod): void
}

/** .0 is the net, .1 the node's own bridge, .255 the broadcast address. */
const FIRST_HOST = 2
const LAST_HOST = 254

export function createPodNetwork(): PodNetwork {
  const prefixes = new Map<string, string>()
  const latest = new Map<string, number>()
  const byPod = new Map<string, string>()
  const taken = new Set<string>()

  function prefixOf(nodeName: string, node: Node | undefined): string {
    let prefix = prefixes.get(nodeName)
    if (prefix === undefined) {
      const index = prefixes.size
      const given = /^(\d+\.\d+\.\d+)\.\d+\/24$/.exec(node?.spec?.podCIDR ?? '')?.[1]
      prefix = given ?? `10.${(244 + (index >> 8)) & 255}.${index & 255}`
      prefixes.set(nodeName, prefix)
    }
    return prefix
  }

  return {
    assign(pod, node) {
      const nodeName = pod.spec?.nodeName ?? ''
      const prefix = prefixOf(nodeName, node)
      let host = latest.get(nodeName) ?? FIRST_HOST - 1
      for (let tries = FIRST_HOST; tries <= LAST_HOST; tries++) {
        host = host >= LAST_HOST ? FIRST_HOST : host + 1
        if (!taken.has(`${prefix}.${host}`)) break
      }
      const address = `${prefix}.${host}`
      latest.set(nodeName, host)
      taken.add(address)
      byPod.set(uidOf(pod), address)
      return address
    },
    release(pod) {
      const address = byPod.get(uidOf(pod))
      if (address === undefined) return
      byPod.delete(uidOf(pod))
      taken.delete(address)
    },
  }
}
