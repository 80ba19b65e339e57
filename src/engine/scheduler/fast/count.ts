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
  let things = 0
  const nodes: number[] = []
  let least = Number.POSITIVE_INFINITY
  let leastIsKnown = false

  function book(slot: number, domain: number, sign: 1 | -1): void {
    while (sums.length <= domain) {
      sums.push(0)
      nodes.push(0)
    }
    if (sign > 0 && nodes[domain] === 0) self.size += 1
    nodes[domain]! += sign
    if (nodes[domain] === 0) self.size -= 1
    sums[domain]! += sign * onNode[slot]!
    addThings(sign * thingsOnNode[slot]!)
    leastIsKnown = false
  }

  function addThings(more: number): void {
    things += more
    self.empty = things === 0
  }

  // Without accessors, which would make a hash table of it (see nodeColumns.ts).
  const self: Writable<LiveCount> = {
    rule,
    onNode,
    inDomain: (domain) => sums[domain] ?? 0,
    size: 0,
    empty: true,
    least() {
      if (leastIsKnown) return least
      least = Number.POSITIVE_INFINITY
      for (let domain = 0; domain < sums.length; domain++) {
        if (nodes[domain]! > 0 && sums[domain]! < least) least = sums[domain]!
      }
      leastIsKnown = true
      return least
    },
    add(slot, weight, more) {
      onNode[slot]! += weight
      if (thingsOnNode !== onNode) thingsOnNode[slot]! += more
      if (!domains) return
      const domain = domains[slot]!
      if (domain < 0) return
      sums[domain]! += weight
      addThings(more)
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
  return self
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
