import type { Count, CountRule } from '../fastPath.ts'

/** A `Count` and the means to keep it up to date; whoever knows nodes and pods calls them. */
export interface LiveCount extends Count {
  readonly rule: CountRule
  /** So many pods more (or fewer) of this weight on a node. */
  add(slot: number, weight: number, things: number): void
  /** A node came, went or changed: `domain` is where it counts now, -1 = nowhere. */
  settle(slot: number, domain: number): void
}

/** Counts of nothing yet, for slots below `capacity`, none of which counts anywhere. */
export function createCount(rule: CountRule, capacity: number): LiveCount {
  const onNode = new Int32Array(capacity)
  const thingsOnNode = rule.things ? new Int32Array(capacity) : onNode
  /** The domain that a slot counts for; -1 = none. */
  const domains = rule.key === undefined ? undefined : new Int32Array(capacity).fill(-1)
  /** By domain. */
  const sums: number[] = []
  const nodes: number[] = []
  let things = 0
  let size = 0
  let least = Number.POSITIVE_INFINITY
  let leastIsKnown = false

  function book(slot: number, domain: number, sign: 1 | -1): void {
    while (sums.length <= domain) {
      sums.push(0)
      nodes.push(0)
    }
    if (sign > 0 && nodes[domain] === 0) size += 1
    nodes[domain]! += sign
    if (nodes[domain] === 0) size -= 1
    sums[domain]! += sign * onNode[slot]!
    things += sign * thingsOnNode[slot]!
    leastIsKnown = false
  }

  return {
    rule,
    onNode,
    inDomain: (domain) => sums[domain] ?? 0,
    get size() {
      return size
    },
    least() {
      if (leastIsKnown) return least
      least = Number.POSITIVE_INFINITY
      for (let domain = 0; domain < sums.length; domain++) {
        if (nodes[domain]! > 0 && sums[domain]! < least) least = sums[domain]!
      }
      leastIsKnown = true
      return least
    },
    get empty() {
      return things === 0
    },
    add(slot, weight, more) {
      onNode[slot]! += weight
      if (thingsOnNode !== onNode) thingsOnNode[slot]! += more
      if (!domains) return
      const domain = domains[slot]!
      if (domain < 0) return
      sums[domain]! += weight
      things += more
      leastIsKnown = false
    },
    settle(slot, domain) {
      if (!domains) return
      const before = domains[slot]!
      if (before >= 0) book(slot, before, -1)
      domains[slot] = domain
      if (domain >= 0) book(slot, domain, 1)
    },
  }
}
