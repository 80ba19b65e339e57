import { allocatableOf } from '../../api/amounts.ts'
import type { Node, Pod, PodSpec } from '../../api/types.gen.ts'
import type { AmountColumns, Columns, CountRule } from '../fastPath.ts'
import type { NodeView, PodInfo, Rejection, ResourceAmounts } from '../framework.ts'
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
  /** Counts every change of `versions`. */
  readonly changes: number
  /** The slot that one of the latest changes was about, by the value that `changes` had before it. */
  changed(change: number): number
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

/** A pod on a slot, as plugins see it, and its kind: one object, since there are so many. */
export interface Placed extends PodInfo, KindMember {
  pod: Pod
  requests: PodInfo['requests']
  nonZero: PodInfo['nonZero']
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

/** Changes that `changed` knows of; a power of two. */
export const LATEST_CHANGES = 1_024

/** @param onReset is called when everything that was prepared with these columns is void */
export const createNodeColumns = (onReset: () => void): NodeColumns => new Table(onReset)

/*
 * A class, as every part of the engine that is used for every pod: methods outlive an engine, and so does the
 * code that was made of them when they were found to be hot. Functions inside of a function are made anew, and
 * an object literal with accessors is a hash table to V8.
 */
class Table implements NodeColumns {
  capacity = FIRST_CAPACITY
  versions = new Int32Array(FIRST_CAPACITY)
  nodeVersions = new Int32Array(FIRST_CAPACITY)
  contents = new Int32Array(FIRST_CAPACITY)
  podCount = new Float64Array(FIRST_CAPACITY)
  nonZero = {
    cpu: new Float64Array(FIRST_CAPACITY),
    memory: new Float64Array(FIRST_CAPACITY),
  }
  nodeCount = 0
  stamp = 0
  nodeStamp = 0
  changes = 0
  readonly names: string[] = []
  /** The node that a pod has been given is the one it is put on next. */
  #latestNamed = -1
  readonly #onReset: () => void
  readonly #amounts = new Map<string, AmountColumns>()
  /** Also nodes that are not known (yet, or any more) but have pods. */
  readonly #slots = new Map<string, number>()
  readonly #nodes: (Node | undefined)[] = []
  readonly #allocatable: ResourceAmounts[] = []
  readonly #free: number[] = []
  /** By the pods' ids. */
  readonly #placed: (Placed | undefined)[] = []
  /** By slot, in order of arrival. */
  readonly #podsOn: Placed[][] = []
  readonly #views: (NodeView | undefined)[] = []
  readonly #values = createLabelValues(this.#nodes, FIRST_CAPACITY)
  readonly #images = createNodeImages(this.#nodes, FIRST_CAPACITY)
  readonly #refusals = createRefusals()
  /** How many pods there are of which priority. */
  readonly #priorities = new Map<number, { readonly priority: number; pods: number }>()
  #latestPriority: { readonly priority: number; pods: number } | undefined
  #latestLoad: Load | undefined
  readonly #latestNodes = new Int32Array(LATEST_NODES)
  readonly #latestChanges = new Int32Array(LATEST_CHANGES)
  /** What is changed now will be as it was before anybody looks again. */
  #isExperiment = false
  #counts = new Set<LiveCount>()
  #made = new Set<LiveCount>()
  readonly #kinds = createPodKinds(() => this.reset())

  constructor(onReset: () => void) {
    this.#onReset = onReset
  }

  reset(): void {
    this.stamp += 1
    this.#counts = new Set()
    this.#kinds.forgetCounts()
    this.#onReset()
  }

  #grow(): void {
    this.capacity *= 2
    this.versions = grown(this.versions, new Int32Array(this.capacity))
    this.nodeVersions = grown(this.nodeVersions, new Int32Array(this.capacity))
    this.contents = grown(this.contents, new Int32Array(this.capacity))
    this.podCount = grown(this.podCount, new Float64Array(this.capacity))
    this.nonZero = {
      cpu: grown(this.nonZero.cpu, new Float64Array(this.capacity)),
      memory: grown(this.nonZero.memory, new Float64Array(this.capacity)),
    }
    for (const [resource, columns] of this.#amounts) {
      this.#amounts.set(resource, {
        allocatable: grown(columns.allocatable, new Float64Array(this.capacity)),
        requested: grown(columns.requested, new Float64Array(this.capacity)),
      })
    }
    this.#latestLoad = undefined
    this.#values.grow(this.capacity)
    this.#images.grow(this.capacity)
    this.reset()
  }

  #slotFor(name: string): number {
    const known = this.names[this.#latestNamed] === name ? this.#latestNamed : this.#slots.get(name)
    if (known !== undefined) return known
    const slot = this.#free.pop() ?? this.names.length
    this.#slots.set(name, slot)
    this.names[slot] = name
    this.#nodes[slot] = undefined
    this.#podsOn[slot] = []
    this.#views[slot] = undefined
    this.#allocatable[slot] = {}
    if (slot >= this.capacity) this.#grow()
    return slot
  }

  #noteChange(slot: number): void {
    this.versions[slot]! += 1
    if (this.#isExperiment) return
    this.#latestChanges[this.changes & (LATEST_CHANGES - 1)] = slot
    this.changes += 1
  }

  /** Brings everything that a Node object decides up to date. */
  #setNode(slot: number, node: Node | undefined): void {
    const before = this.#nodes[slot]
    this.#nodes[slot] = node
    this.#views[slot] = undefined
    this.contents[slot]! += 1
    if (before && node && looksTheSame(before, node)) return
    this.stamp += 1
    if (before?.status?.images !== node?.status?.images) this.#images.set(slot, before, node)
    // Kubelets report images often, and no filter looks at them.
    if (before && node && looksTheSame(before, node, { but: 'images' })) return
    this.#noteChange(slot)
    this.nodeVersions[slot]! += 1
    this.nodeStamp += 1
    this.#latestNodes[this.nodeStamp % LATEST_NODES] = slot
    this.#allocatable[slot] = node ? allocatableOf(node) : {}
    for (const [resource, columns] of this.#amounts) {
      columns.allocatable[slot] = this.#allocatable[slot]![resource] ?? 0
    }
    this.#values.set(slot, before, node)
    for (const count of this.#counts) this.#settle(count, slot)
  }

  #settle(count: LiveCount, slot: number): void {
    const { key, includes, keyless } = count.rule
    const node = this.#nodes[slot]
    if (key === undefined) return
    const counted = node !== undefined && (!includes || includes(node))
    let domain = counted ? this.#values.of(key).column[slot]! : -1
    if (counted && domain < 0 && keyless) domain = this.#values.numberOf(key, '')
    count.settle(slot, domain)
  }

  #load(pod: Placed, sign: 1 | -1): void {
    const { slot, requests, nonZero } = pod
    if (requests !== this.#latestLoad?.requests) this.#latestLoad = this.#loadOf(requests)
    const { columns, wanted } = this.#latestLoad
    for (let k = 0; k < wanted.length; k++) columns[k]!.requested[slot]! += sign * wanted[k]!
    this.nonZero.cpu[slot]! += sign * nonZero.cpu
    this.nonZero.memory[slot]! += sign * nonZero.memory
    this.podCount[slot]! += sign
    this.#noteChange(slot)
    this.contents[slot]! += 1
    this.stamp += 1
    this.#views[slot] = undefined
    this.#kinds.add(pod, sign)
    const priority = priorityOf(pod.pod)
    if (priority !== this.#latestPriority?.priority) {
      this.#latestPriority = this.#priorities.get(priority) ?? { priority, pods: 0 }
      this.#priorities.set(priority, this.#latestPriority)
    }
    this.#latestPriority.pods += sign
  }

  /** Where requests are counted: pods of one template share them, and come one after the other. */
  #loadOf(requests: ResourceAmounts): Load {
    const columns: AmountColumns[] = []
    const wanted: number[] = []
    for (const resource in requests) {
      const known = this.#amounts.get(resource)
      if (!known) continue
      columns.push(known)
      wanted.push(requests[resource]!)
    }
    return { requests, columns, wanted }
  }

  removePod(id: number): void {
    const before = this.#placed[id]
    if (!before) return
    this.#placed[id] = undefined
    this.#leave(before)
  }

  #leave(pod: Placed): void {
    const others = this.#podsOn[pod.slot]!
    others.splice(others.indexOf(pod), 1)
    this.#load(pod, -1)
    this.#release(pod.slot)
  }

  /** A slot without a node and without pods is free for another node. */
  #release(slot: number): void {
    if (this.#nodes[slot] || this.podCount[slot]! > 0 || this.names[slot] === '') return
    this.#slots.delete(this.names[slot]!)
    this.names[slot] = ''
    if (slot === this.#latestNamed) this.#latestNamed = -1
    this.#free.push(slot)
  }

  changed(change: number): number {
    return this.#latestChanges[change & (LATEST_CHANGES - 1)]!
  }

  nodeChanged(stamp: number): number {
    return this.#latestNodes[stamp % LATEST_NODES]!
  }

  lowestPriority(): number {
    let lowest = Number.POSITIVE_INFINITY
    for (const { priority, pods } of this.#priorities.values()) {
      if (pods > 0) lowest = Math.min(lowest, priority)
    }
    return lowest
  }

  node(slot: number): Node | undefined {
    return this.#nodes[slot]
  }

  view(slot: number): NodeView {
    let view = this.#views[slot]
    if (!view) {
      view = loaded(this.#nodes[slot]!, this.#allocatable[slot]!, [...this.#podsOn[slot]!])
      this.#views[slot] = view
    }
    return view
  }

  podsOn(slot: number): readonly Placed[] {
    return this.#podsOn[slot]!
  }

  meet(pod: Pod): void {
    this.#kinds.meet(pod)
  }

  experiment<T>(slot: number, ask: (bench: Bench) => T): T {
    const before = this.#podsOn[slot]!
    const kept = {
      view: this.#views[slot],
      version: this.versions[slot]!,
      contents: this.contents[slot]!,
      stamp: this.stamp,
    }
    this.#podsOn[slot] = [...before]
    this.#isExperiment = true
    try {
      return ask({
        remove: (info) => {
          const pods = this.#podsOn[slot]!
          const [pod] = pods.splice(
            pods.findLastIndex((each) => each.pod === info.pod),
            1,
          )
          this.#load(pod!, -1)
        },
        add: (info) => {
          const known = before.find((each) => each.pod === info.pod)
          const pod = known ?? placedPod(info, slot, this.#kinds.of(info.pod))
          this.#podsOn[slot]!.push(pod)
          this.#load(pod, 1)
        },
      })
    } finally {
      for (const pod of this.#podsOn[slot]!) if (!before.includes(pod)) this.#load(pod, -1)
      for (const pod of before) if (!this.#podsOn[slot]!.includes(pod)) this.#load(pod, 1)
      this.#podsOn[slot] = before
      this.#views[slot] = kept.view
      this.versions[slot] = kept.version
      this.contents[slot] = kept.contents
      this.stamp = kept.stamp
      this.#isExperiment = false
    }
  }

  slotOf(name: string): number {
    return this.#slots.get(name) ?? -1
  }

  nameOf(slot: number): string {
    this.#latestNamed = slot
    return this.names[slot]!
  }

  values(key: string): Int32Array {
    return this.#values.of(key).column
  }

  valueNumber(key: string, value: string): number {
    return this.#values.numberOf(key, value)
  }

  valuesBelow(key: string): number {
    return this.#values.of(key).ids.size
  }

  lacking(key: string): number {
    return this.#values.of(key).lacking
  }

  affinityKeys(): ReadonlySet<string> {
    return this.#kinds.affinityKeys
  }

  nodesWithImage(name: string): number {
    return this.#images.count(name)
  }

  imageSizes(name: string): Float64Array {
    return this.#images.sizes(name)
  }

  refusals(): readonly Refusal[] {
    return this.#refusals.all()
  }

  refusal(plugin: string, rejection: Rejection): number {
    return this.#refusals.number(plugin, rejection)
  }

  amounts(resource: string): AmountColumns {
    let known = this.#amounts.get(resource)
    if (known) return known
    known = {
      allocatable: new Float64Array(this.capacity),
      requested: new Float64Array(this.capacity),
    }
    this.#amounts.set(resource, known)
    this.#latestLoad = undefined
    for (let slot = 0; slot < this.names.length; slot++) {
      known.allocatable[slot] = this.#allocatable[slot]![resource] ?? 0
    }
    for (let slot = 0; slot < this.names.length; slot++) {
      for (const { requests } of this.#podsOn[slot]!) {
        known.requested[slot]! += requests[resource] ?? 0
      }
    }
    return known
  }

  count(rule: CountRule): LiveCount {
    const count = createCount(rule, this.capacity)
    this.#counts.add(count)
    this.#made.add(count)
    this.#kinds.follow(count)
    for (let slot = 0; slot < this.names.length; slot++) this.#settle(count, slot)
    return count
  }

  countsOf(prepare: () => void): ReadonlySet<LiveCount> {
    this.#made = new Set()
    prepare()
    return this.#made
  }

  drop(gone: ReadonlySet<LiveCount>): void {
    for (const count of gone) this.#counts.delete(count)
    this.#kinds.drop(gone)
  }

  putNode(node: Node): void {
    const slot = this.#slotFor(node.metadata?.name ?? '')
    if (!this.#nodes[slot]) this.nodeCount += 1
    this.#setNode(slot, node)
  }

  removeNode(name: string): void {
    const slot = this.#slots.get(name)
    if (slot === undefined || !this.#nodes[slot]) return
    this.nodeCount -= 1
    this.#setNode(slot, undefined)
    this.#release(slot)
  }

  renewPod(id: number, pod: Pod, nodeName: string): boolean {
    const before = this.#placed[id]
    if (!before || this.names[before.slot] !== nodeName) return false
    if (!isOnlyRestated(before.pod, pod)) return false
    const { slot } = before
    before.pod = pod
    this.#views[slot] = undefined
    this.contents[slot]! += 1
    return true
  }

  putPod(id: number, info: PodInfo, nodeName: string): void {
    const before = this.#placed[id]
    const kind = this.#kinds.of(info.pod)
    if (before && this.names[before.slot] === nodeName) {
      const { slot } = before
      const isSame = before.kind === kind && sameLoad(before, info)
      if (!isSame) this.#load(before, -1)
      before.pod = info.pod
      before.requests = info.requests
      before.nonZero = info.nonZero
      before.kind = kind
      this.#views[slot] = undefined
      this.contents[slot]! += 1
      if (!isSame) this.#load(before, 1)
      return
    }
    const next = placedPod(info, this.#slotFor(nodeName), kind)
    if (before) this.#leave(before)
    this.#placed[id] = next
    this.#podsOn[next.slot]!.push(next)
    this.#load(next, 1)
  }
}

function placedPod({ pod, requests, nonZero }: PodInfo, slot: number, kind: PodKind): Placed {
  return { pod, requests, nonZero, slot, kind, place: -1 }
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
