import type { Pod } from '../../api/types.gen.ts'
import { type Decision, recordOf, refuse } from '../decide.ts'
import { type ClusterFacts, readableEngine, type SchedulingEngine } from '../engine.ts'
import type { ClusterView, PodInfo, RejectedGroup, Rejection } from '../framework.ts'
import { podInfo } from '../nodeView.ts'
import type { RunnableProfile } from '../profile.ts'
import type { CycleRules, CycleStart } from '../schedulingCycle.ts'
import { fastCycle, firstRefusal, foundNothing, type NodeOrder, workspace } from './fastCycle.ts'
import { createNodeColumns } from './nodeColumns.ts'
import {
  createTemplate,
  type KnownNodeFacts,
  type Template,
  type TemplateColumns,
} from './template.ts'
import { createTemplateIndex, type TemplateIndex } from './templateIndex.ts'

/** A fast engine that says how often it was one. */
export interface FastEngine extends SchedulingEngine {
  readonly fastDecisions: number
  readonly readableDecisions: number
}

interface Failure {
  readonly stamp: number
  readonly order: NodeOrder
  readonly failed: Parameters<typeof refuse>[3]
}

/**
 * The same decisions as `readableEngine`, in time that hardly depends on the number of nodes: what
 * plugins answer about a node is kept per template of pods until the node changes. Its decisions
 * carry no verdicts; pods that a plugin knows no fast form for, and pods with nominations about, are
 * decided by the readable engine, verdicts and all.
 * @param readableUpTo with so many nodes, or fewer, every pod is decided the readable way
 */
export function fastEngine(facts: ClusterFacts, readableUpTo = 0): FastEngine {
  const readable = readableEngine(facts)
  const columns = createNodeColumns(forgetAll)
  const view = (slot: number) => readable.node(columns.nameOf(slot))!
  let nodeFacts: KnownNodeFacts = new Map()
  let indexes = new WeakMap<RunnableProfile, TemplateIndex>()
  let spare: TemplateColumns[] = []
  /** The latest search of a template that found no node, and when that was. */
  const failures = new WeakMap<Template, Failure>()
  let order: NodeOrder | undefined
  let space = workspace(0)
  let fastDecisions = 0
  let readableDecisions = 0

  function forget(template: Template): void {
    if (template.counts.size > 0) columns.drop(template.counts)
    spare.push(template)
  }

  function forgetAll(): void {
    spare = []
    nodeFacts = new Map()
    indexes = new WeakMap()
  }

  function nodeOrder(): NodeOrder {
    const names = readable.names()
    if (order?.names === names) return order
    order = { names, slots: Int32Array.from(names, (name) => columns.slotOf(name)) }
    if (names.length > space.feasible.length) space = workspace(2 * names.length)
    return order
  }

  /** What is prepared for a pod; undefined = it takes the readable way. */
  function templateOf(info: PodInfo, profile: RunnableProfile): Template | undefined {
    const group = facts.groupSelectors?.(info.pod) ?? []
    for (;;) {
      const index: TemplateIndex = indexes.get(profile) ?? createTemplateIndex(forget)
      indexes.set(profile, index)
      const template = index.get(info.pod, group, () =>
        createTemplate(info, profile, { ...facts, nodes: [] }, columns, view, nodeFacts, spare),
      )
      // Preparing a template may show that everything that was prepared before is void.
      if (indexes.get(profile) === index) return template
    }
  }

  function decideFast(
    info: PodInfo,
    template: Template,
    rules: CycleRules,
    start: CycleStart,
  ): Decision {
    const order = nodeOrder()
    const nodes = order.slots.length
    // Nothing has changed since a pod of this template fitted nowhere: neither does this one.
    const earlier = failures.get(template)
    const isKnown = earlier?.stamp === columns.stamp && earlier.order === order
    const found = isKnown
      ? foundNothing(nodes, start)
      : fastCycle(template, columns, order, rules, start, space)
    const { selected, candidates, examined, next } = found
    const maxTotal = found.maxTotal ?? rules.profile.maxTotal
    const record = { verdicts: [], candidates, maxTotal, nodes, examined }
    if (selected !== undefined) return { record: { ...record, selected }, selected, next }
    const failed = isKnown ? earlier.failed : failedSearch(template, order)
    failures.set(template, { stamp: columns.stamp, order, failed })
    const cluster: ClusterView = {
      ...readable.cluster(),
      lowestPriority: columns.lowestPriority(),
    }
    const refusal = refuse(info, cluster, rules, failed, new Map())
    return { record: { ...record, ...recordOf(refusal) }, refusal, next }
  }

  /** Why no node is feasible; every slot of the order has just been looked at. */
  function failedSearch(template: Template, { slots }: NodeOrder): Failure['failed'] {
    const counted = new Int32Array(columns.refusals().length)
    for (const slot of slots) {
      const refusal = firstRefusal(template, slot)
      counted[refusal]! += 1
    }
    const groups: RejectedGroup[] = []
    const rejectedBy = new Set<string>()
    columns.refusals().forEach(({ plugin, rejection }, number) => {
      const nodes = counted[number] ?? 0
      if (nodes === 0) return
      groups.push({ rejection, nodes })
      rejectedBy.add(plugin)
    })
    const rejectionAt = (slot: number): Rejection =>
      columns.refusals()[firstRefusal(template, slot)]!.rejection
    const rejections = {
      size: slots.length,
      get(name: string) {
        const slot = columns.slotOf(name)
        return slot < 0 ? undefined : rejectionAt(slot)
      },
      values: () => Array.from(slots, rejectionAt).values(),
    }
    return { rejections, groups, rejectedBy, preFilterRejected: false }
  }

  return {
    ...readable,
    get nodeCount() {
      return readable.nodeCount
    },
    get fastDecisions() {
      return fastDecisions
    },
    get readableDecisions() {
      return readableDecisions
    },
    putNode(node) {
      readable.putNode(node)
      columns.putNode(node)
    },
    removeNode(name) {
      readable.removeNode(name)
      columns.removeNode(name)
    },
    putPod(pod: Pod, nodeName: string) {
      readable.putPod(pod, nodeName)
      columns.putPod(podInfo(pod), nodeName)
    },
    removePod(uid) {
      readable.removePod(uid)
      columns.removePod(uid)
    },
    note(change) {
      // Terms between pods may select namespaces by their labels.
      if (change.kind === 'Namespace') columns.reset()
    },
    decide(info, rules, start, nominated, explained = false) {
      const plain = !explained && nominated.size === 0 && !info.pod.status?.nominatedNodeName
      const template =
        plain && readable.nodeCount > readableUpTo ? templateOf(info, rules.profile) : undefined
      if (template) fastDecisions += 1
      else readableDecisions += 1
      return template
        ? decideFast(info, template, rules, start)
        : readable.decide(info, rules, start, nominated)
    },
  }
}
