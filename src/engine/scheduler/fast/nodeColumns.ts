import { allocatableOf } from '../../api/amounts.ts'
import type { Node, Pod, PodSpec } from '../../api/types.gen.ts'
import type { AmountColumns, Columns, CountRule } from '../fastPath.ts'
import type { NodeView, PodInfo, ResourceAmounts } from '../framework.ts'
import { isResized, loaded } from '../nodeView.ts'
import { priorityOf } from '../preemption/importance.ts'
import { createCount, type LiveCount } from './count.ts'
import { createLabelValues } from './labelValues.ts'
import { createNodeImages } from './nodeImages.ts'
import { createPodKinds, type KindMember, type PodKind } from './podKinds.ts'
import { createRefusals, type Refusal } from './refusals.ts'

/** Columns and the means to keep them up to date. */
export interface NodeColumns extends Columns {
  putNode(node: Node): void
  removeNode(name: string): void
  putPod(id: number, info: PodInfo, nodeName: string): void
  /**
   * The same for a pod on this node of which nothing that counts has changed: mostly it is the status alone.
   * @returns false = it is not such a pod
   */
  renewPod(id: number, pod: Pod, nodeName: string): boolean
  removePod(id: number): void
  slotOf(name: string): number
  nameOf(slot: number): string
  /** Names by slot. */
  readonly names: readonly string[]
  /** The readable view of a slot that has a node. */
  view(slot: number): NodeView
  /** Pods on a slot in order of arrival. */
  podsOn(slot: number): readonly Placed[]
  /** Counts the changes of what filters and scores see of a node with its pods, by slot. */
  readonly versions: Int32Array
  /** The same for the Node object alone. */
  readonly nodeVersions: Int32Array
  /** Counts every change of what is on a slot, also those that no filter and no score sees. */
  readonly contents: Int32Array
  /** Counts every change that could change an answer. */
  readonly stamp: number
  /** Counts the changes of Node objects among them. */
  readonly nodeStamp: number
  /** The slot that one of the latest changes was about, by the `nodeStamp` that it led to. */
  nodeChanged(stamp: number): number
  /** Learns what is peculiar to a pod that may be put on a node for a moment. */
  meet(pod: Pod): void
  /** Lets `ask` put pods on a slot and take pods from it; afterwards all is as it was. */
  experiment<T>(slot: number, ask: (bench: Bench) => T): T
  /** Of the pods on nodes; Infinity without any. */
  lowestPriority(): number
  refusals(): readonly Refusal[]
  /** Voids everything that was prepared. */
  reset(): void
  /** The counts that come into being while `prepare` runs. */
  countsOf(prepare: () => void): ReadonlySet<LiveCount>
  drop(counts: ReadonlySet<LiveCount>): void
}

/** A pod on a slot. */
export interface Placed extends KindMember {
  info: PodInfo
  kind: PodKind
}

/** What a pod adds to the columns of its node. */
interface Load {
  readonly requests: ResourceAmounts
  readonly columns: readonly AmountColumns[]
  readonly wanted: readonly number[]
}

/** A slot whose pods come and go for the sake of a question. */
export interface Bench {
  remove(pod: PodInfo): void
  add(pod: PodInfo): void
}

const FIRST_CAPACITY = 128
/** Changes of nodes that `nodeChanged` knows of. */
export const LATEST_NODES = 64

/** @param onReset is called when everything that was prepared with these columns is void */
export function createNodeColumns(onReset: () => void): NodeColumns {
  let capacity = FIRST_CAPACITY
  let versions = new Int32Array(capacity)
  let nodeVersions = new Int32Array(capacity)
  let contents = new Int32Array(capacity)
  let podCount = new Float64Array(capacity)
  let nonZero = { cpu: new Float64Array(capacity), memory: new Float64Array(capacity) }
  const amounts = new Map<string, AmountColumns>()
  /** Also nodes that are not known (yet, or any more) but have pods. */
  const slots = new Map<string, number>()
  const names: string[] = []
  const nodes: (Node | undefined)[] = []
  const allocatable: ResourceAmounts[] = []
  const free: number[] = []
  /** By the pods' ids. */
  const placed: (Placed | undefined)[] = []
  /** By slot, in order of arrival. */
  const podsOn: Placed[][] = []
  const views: (NodeView | undefined)[] = []
  const values = createLabelValues(nodes, capacity)
  const images = createNodeImages(nodes, capacity)
  const refusals = createRefusals()
  /** How many pods there are of which priority. */
  const priorities = new Map<number, { readonly priority: number; pods: number }>()
  let latestPriority: { readonly priority: number; pods: number } | undefined
  let latestLoad: Load | undefined
  let nodeCount = 0
  let stamp = 0
  let nodeStamp = 0
  const latestNodes = new Int32Array(LATEST_NODES)
  let counts = new Set<LiveCount>()
  let made = new Set<LiveCount>()
  const kinds = createPodKinds(reset)

  function reset(): void {
    stamp += 1
    counts = new Set()
    kinds.forgetCounts()
    onReset()
  }

  function grow(): void {
    capacity *= 2
    versions = grown(versions, new Int32Array(capacity))
    nodeVersions = grown(nodeVersions, new Int32Array(capacity))
    contents = grown(contents, new Int32Array(capacity))
    podCount = grown(podCount, new Float64Array(capacity))
    nonZero = {
      cpu: grown(nonZero.cpu, new Float64Array(capacity)),
      memory: grown(nonZero.memory, new Float64Array(capacity)),
    }
    for (const [resource, columns] of amounts) {
      amounts.set(resource, {
        allocatable: grown(columns.allocatable, new Float64Array(capacity)),
        requested: grown(columns.requested, new Float64Array(capacity)),
      })
    }
    latestLoad = undefined
    values.grow(capacity)
    images.grow(capacity)
    reset()
  }

  function slotFor(name: string): number {
    const known = slots.get(name)
    if (known !== undefined) return known
    const slot = free.pop() ?? names.length
    slots.set(name, slot)
    names[slot] = name
    nodes[slot] = undefined
    podsOn[slot] = []
    views[slot] = undefined
    allocatable[slot] = {}
    if (slot >= capacity) grow()
    return slot
  }

  /** Brings everything that a Node object decides up to date. */
  function setNode(slot: number, node: Node | undefined): void {
    const before = nodes[slot]
    nodes[slot] = node
    views[slot] = undefined
    contents[slot]! += 1
    if (before && node && looksTheSame(before, node)) return
    stamp += 1
    if (before?.status?.images !== node?.status?.images) images.set(slot, before, node)
    // Kubelets report images often, and no filter looks at them.
    if (before && node && looksTheSame(before, node, { but: 'images' })) return
    versions[slot]! += 1
    nodeVersions[slot]! += 1
    nodeStamp += 1
    latestNodes[nodeStamp % LATEST_NODES] = slot
    allocatable[slot] = node ? allocatableOf(node) : {}
    for (const [resource, columns] of amounts) {
      columns.allocatable[slot] = allocatable[slot]![resource] ?? 0
    }
    values.set(slot, before, node)
    for (const count of counts) settle(count, slot)
  }

  function settle(count: LiveCount, slot: number): void {
    const { key, includes, keyless } = count.rule
    const node = nodes[slot]
    if (key === undefined) return
    const counted = node !== undefined && (!includes || includes(node))
    let domain = counted ? values.of(key).column[slot]! : -1
    if (counted && domain < 0 && keyless) domain = values.numberOf(key, '')
    count.settle(slot, domain)
  }

  function load(pod: Placed, sign: 1 | -1): void {
    const { info, slot } = pod
    const { requests } = info
    if (requests !== latestLoad?.requests) latestLoad = loadOf(requests)
    const { columns, wanted } = latestLoad
    for (let k = 0; k < wanted.length; k++) columns[k]!.requested[slot]! += sign * wanted[k]!
    nonZero.cpu[slot]! += sign * info.nonZero.cpu
    nonZero.memory[slot]! += sign * info.nonZero.memory
    podCount[slot]! += sign
    versions[slot]! += 1
    contents[slot]! += 1
    stamp += 1
    views[slot] = undefined
    kinds.add(pod, sign)
    const priority = priorityOf(info.pod)
    if (priority !== latestPriority?.priority) {
      latestPriority = priorities.get(priority) ?? { priority, pods: 0 }
      priorities.set(priority, latestPriority)
    }
    latestPriority.pods += sign
  }

  /** Where requests are counted: pods of one template share them, and come one after the other. */
  function loadOf(requests: ResourceAmounts): Load {
    const columns: AmountColumns[] = []
    const wanted: number[] = []
    for (const resource in requests) {
      const known = amounts.get(resource)
      if (!known) continue
      columns.push(known)
      wanted.push(requests[resource]!)
    }
    return { requests, columns, wanted }
  }

  function removePod(id: number): void {
    const before = placed[id]
    if (!before) return
    placed[id] = undefined
    leave(before)
  }

  function leave(pod: Placed): void {
    const others = podsOn[pod.slot]!
    others.splice(others.indexOf(pod), 1)
    load(pod, -1)
    release(pod.slot)
  }

  /** A slot without a node and without pods is free for another node. */
  function release(slot: number): void {
    if (nodes[slot] || podCount[slot]! > 0 || names[slot] === '') return
    slots.delete(names[slot]!)
    names[slot] = ''
    free.push(slot)
  }

  return {
    get capacity() {
      return capacity
    },
    get versions() {
      return versions
    },
    get nodeVersions() {
      return nodeVersions
    },
    get contents() {
      return contents
    },
    get podCount() {
      return podCount
    },
    get nonZero() {
      return nonZero
    },
    get nodeCount() {
      return nodeCount
    },
    get stamp() {
      return stamp
    },
    get nodeStamp() {
      return nodeStamp
    },
    nodeChanged: (stamp) => latestNodes[stamp % LATEST_NODES]!,
    reset,
    lowestPriority() {
      let lowest = Number.POSITIVE_INFINITY
      for (const { priority, pods } of priorities.values()) {
        if (pods > 0) lowest = Math.min(lowest, priority)
      }
      return lowest
    },
    node: (slot) => nodes[slot],
    view(slot) {
      let view = views[slot]
      if (!view) {
        const infos = podsOn[slot]!.map(({ info }) => info)
        view = loaded(nodes[slot]!, allocatable[slot]!, infos)
        views[slot] = view
      }
      return view
    },
    podsOn: (slot) => podsOn[slot]!,
    meet: kinds.meet,
    experiment(slot, ask) {
      const before = podsOn[slot]!
      const kept = { view: views[slot], version: versions[slot]!, contents: contents[slot]!, stamp }
      podsOn[slot] = [...before]
      try {
        return ask({
          remove(info) {
            const pods = podsOn[slot]!
            const [pod] = pods.splice(
              pods.findLastIndex((each) => each.info === info),
              1,
            )
            load(pod!, -1)
          },
          add(info) {
            const pod = before.find((each) => each.info === info) ?? {
              info,
              slot,
              kind: kinds.of(info.pod),
              place: -1,
            }
            podsOn[slot]!.push(pod)
            load(pod, 1)
          },
        })
      } finally {
        for (const pod of podsOn[slot]!) if (!before.includes(pod)) load(pod, -1)
        for (const pod of before) if (!podsOn[slot]!.includes(pod)) load(pod, 1)
        podsOn[slot] = before
        views[slot] = kept.view
        versions[slot] = kept.version
        contents[slot] = kept.contents
        stamp = kept.stamp
      }
    },
    slotOf: (name) => slots.get(name) ?? -1,
    nameOf: (slot) => names[slot]!,
    names,
    values: (key) => values.of(key).column,
    valueNumber: values.numberOf,
    valuesBelow: (key) => values.of(key).ids.size,
    lacking: (key) => values.of(key).lacking,
    affinityKeys: () => kinds.affinityKeys,
    nodesWithImage: images.count,
    imageSizes: images.sizes,
    refusals: refusals.all,
    refusal: refusals.number,
    amounts(resource) {
      let known = amounts.get(resource)
      if (known) return known
      known = {
        allocatable: new Float64Array(capacity),
        requested: new Float64Array(capacity),
      }
      amounts.set(resource, known)
      latestLoad = undefined
      for (let slot = 0; slot < names.length; slot++) {
        known.allocatable[slot] = allocatable[slot]![resource] ?? 0
      }
      for (let slot = 0; slot < names.length; slot++) {
        for (const { info } of podsOn[slot]!) {
          known.requested[slot]! += info.requests[resource] ?? 0
        }
      }
      return known
    },
    count(rule: CountRule) {
      const count = createCount(rule, capacity)
      counts.add(count)
      made.add(count)
      kinds.follow(count)
      for (let slot = 0; slot < names.length; slot++) settle(count, slot)
      return count
    },
    countsOf(prepare) {
      made = new Set()
      prepare()
      return made
    },
    drop(gone) {
      for (const count of gone) counts.delete(count)
      kinds.drop(gone)
    },
    putNode(node) {
      const slot = slotFor(node.metadata?.name ?? '')
      if (!nodes[slot]) nodeCount += 1
      setNode(slot, node)
    },
    removeNode(name) {
      const slot = slots.get(name)
      if (slot === undefined || !nodes[slot]) return
      nodeCount -= 1
      setNode(slot, undefined)
      release(slot)
    },
    renewPod(id, pod, nodeName) {
      const before = placed[id]
      if (!before || names[before.slot] !== nodeName) return false
      const { info, slot } = before
      if (!isOnlyRestated(info.pod, pod)) return false
      before.info = { pod, requests: info.requests, nonZero: info.nonZero }
      views[slot] = undefined
      contents[slot]! += 1
      return true
    },
    putPod(id, info, nodeName) {
      const before = placed[id]
      const kind = kinds.of(info.pod)
      if (before && names[before.slot] === nodeName) {
        const { slot } = before
        const isSame = before.kind === kind && sameLoad(before.info, info)
        if (!isSame) load(before, -1)
        before.info = info
        before.kind = kind
        views[slot] = undefined
        contents[slot]! += 1
        if (!isSame) load(before, 1)
        return
      }
      const next: Placed = { info, slot: slotFor(nodeName), kind, place: -1 }
      if (before) leave(before)
      placed[id] = next
      podsOn[next.slot]!.push(next)
      load(next, 1)
    },
    removePod,
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** Most changes of a node are about its conditions, which no filter and no score looks at. */
function looksTheSame(a: Node, b: Node, { but }: { readonly but?: 'images' } = {}): boolean {
  return (
    a.metadata?.labels === b.metadata?.labels &&
    a.spec === b.spec &&
    a.status?.allocatable === b.status?.allocatable &&
    (but === 'images' || a.status?.images === b.status?.images)
  )
}

/** Whether two forms of a pod differ at most in status and node, and neither's status says what it requests. */
function isOnlyRestated(a: Pod, b: Pod): boolean {
  return (
    (a.spec === b.spec || sharesSpec(a.spec ?? NOTHING, b.spec ?? NOTHING)) &&
    a.metadata?.labels === b.metadata?.labels &&
    (a.metadata?.deletionTimestamp === undefined) ===
      (b.metadata?.deletionTimestamp === undefined) &&
    !isResized(a) &&
    !isResized(b)
  )
}

/** Whether two specs have in common all that columns, kinds and counts look at, by identity. */
function sharesSpec(a: Partial<PodSpec>, b: Partial<PodSpec>): boolean {
  return (
    a.containers === b.containers &&
    a.initContainers === b.initContainers &&
    a.volumes === b.volumes &&
    a.overhead === b.overhead &&
    a.resources === b.resources &&
    a.affinity === b.affinity &&
    a.priority === b.priority
  )
}

const NOTHING = {}

/** Most changes of a pod on a node are about its status, which nobody else looks at. */
function sameLoad(a: PodInfo, b: PodInfo): boolean {
  return (
    a.requests === b.requests &&
    a.nonZero === b.nonZero &&
    a.pod.spec?.containers === b.pod.spec?.containers &&
    a.pod.spec?.initContainers === b.pod.spec?.initContainers &&
    a.pod.spec?.volumes === b.pod.spec?.volumes
  )
}
