import type { Random } from '../sim/random.ts'
import type { NodeVerdict } from './attempt.ts'
import { type FilterResult, filterNodes } from './filterNodes.ts'
import { type Nominated, rejectionBesideNominated } from './fitCheck.ts'
import type { ClusterView, NodeView, PluginRun, PodInfo, VolumeBindings } from './framework.ts'
import { type PickRule, pickNode } from './pickRule.ts'
import type { RunnableProfile } from './profile.ts'
import type { ConfiguredPlugin } from './registry.ts'
import { bestHosts, type ScoreResult, scoreNodes } from './scoreNodes.ts'

/** What decides a cycle beside the pod and the cluster. */
export interface CycleRules {
  readonly profile: RunnableProfile
  readonly pick: PickRule
  readonly random: Random
}

/** Where in the list of nodes the scheduler stands from one cycle to the next. */
export interface CycleStart {
  /** Upstream's nextStartNodeIndex: where the search for feasible nodes begins. */
  readonly index: number
  /** Where the last pod went; for next fit. */
  readonly last: number
}

/** The outcome of one scheduling cycle, before anything is written anywhere. */
export interface CycleResult {
  readonly verdicts: readonly NodeVerdict[]
  readonly filtered: FilterResult
  /** Absent when no node is feasible. */
  readonly selected?: string
  readonly candidates: readonly string[]
  readonly maxTotal: number
  /** What the pod's claims get on the selected node. */
  readonly bindings?: VolumeBindings
  readonly next: CycleStart
}

/**
 * One pod against one snapshot (SCHEDULER.md section 3): PreFilter and Filter, and when several
 * nodes are left, scores and a choice. A single feasible node is taken without scoring. Changes
 * nothing but the random stream.
 * @throws ScoreError when a score plugin fails
 */
export function schedulingCycle(
  pod: PodInfo,
  cluster: ClusterView,
  rules: CycleRules,
  start: CycleStart,
  nominated: Nominated = new Map(),
): CycleResult {
  const begin = onceEach(pod, cluster)
  const { profile } = rules
  const filters = profile.filters.map((plugin) => ({ name: plugin.name, run: begin(plugin) }))
  const percentage = profile.percentageOfNodesToScore
  const nominations = {
    node: pod.pod.status?.nominatedNodeName,
    beside: (node: NodeView) =>
      rejectionBesideNominated(pod, node, cluster, profile.filters, nominated),
  }
  const firstWins = rules.pick.by === 'score' && profile.scores.length === 0
  const filtered = filterNodes(cluster, filters, start.index, percentage, nominations, firstWins)
  const { feasible } = filtered
  const scored = score(feasible, profile, begin)
  const maxTotal = scored?.maxTotal ?? profile.maxTotal
  const index = (start.index + filtered.examined) % Math.max(1, cluster.nodes.length)
  if (feasible.length === 0) {
    const { verdicts } = filtered
    return { verdicts, filtered, candidates: [], maxTotal, next: { index, last: start.last } }
  }

  const all = cluster.nodes.map(({ name }) => name)
  const names = feasible.map(({ name }) => name)
  const best = scored
    ? bestHosts(scored.nodes.map(({ total }, i) => ({ name: names[i]!, score: total })))
    : names
  const choice = { feasible: names, best, all, last: start.last }
  const { selected, candidates } = pickNode(rules.pick, choice, rules.random)
  const verdicts = scored ? withScores(filtered.verdicts, names, scored) : filtered.verdicts
  const next = { index, last: all.indexOf(selected) }
  const node = feasible.find(({ name }) => name === selected)!
  const bindings = filters.map(({ run }) => run.bindings?.(node)).find(Boolean)
  return { verdicts, filtered, selected, candidates, maxTotal, bindings, next }
}

/** Undefined when there is nothing to compare, or nothing to compare by. */
function score(
  feasible: readonly NodeView[],
  profile: RunnableProfile,
  begin: (plugin: ConfiguredPlugin) => PluginRun,
): ScoreResult | undefined {
  if (feasible.length <= 1 || profile.scores.length === 0) return undefined
  const plugins = profile.scores.map(({ plugin, weight }) => ({
    name: plugin.name,
    weight,
    run: begin(plugin),
  }))
  return scoreNodes(feasible, plugins)
}

/** The verdicts with the scores of the nodes that have some; `names` is in the scores' order. */
function withScores(
  verdicts: readonly NodeVerdict[],
  names: readonly string[],
  scored: ScoreResult,
): readonly NodeVerdict[] {
  const byName = new Map(scored.nodes.map((node, i) => [names[i]!, node]))
  return verdicts.map((verdict) => {
    const node = byName.get(verdict.node)
    return node ? { node: verdict.node, passed: verdict.passed, ...node } : verdict
  })
}

/** Starts each plugin at its first use, and only once, although it may filter and score. */
function onceEach(pod: PodInfo, cluster: ClusterView) {
  const runs = new Map<string, PluginRun>()
  return (plugin: ConfiguredPlugin): PluginRun => {
    const known = runs.get(plugin.name)
    if (known) return known
    const run = plugin.begin(pod, cluster)
    runs.set(plugin.name, run)
    return run
  }
}
