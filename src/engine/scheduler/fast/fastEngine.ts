import type { Pod } from '../../api/types.gen.ts'
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
import { createNodeColumns } from './nodeColumns.ts'
import { refusalBy } from './nodeFacts.ts'
import { createNominees } from './nominees.ts'
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
 * @param readableUpTo with so many nodes, or fewer, every pod is decided the readable way
 */
export function fastEngine(facts: ClusterFacts, readableUpTo = 0): FastEngine {
  const tree = createNodeTree<number>()
  const columns = createNodeColumns(forgetAll)
  const nominees = createNominees(columns)
  /** What plugins may know of the cluster when they prepare a template. */
  const blind: ClusterView = {
    ...(facts.namespaceLabels && { namespaceLabels: facts.namespaceLabels }),
    ...(facts.groupSelectors && { groupSelectors: facts.groupSelectors }),
    kubernetesMinor: facts.kubernetesMinor,
    storage: facts.storage,
    nodes: [],
  }
  let prepared = new WeakMap<RunnableProfile, Prepared>()
  let spare: TemplateColumns[] = []
  /** The latest pod that was decided about: it is the next one to be put on a node, mostly. */
  let latest: PodInfo | undefined
  let order: NodeOrder | undefined
  let list: { readonly nodes: readonly NodeView[]; readonly edition: number } | undefined
  /** Counts every change of nodes and pods. */
  let edition = 0
  let space = workspace(columns.capacity)
  let fastDecisions = 0
  let readableDecisions = 0

  function forget(template: Template): void {
    if (template.counts.size > 0) columns.drop(template.counts)
    if (template.own) spare.push(template.own)
  }

  function forgetAll(): void {
    spare = []
    order = undefined
    prepared = new WeakMap()
  }

  function listNodes(): readonly NodeView[] {
    if (list?.edition !== edition) {
      const nodes = Array.from(nodeOrder().slots, (slot) => columns.view(slot))
      list = { nodes, edition }
    }
    return list.nodes
  }

  function cluster(): ClusterView {
    return {
      ...(facts.namespaceLabels && { namespaceLabels: facts.namespaceLabels }),
      ...(facts.groupSelectors && { groupSelectors: facts.groupSelectors }),
      kubernetesMinor: facts.kubernetesMinor,
      storage: facts.storage,
      get disruptionBudgets() {
        return facts.disruptionBudgets
      },
      get nodes() {
        return listNodes()
      },
      node: nodeNamed,
      nodeCount: columns.nodeCount,
      lowestPriority: columns.lowestPriority(),
    }
  }

  /** The same, always as things stand, for the time of a decision. */
  const live: ClusterView = {
    ...blind,
    get disruptionBudgets() {
      return facts.disruptionBudgets
    },
    get nodes() {
      return listNodes()
    },
    node: nodeNamed,
    get nodeCount() {
      return columns.nodeCount
    },
    get lowestPriority() {
      return columns.lowestPriority()
    },
  }

  function nodeNamed(name: string): NodeView | undefined {
    const slot = columns.slotOf(name)
    return slot < 0 || !columns.node(slot) ? undefined : columns.view(slot)
  }

  function nodeOrder(): NodeOrder {
    if (order) return order
    // Not by Array.from, which takes ten times as long for typed arrays.
    const slots = new Int32Array(tree.list())
    const positions = new Int32Array(columns.capacity)
    for (let position = 0; position < slots.length; position++) {
      positions[slots[position]!] = position
    }
    order = { slots, positions }
    if (space.feasible.length < columns.capacity) space = workspace(columns.capacity)
    return order
  }

  function prepare(profile: RunnableProfile): Prepared {
    const nothing = {
      plan: planOf(profile),
      index: createTemplateIndex(forget),
      nodeFacts: new Map(),
    }
    prepared.set(profile, nothing)
    return nothing
  }

  /** What is prepared for a pod; undefined = it takes the readable way. */
  function templateOf(info: PodInfo, profile: RunnableProfile): Template | undefined {
    const group = facts.groupSelectors?.(info.pod) ?? []
    for (;;) {
      const all = prepared.get(profile) ?? prepare(profile)
      const known = all.index.find(info.pod, group)
      if (known) return known.template
      const template = createTemplate(info, all.plan, blind, columns, all.nodeFacts)
      all.index.add(template)
      // Preparing a template may show that everything that was prepared before is void.
      if (prepared.get(profile) === all) return template
    }
  }

  function askAgain(template: Template, info: PodInfo): Asked {
    if (template.asked.length === 0) return NOTHING_ASKED
    const view = cluster()
    const runs: ActiveFilter[] = []
    const filters: PlacedFilter[] = []
    for (const { position, plugin } of template.asked) {
      const run = plugin.begin(info, view)
      runs.push({ name: plugin.name, run })
      if (!run.filter) continue
      filters.push({ position, filter: (slot) => refusalBy(columns, plugin.name, run, slot) })
    }
    return { runs, filters }
  }

  function decideFast(
    info: PodInfo,
    template: Template,
    rules: CycleRules,
    start: CycleStart,
    nominated: Nominated,
  ): Decision {
    const order = nodeOrder()
    const nodes = order.slots.length
    const only = restricted(template.only, order, columns)
    const slots = only?.slots ?? order.slots
    const asked = askAgain(template, info)
    const { maxTotal: greatest } = rules.profile

    const refused = asked.runs.length > 0 ? preFilter(asked.runs) : undefined
    if (refused) {
      const failed = {
        rejections: new Map<string, Rejection>(),
        absent: refused.rejection,
        preFilterRejected: true,
        rejectedBy: new Set(refused.plugins),
      }
      const refusal = refuse(info, cluster(), rules, failed, nominated)
      const next = { index: start.index % nodes, last: start.last }
      const tried = { verdicts: NO_VERDICTS, candidates: [], maxTotal: greatest, nodes }
      return { record: { ...tried, examined: nodes, ...recordOf(refusal) }, refusal, next }
    }

    if (!template.own && template.looked >= nodes) {
      template.own = templateColumns(columns.capacity, spare.pop())
    }
    const marks = nominees.mark(nominated)
    const active = activeFilters(template)
    const wide =
      asked.filters.length === 0
        ? active
        : [...active, ...asked.filters].sort((a, b) => a.position - b.position)
    const search: Search = {
      order,
      slots,
      wide,
      marks,
      beside: marks ? besideOthers(template, nominated, active) : besideNobody,
    }

    const promised = promisedSlot(info, template, slots, order)
    if (promised >= 0 && isFeasible(promised, template, search)) {
      const selected = columns.nameOf(promised)
      const bindings = bindingsOn(promised, asked)
      const next = { index: start.index % nodes, last: order.positions[promised]! }
      const cycle = { verdicts: NO_VERDICTS, candidates: [selected], maxTotal: greatest, nodes }
      const record = { ...cycle, examined: 1, selected, nominated: selected }
      return { record, selected, bindings, next }
    }

    // Nothing has changed since a pod of this template fitted nowhere: neither does this one.
    const isKept = template.asked.length === 0 && (!marks || nominated.all !== undefined)
    const memo = template.failure
    const isTrue = memo?.stamp === columns.stamp && memo.order === order && memo.slots === slots
    const beside = marks ? nominated.all : undefined
    let earlier = isKept && isTrue && memo.all === beside ? memo : undefined
    if (earlier && beside) {
      earlier = failureBeside(earlier, template, columns, search, space, nominated)
    }
    const found = earlier
      ? foundNothing(nodes, slots.length, start)
      : fastCycle(template, columns, search, rules, start, space)
    const { selected, candidates, equals, next } = found
    const examined = found.examined + (nodes - slots.length)
    const maxTotal = found.maxTotal ?? greatest
    const verdicts = NO_VERDICTS
    if (selected !== undefined) {
      const bindings =
        asked.runs.length > 0 ? bindingsOn(columns.slotOf(selected), asked) : undefined
      // Written out: spreading one object into another takes longer than the search.
      const record = { verdicts, candidates, equals, maxTotal, nodes, examined, selected }
      return { record, selected, bindings, next }
    }
    const cycle = { verdicts, candidates, maxTotal, nodes, examined }
    const promises = marks ? nominated : NO_PROMISES
    const failure =
      earlier ?? failedSearch(template, columns, search, space, only?.plugins, memo, promises)
    template.failure = isKept ? failure : undefined
    const view = live
    // What is begun anew asks the cluster, in which nobody has left.
    const trials =
      template.asked.length === 0
        ? trialsOf(info, template, columns, nominees, nominated, failure, view, active)
        : undefined
    const refusal = refuse(info, view, rules, failure.failed, nominated, trials)
    return { record: { ...cycle, ...recordOf(refusal) }, refusal, next }
  }

  /** Made here, so that a decision without promises need not keep what it works with for it. */
  function besideOthers(
    template: Template,
    nominated: Nominated,
    active: readonly PlacedFilter[],
  ): Search['beside'] {
    return (slot) => refusalBeside(slot, template, nominated, active)
  }

  /** The refusal of a slot that also holds what is nominated to it; 0 = none. */
  function refusalBeside(
    slot: number,
    template: Template,
    nominated: Nominated,
    active: readonly PlacedFilter[],
  ): number {
    const ask = () =>
      nominees.askBeside(slot, nominated, () => fullRefusal(template, columns, slot), active)
    // What other nodes' pods decide may be different the next time.
    if (template.wideFilters.length > 0) return ask()
    template.beside ??= createSlotMemo()
    const others = nominees.at(slot, nominated)
    return template.beside.get(slot, columns.versions[slot]!, others, ask)
  }

  /** Whether a single slot takes the pod. */
  function isFeasible(slot: number, template: Template, search: Search): boolean {
    const { order } = search
    makeTrue(template, columns, order.slots, order.positions[slot]!, 1, order, space)
    return takes(search, ownRefusal(template.own ?? space.scratch, columns, slot), slot)
  }

  /** Wide filters that refuse something as things stand. */
  function activeFilters({ wideFilters }: Template): readonly PlacedFilter[] {
    if (wideFilters.length === 0) return wideFilters
    return wideFilters.filter(({ preFilter }) => preFilter?.() !== 'Skip')
  }

  /** The slot on which a pod was promised a place, if the pod may go there at all; -1 = none. */
  function promisedSlot(
    { pod }: PodInfo,
    { only }: Template,
    slots: Int32Array,
    order: NodeOrder,
  ): number {
    const name = pod.status?.nominatedNodeName
    const slot = name ? columns.slotOf(name) : -1
    if (slot < 0 || !columns.node(slot)) return -1
    if (only && !slots.includes(slot)) return -1
    return order.slots[order.positions[slot]!] === slot ? slot : -1
  }

  function bindingsOn(slot: number, { runs }: Asked) {
    for (const { run } of runs) {
      const bindings = run.bindings?.(columns.view(slot))
      if (bindings) return bindings
    }
    return undefined
  }

  return {
    cluster,
    nodes: listNodes,
    names: () => namesIn(nodeOrder(), columns),
    node: nodeNamed,
    get nodeCount() {
      return columns.nodeCount
    },
    get fastDecisions() {
      return fastDecisions
    },
    get readableDecisions() {
      return readableDecisions
    },
    putNode(node) {
      const name = node.metadata?.name ?? ''
      const slot = columns.slotOf(name)
      const before = slot < 0 ? undefined : columns.node(slot)
      if (!before || tree.moves(before, node)) order = undefined
      columns.putNode(node)
      if (before) tree.update(before, node, slot)
      else tree.add(node, columns.slotOf(name))
      edition += 1
    },
    removeNode(name) {
      const slot = columns.slotOf(name)
      const known = slot < 0 ? undefined : columns.node(slot)
      if (!known) return
      tree.remove(known, slot)
      order = undefined
      columns.removeNode(name)
      edition += 1
    },
    putPod(id: number, pod: Pod, nodeName: string) {
      edition += 1
      if (columns.renewPod(id, pod, nodeName)) return
      columns.putPod(id, latest?.pod === pod ? latest : podInfo(pod), nodeName)
    },
    removePod(id) {
      columns.removePod(id)
      edition += 1
    },
    note(change) {
      // Terms between pods may select namespaces by their labels.
      if (change.kind === 'Namespace') columns.reset()
    },
    decide(info, rules, start, nominated, explained = false) {
      latest = info
      let template: Template | undefined
      if (!explained && columns.nodeCount > readableUpTo) {
        // Pods that are counted for a moment may have topology keys that nobody has had.
        if (nominated.size > 0) nominees.meet(nominated)
        template = templateOf(info, rules.profile)
        // What is begun anew asks the cluster, which nominated pods are not in.
        if (template && template.asked.length > 0 && nominated.size > 0) template = undefined
      }
      if (!template) {
        readableDecisions += 1
        return decide(info, cluster(), rules, start, nominated)
      }
      fastDecisions += 1
      return decideFast(info, template, rules, start, nominated)
    },
  }
}
