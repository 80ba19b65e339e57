import type { Node, Pod } from '../../api/types.gen.ts'
import type { Change } from '../../store/store.ts'
import { type Decision, decide, recordOf, refuse } from '../decide.ts'
import type { ClusterFacts, SchedulingEngine } from '../engine.ts'
import { preFilter } from '../filterNodes.ts'
import type { ActiveFilter, Nominated } from '../fitCheck.ts'
import type { ClusterView, NodeView, PodInfo, Rejection } from '../framework.ts'
import { createNodeTree } from '../nodeTree.ts'
import { podInfo } from '../nodeView.ts'
import type { RunnableProfile } from '../profile.ts'
import type { CycleRules, CycleStart } from '../schedulingCycle.ts'
import { failedSearch, failureBeside, restricted } from './failure.ts'
import { fastCycle, foundNothing, namesIn, takes } from './fastCycle.ts'
import { createNodeColumns, type NodeColumns } from './nodeColumns.ts'
import { refusalBy } from './nodeFacts.ts'
import { createNominees } from './nominees.ts'
import { Pictures } from './pictures.ts'
import { type Plan, planOf } from './plan.ts'
import { makeTrue, type NodeOrder, ownRefusal, type Search, workspace } from './search.ts'
import { createSlotMemo } from './slotMemo.ts'
import {
  createTemplate,
  type KnownNodeFacts,
  type PlacedFilter,
  type Template,
  type TemplateColumns,
  templateColumns,
} from './template.ts'
import { createTemplateIndex, type TemplateIndex } from './templateIndex.ts'
import { fullRefusal, trialsOf } from './trials.ts'

/** A fast engine that says how often it was one. */
export interface FastEngine extends SchedulingEngine {
  readonly fastDecisions: number
  readonly readableDecisions: number
  /** How many of the fast decisions were made by blocks (see blocks.ts). */
  readonly blockDecisions: number
  /** How many of these told slots apart by a value. */
  readonly valueDecisions: number
  /** How many of the fast decisions found the best nodes while they looked at them. */
  readonly fusedDecisions: number
  /** How many of the fast decisions looked for reasons only where something had changed. */
  readonly patchedFailures: number
}

/** What is prepared for the pods of one profile. */
interface Prepared {
  readonly plan: Plan
  readonly index: TemplateIndex
  readonly nodeFacts: KnownNodeFacts
}

/** What plugins that are begun anew for every pod say about one. */
interface Asked {
  readonly filters: readonly PlacedFilter[]
  readonly runs: readonly ActiveFilter[]
}

const NOTHING_ASKED: Asked = { filters: [], runs: [] }
const NO_PROMISES: Nominated = new Map()
const besideNobody = () => 0
const NO_VERDICTS: Decision['record']['verdicts'] = []

/**
 * The same decisions as `readableEngine`, in time that hardly depends on the number of nodes: what
 * plugins answer about a node is kept per template of pods until the node changes. Its decisions
 * carry no verdicts; pods that a plugin knows no fast form for are decided the readable way, verdicts
 * and all.
 * @param seenUpTo with so many nodes, or fewer, decisions say what they were made on
 */
export const fastEngine = (facts: ClusterFacts, seenUpTo = 0): FastEngine =>
  new Engine(facts, seenUpTo)

/** A class for the sake of speed, see nodeColumns.ts. */
class Engine implements FastEngine {
  fastDecisions = 0
  readableDecisions = 0
  blockDecisions = 0
  valueDecisions = 0
  fusedDecisions = 0
  patchedFailures = 0
  nodeCount = 0
  readonly #facts: ClusterFacts
  readonly #seenUpTo: number
  readonly #tree = createNodeTree<number>()
  readonly #columns: NodeColumns = createNodeColumns(() => this.#forgetAll())
  readonly #nominees = createNominees(this.#columns)
  readonly #pictures: Pictures
  /** What plugins may know of the cluster when they prepare a template. */
  readonly #blind: ClusterView
  /** The same with everything else as it stands, for the time of a decision. */
  readonly #live: ClusterView
  #prepared = new WeakMap<RunnableProfile, Prepared>()
  #spare: TemplateColumns[] = []
  /** The latest pod that was decided about: it is the next one to be put on a node, mostly. */
  #latest: PodInfo | undefined
  #order: NodeOrder | undefined
  #list: { readonly nodes: readonly NodeView[]; readonly edition: number } | undefined
  /** Counts every change of nodes and pods. */
  #edition = 0
  #space = workspace(this.#columns.capacity)

  constructor(facts: ClusterFacts, seenUpTo: number) {
    this.#facts = facts
    this.#seenUpTo = seenUpTo
    this.#pictures = new Pictures(this.#columns, facts)
    this.#blind = {
      ...(facts.namespaceLabels && { namespaceLabels: facts.namespaceLabels }),
      ...(facts.groupSelectors && { groupSelectors: facts.groupSelectors }),
      kubernetesMinor: facts.kubernetesMinor,
      storage: facts.storage,
      nodes: [],
    }
    this.#live = viewOf(this.#blind, facts, this, this.#columns)
  }

  #forget(template: Template): void {
    if (template.counts.size > 0) this.#columns.drop(template.counts)
    if (template.own) this.#spare.push(template.own)
  }

  #forgetAll(): void {
    this.#spare = []
    this.#order = undefined
    this.#prepared = new WeakMap()
  }

  nodes(): readonly NodeView[] {
    if (this.#list?.edition !== this.#edition) {
      const nodes = Array.from(this.#nodeOrder().slots, (slot) => this.#columns.view(slot))
      this.#list = { nodes, edition: this.#edition }
    }
    return this.#list.nodes
  }

  /** Good also when it is called alone. */
  readonly cluster = (): ClusterView => {
    const { nodeCount } = this.#columns
    const lowestPriority = this.#columns.lowestPriority()
    return viewOf(this.#blind, this.#facts, this, {
      nodeCount,
      lowestPriority: () => lowestPriority,
    })
  }

  node(name: string): NodeView | undefined {
    const slot = this.#columns.slotOf(name)
    return slot < 0 || !this.#columns.node(slot) ? undefined : this.#columns.view(slot)
  }

  #nodeOrder(): NodeOrder {
    if (this.#order) return this.#order
    // Not by Array.from, which takes ten times as long for typed arrays.
    const slots = new Int32Array(this.#tree.list())
    const positions = new Int32Array(this.#columns.capacity)
    for (let position = 0; position < slots.length; position++) {
      positions[slots[position]!] = position
    }
    this.#order = { slots, positions }
    if (this.#space.feasible.length < this.#columns.capacity)
      this.#space = workspace(this.#columns.capacity)
    return this.#order
  }

  #prepare(profile: RunnableProfile): Prepared {
    const nothing = {
      plan: planOf(profile),
      index: createTemplateIndex(this.#columns.capacity, (template) => this.#forget(template)),
      nodeFacts: new Map(),
    }
    this.#prepared.set(profile, nothing)
    return nothing
  }

  /** What is prepared for a pod; undefined = it takes the readable way. */
  #templateOf(info: PodInfo, profile: RunnableProfile): Template | undefined {
    const group = this.#facts.groupSelectors?.(info.pod) ?? []
    for (;;) {
      const all = this.#prepared.get(profile) ?? this.#prepare(profile)
      const known = all.index.find(info.pod, group)
      if (known) return known.template
      const template = createTemplate(info, all.plan, this.#blind, this.#columns, all.nodeFacts)
      all.index.add(template)
      // Preparing a template may show that everything that was prepared before is void.
      if (this.#prepared.get(profile) === all) return template
    }
  }

  #askAgain(template: Template, info: PodInfo): Asked {
    if (template.asked.length === 0) return NOTHING_ASKED
    const view = this.cluster()
    const runs: ActiveFilter[] = []
    const filters: PlacedFilter[] = []
    for (const { position, plugin } of template.asked) {
      const run = plugin.begin(info, view)
      runs.push({ name: plugin.name, run })
      if (!run.filter) continue
      const filter = (slot: number) => refusalBy(this.#columns, plugin.name, run, slot)
      filters.push({ position, run: { filter } })
    }
    return { runs, filters }
  }

  #decideFast(
    info: PodInfo,
    template: Template,
    rules: CycleRules,
    start: CycleStart,
    nominated: Nominated,
  ): Decision {
    const order = this.#nodeOrder()
    const nodes = order.slots.length
    const only = restricted(template.only, order, this.#columns)
    const slots = only?.slots ?? order.slots
    const asked = this.#askAgain(template, info)
    const { maxTotal: greatest } = rules.profile

    const refused = asked.runs.length > 0 ? preFilter(asked.runs) : undefined
    if (refused) {
      const failed = {
        rejections: new Map<string, Rejection>(),
        absent: refused.rejection,
        preFilterRejected: true,
        rejectedBy: new Set(refused.plugins),
      }
      const refusal = refuse(info, this.cluster(), rules, failed, nominated)
      const next = { index: start.index % nodes, last: start.last }
      const tried = { verdicts: NO_VERDICTS, candidates: [], maxTotal: greatest, nodes }
      return { record: { ...tried, examined: nodes, ...recordOf(refusal) }, refusal, next }
    }

    if (!template.own && template.looked >= nodes) {
      template.own = templateColumns(this.#columns.capacity, this.#spare.pop())
    }
    const marks = this.#nominees.mark(nominated)
    const active = this.#activeFilters(template)
    const wide =
      asked.filters.length === 0
        ? active
        : [...active, ...asked.filters].sort((a, b) => a.position - b.position)
    const search: Search = {
      order,
      slots,
      wide,
      marks,
      beside: marks ? this.#besideOthers(template, nominated, active) : besideNobody,
    }

    const promised = this.#promisedSlot(info, template, slots, order)
    if (promised >= 0 && this.#isFeasible(promised, template, search)) {
      const selected = this.#columns.nameOf(promised)
      const bindings = this.#bindingsOn(promised, asked)
      const next = { index: start.index % nodes, last: order.positions[promised]! }
      const cycle = { verdicts: NO_VERDICTS, candidates: [selected], maxTotal: greatest, nodes }
      const record = { ...cycle, examined: 1, selected, nominated: selected }
      return { record, selected, bindings, next }
    }

    // Nothing has changed since a pod of this template fitted nowhere: neither does this one.
    const isKept = template.asked.length === 0 && (!marks || nominated.all !== undefined)
    const memo = template.failure
    const isTrue =
      memo?.stamp === this.#columns.stamp && memo.order === order && memo.slots === slots
    const beside = marks ? nominated.all : undefined
    let earlier = isKept && isTrue && memo.all === beside ? memo : undefined
    if (earlier && beside) {
      earlier = failureBeside(earlier, template, this.#columns, search, this.#space, nominated)
    }
    const found = earlier
      ? foundNothing(nodes, slots.length, start)
      : fastCycle(template, this.#columns, search, rules, start, this.#space)
    if (found.byBlocks) this.blockDecisions += 1
    if (found.isFused) this.fusedDecisions += 1
    if (found.byBlocks === 'apart') this.valueDecisions += 1
    const { selected, candidates, equals, next } = found
    const examined = found.examined + (nodes - slots.length)
    const maxTotal = found.maxTotal ?? greatest
    const verdicts = NO_VERDICTS
    if (selected !== undefined) {
      const bindings =
        asked.runs.length > 0 ? this.#bindingsOn(this.#columns.slotOf(selected), asked) : undefined
      // Written out: spreading one object into another takes longer than the search.
      const record = { verdicts, candidates, equals, maxTotal, nodes, examined, selected }
      return { record, selected, bindings, next }
    }
    const cycle = { verdicts, candidates, maxTotal, nodes, examined }
    const promises = marks ? nominated : NO_PROMISES
    const failure =
      earlier ??
      failedSearch(template, this.#columns, search, this.#space, only?.plugins, memo, promises)
    if (!earlier && failure.isPatched) this.patchedFailures += 1
    template.failure = isKept ? failure : undefined
    const view = this.#live
    // What is begun anew asks the cluster, in which nobody has left.
    const trials =
      template.asked.length === 0
        ? trialsOf(info, template, this.#columns, this.#nominees, nominated, failure, view, active)
        : undefined
    const refusal = refuse(info, view, rules, failure.failed, nominated, trials)
    return { record: { ...cycle, ...recordOf(refusal) }, refusal, next }
  }

  /** Made here, so that a decision without promises need not keep what it works with for it. */
  #besideOthers(
    template: Template,
    nominated: Nominated,
    active: readonly PlacedFilter[],
  ): Search['beside'] {
    return (slot) => this.#refusalBeside(slot, template, nominated, active)
  }

  /** The refusal of a slot that also holds what is nominated to it; 0 = none. */
  #refusalBeside(
    slot: number,
    template: Template,
    nominated: Nominated,
    active: readonly PlacedFilter[],
  ): number {
    const ask = () =>
      this.#nominees.askBeside(
        slot,
        nominated,
        () => fullRefusal(template, this.#columns, slot),
        active,
      )
    // What other nodes' pods decide may be different the next time.
    if (template.wideFilters.length > 0) return ask()
    template.beside ??= createSlotMemo()
    const others = this.#nominees.at(slot, nominated)
    return template.beside.get(slot, this.#columns.versions[slot]!, others, ask)
  }

  /** Whether a single slot takes the pod. */
  #isFeasible(slot: number, template: Template, search: Search): boolean {
    const { order } = search
    makeTrue(template, this.#columns, order.slots, order.positions[slot]!, 1, order, this.#space)
    return takes(search, ownRefusal(template.own ?? this.#space.scratch, this.#columns, slot), slot)
  }

  /** Wide filters that refuse something as things stand. */
  #activeFilters({ wideFilters }: Template): readonly PlacedFilter[] {
    if (wideFilters.length === 0) return wideFilters
    return wideFilters.filter(({ run }) => run.preFilter?.() !== 'Skip')
  }

  /** The slot on which a pod was promised a place, if the pod may go there at all; -1 = none. */
  #promisedSlot({ pod }: PodInfo, { only }: Template, slots: Int32Array, order: NodeOrder): number {
    const name = pod.status?.nominatedNodeName
    const slot = name ? this.#columns.slotOf(name) : -1
    if (slot < 0 || !this.#columns.node(slot)) return -1
    if (only && !slots.includes(slot)) return -1
    return order.slots[order.positions[slot]!] === slot ? slot : -1
  }

  #bindingsOn(slot: number, { runs }: Asked) {
    for (const { run } of runs) {
      const bindings = run.bindings?.(this.#columns.view(slot))
      if (bindings) return bindings
    }
    return undefined
  }

  names(): string[] {
    return namesIn(this.#nodeOrder(), this.#columns)
  }

  putNode(node: Node): void {
    const name = node.metadata?.name ?? ''
    const slot = this.#columns.slotOf(name)
    const before = slot < 0 ? undefined : this.#columns.node(slot)
    if (!before || this.#tree.moves(before, node)) this.#order = undefined
    this.#columns.putNode(node)
    this.nodeCount = this.#columns.nodeCount
    if (before) this.#tree.update(before, node, slot)
    else this.#tree.add(node, this.#columns.slotOf(name))
    this.#edition += 1
  }

  removeNode(name: string): void {
    const slot = this.#columns.slotOf(name)
    const known = slot < 0 ? undefined : this.#columns.node(slot)
    if (!known) return
    this.#tree.remove(known, slot)
    this.#order = undefined
    this.#columns.removeNode(name)
    this.nodeCount = this.#columns.nodeCount
    this.#edition += 1
  }

  putPod(id: number, pod: Pod, nodeName: string): void {
    this.#edition += 1
    if (this.#columns.renewPod(id, pod, nodeName)) return
    this.#columns.putPod(id, this.#latest?.pod === pod ? this.#latest : podInfo(pod), nodeName)
  }

  removePod(id: number): void {
    this.#columns.removePod(id)
    this.#edition += 1
  }

  note(change: Change): void {
    // Terms between pods may select namespaces by their labels.
    if (change.kind !== 'Namespace') return
    this.#columns.reset()
    this.#pictures.noteNamespace()
  }

  decide(
    info: PodInfo,
    rules: CycleRules,
    start: CycleStart,
    nominated: Nominated,
    explained = false,
  ): Decision {
    this.#latest = info
    const isSeen = this.#columns.nodeCount <= this.#seenUpTo
    let template: Template | undefined
    if (!explained && this.#columns.nodeCount > 0) {
      // Pods that are counted for a moment may have topology keys that nobody has had.
      if (nominated.size > 0) this.#nominees.meet(nominated)
      template = this.#templateOf(info, rules.profile)
      // What is begun anew asks the cluster, which nominated pods are not in, and volumes, which no picture shows.
      if (template && template.asked.length > 0 && (isSeen || nominated.size > 0)) {
        template = undefined
      }
    }
    if (!template) {
      this.readableDecisions += 1
      return decide(info, this.cluster(), rules, start, nominated)
    }
    this.fastDecisions += 1
    const decision = this.#decideFast(info, template, rules, start, nominated)
    return isSeen ? { ...decision, seen: this.#pictures.take(this.#nodeOrder(), info) } : decision
  }
}

/** What plugins see of a cluster that always is as it stands. */
function viewOf(
  blind: ClusterView,
  facts: ClusterFacts,
  engine: Pick<FastEngine, 'nodes' | 'node'>,
  columns: Pick<NodeColumns, 'nodeCount' | 'lowestPriority'>,
): ClusterView {
  return {
    ...blind,
    get disruptionBudgets() {
      return facts.disruptionBudgets
    },
    get nodes() {
      return engine.nodes()
    },
    node: (name) => engine.node(name),
    get nodeCount() {
      return columns.nodeCount
    },
    get lowestPriority() {
      return columns.lowestPriority()
    },
  }
}
