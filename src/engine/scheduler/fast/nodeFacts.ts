import type { Node } from '../../api/types.gen.ts'
import type { FastAnswer, KeptRun } from '../fastPath.ts'
import { restrictNodes } from '../filterNodes.ts'
import type { ActiveFilter } from '../fitCheck.ts'
import type { ClusterView, NodeView, PluginRun, PodInfo } from '../framework.ts'
import { LATEST_NODES, type NodeColumns } from './nodeColumns.ts'
import type { Plan } from './plan.ts'

/** A score that depends on the Node object alone, normalised over the feasible nodes. */
export interface NodeScorer {
  readonly weight: number
  readonly normalizes: 'upwards' | 'reversed' | undefined
  /** By slot, as the plugin says it. */
  readonly raw: Float64Array
  /** The greatest that has been seen so far; 0 = all alike. */
  greatest: number
}

/**
 * What is known about nodes for pods of a kind as far as their Node objects alone decide it. Pods
 * with the same signs for all plugins share it.
 */
export interface NodeFacts {
  /** The number of the refusal by slot; 0 = none. */
  readonly refusals: Int32Array
  /** Position of the refusing plugin among the profile's filters. */
  readonly positions: Int32Array
  /** The only nodes that PreFilter leaves. */
  readonly only: ReturnType<typeof restrictNodes>
  readonly scorers: readonly NodeScorer[]
  /** Sum of their weights. */
  readonly weights: number
  /** The node's version that this is about, by slot. */
  readonly seen: Int32Array
  readonly ask: (slot: number) => void
  /** Slots that are refused, as far as they have been asked about. */
  closed: number
  /** A slot that no node is in any more. */
  readonly leave: (slot: number) => void
  /** How many nodes have been looked up here. */
  looked: number
  /** True = no node refuses such pods, as of `stamp` (see `NodeColumns.nodeStamp`). */
  open: boolean
  stamp: number
}

/**
 * Makes the facts true for these slots. Says whether all of them are known to be open, so that nothing
 * needs to be looked up.
 * @param all every slot that has a node
 */
export function factsAreOpen(
  facts: NodeFacts,
  columns: NodeColumns,
  slots: Int32Array,
  count: number,
  all: Int32Array,
): boolean {
  const { nodeStamp, nodeVersions } = columns
  if (facts.stamp === nodeStamp) {
    // Everything is known already.
    return facts.open
  }
  const { seen, ask } = facts
  if (facts.stamp >= 0 && nodeStamp - facts.stamp <= LATEST_NODES) {
    while (facts.stamp < nodeStamp) {
      facts.stamp += 1
      const slot = columns.nodeChanged(facts.stamp)
      if (columns.node(slot)) ask(slot)
      else facts.leave(slot)
      seen[slot] = nodeVersions[slot]!
    }
    facts.open = facts.closed === 0
    return facts.open
  }
  facts.looked += count
  // Looking at all of them pays once most have been looked at one by one.
  const isWorthIt = facts.looked >= all.length
  const asked = isWorthIt ? all : slots
  const last = isWorthIt ? all.length : count
  for (let i = 0; i < last; i++) {
    const slot = asked[i]!
    if (seen[slot] === nodeVersions[slot]) continue
    ask(slot)
    seen[slot] = nodeVersions[slot]!
  }
  if (!isWorthIt) return false
  facts.stamp = nodeStamp
  for (let slot = 0; slot < seen.length; slot++) if (!columns.node(slot)) facts.leave(slot)
  facts.open = facts.closed === 0
  return facts.open
}

/** Kinds that are remembered beside those that templates hold. */
const MOST_KNOWN = 64

/**
 * Those that are known already for the same signs, or new ones. `false` = what PreFilter says, or what is
 * asked of all nodes at once, has to be said the readable way.
 * @param answers by place in the plan
 */
export function nodeFactsFor(
  pod: PodInfo,
  plan: Plan,
  answers: readonly FastAnswer[],
  cluster: ClusterView,
  columns: NodeColumns,
  known: Map<string, NodeFacts | false>,
): NodeFacts | false {
  const signs = answers.map((found) => (isByNode(found) ? found.sign : 0))
  const sign = JSON.stringify(signs)
  const before = known.get(sign)
  if (before !== undefined) return before
  const facts = createNodeFacts(pod, plan, answers, cluster, columns)
  known.set(sign, facts)
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value!)
  return facts
}

const isByNode = (found: FastAnswer): found is KeptRun & { readonly kept: true } =>
  typeof found === 'object' && 'kept' in found && found.by === 'node'

function createNodeFacts(
  pod: PodInfo,
  { plugins, filters: filterPlaces, scores }: Plan,
  answers: readonly FastAnswer[],
  cluster: ClusterView,
  columns: NodeColumns,
): NodeFacts | false {
  const runs = plugins.map((plugin, place) =>
    isByNode(answers[place]) ? plugin.begin(pod, cluster) : undefined,
  )
  if (runs.some((run) => run && !isAskedByNode(run))) return false
  const { capacity } = columns
  const refusals = new Int32Array(capacity)
  const positions = new Int32Array(capacity)
  const restricting: ActiveFilter[] = []
  const filters: { readonly name: string; readonly run: PluginRun; readonly position: number }[] =
    []
  filterPlaces.forEach((place, position) => {
    const run = runs[place]
    const { name } = plugins[place]!
    if (run?.onlyNodes) restricting.push({ name, run })
    if (run?.filter) filters.push({ name, run, position })
  })
  const scorers = scores.flatMap(({ place, weight }) => {
    const found = answers[place]
    const run = runs[place]
    if (!run?.score || !isByNode(found)) return []
    const { normalizes } = found
    const scorer: NodeScorer = { weight, normalizes, raw: new Float64Array(capacity), greatest: 0 }
    return [{ run, scorer }]
  })
  const only = restrictNodes(restricting)
  if (only?.names.size === 0) return false
  const facts: NodeFacts = {
    refusals,
    positions,
    only,
    scorers: scorers.map(({ scorer }) => scorer),
    weights: scorers.reduce((sum, { scorer }) => sum + scorer.weight, 0),
    seen: new Int32Array(capacity).fill(-1),
    looked: 0,
    open: false,
    stamp: -1,
    closed: 0,
    leave(slot) {
      if (refusals[slot] !== 0) facts.closed -= 1
      refusals[slot] = 0
    },
    ask(slot) {
      facts.leave(slot)
      // Nobody who answers by the Node object looks at the pods on it.
      const view = bareView(columns.node(slot)!)
      for (let k = 0; k < filters.length; k++) {
        const { name, run, position } = filters[k]!
        const rejection = run.filter!(view)
        if (!rejection) continue
        refusals[slot] = columns.refusal(name, rejection)
        positions[slot] = position
        facts.closed += 1
        break
      }
      for (let k = 0; k < scorers.length; k++) {
        const { run, scorer } = scorers[k]!
        const raw = run.score!(view)
        scorer.raw[slot] = raw
        if (raw > scorer.greatest) scorer.greatest = raw
      }
    },
  }
  return facts
}

const NOTHING = {}
const NOBODY: NodeView['pods'] = []
const NO_REQUESTS = { cpu: 0, memory: 0 }

/** As much of a view as does not depend on the pods on the node, nor on what there is to have. */
const bareView = (node: Node): NodeView => ({
  node,
  name: node.metadata?.name ?? '',
  allocatable: NOTHING,
  requested: NOTHING,
  nonZeroRequested: NO_REQUESTS,
  pods: NOBODY,
  podsWithAffinity: NOBODY,
})

/** Whether a readable run can be asked node by node. */
export const isAskedByNode = (run: PluginRun): boolean =>
  !run.preFilter && !run.preScore && !run.bindings && run.scoreError === undefined

/** The number by which a readable run says no about a slot; 0 = it does not. */
export function refusalBy(
  columns: NodeColumns,
  plugin: string,
  run: PluginRun,
  slot: number,
): number {
  const rejection = run.filter?.(columns.view(slot))
  return rejection ? columns.refusal(plugin, rejection) : 0
}
