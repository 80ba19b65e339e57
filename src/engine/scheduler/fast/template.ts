import type { Pod } from '../../api/types.gen.ts'
import type { FastAnswer, FastRun, Slots } from '../fastPath.ts'
import { restrictNodes } from '../filterNodes.ts'
import type { ActiveFilter } from '../fitCheck.ts'
import type { Candidate, ClusterView, PluginRun, PodInfo, Rejection } from '../framework.ts'
import type { RunnableProfile } from '../profile.ts'
import type { ConfiguredPlugin } from '../registry.ts'
import type { LiveCount } from './count.ts'
import type { NodeColumns } from './nodeColumns.ts'
import { type NodeFacts, nodeFactsFor, refusalBy } from './nodeFacts.ts'

/** What a template keeps by slot. */
export interface TemplateColumns {
  /** The version of the slot that this is about, its complement where the template's filters refuse. */
  readonly states: Int32Array
  /** The number of the refusal, and the position of its plugin among the profile's filters. */
  readonly refusals: Int32Array
  readonly positions: Uint8Array
  /** The weighted score of the node and the pods on it. */
  readonly partial: Int32Array
}

/** Columns that know nothing yet; used ones serve again, since making them takes time. */
export function templateColumns(capacity: number, spare?: TemplateColumns): TemplateColumns {
  if (spare) {
    spare.states.fill(0)
    return spare
  }
  return {
    refusals: new Int32Array(capacity),
    positions: new Uint8Array(capacity),
    partial: new Int32Array(capacity),
    // No slot with a node has version 0.
    states: new Int32Array(capacity),
  }
}

/** Everything that pods of one template have in common for one profile. */
export interface Template {
  readonly sample: Pod
  readonly nodeFacts: NodeFacts
  /** Filters of this node and the pods on it. */
  readonly filters: readonly PlacedFilter[]
  /** Filters that depend on more than the node, in order. */
  readonly wideFilters: readonly PlacedFilter[]
  /** All of these in order. */
  readonly allFilters: readonly PlacedFilter[]
  /** Filters that are begun anew for every pod. */
  readonly asked: readonly AskedFilter[]
  /** Scores of this node and the pods on it; already 0..100. */
  readonly scorers: readonly Scorer[]
  readonly wideScorers: readonly Scorer[]
  /** Sum of weights x 100 of all scorers but the wide ones. */
  readonly maxTotal: number
  readonly counts: ReadonlySet<LiveCount>
  /** The only nodes that PreFilter leaves. */
  readonly only: ReturnType<typeof restrictNodes>
  /** What is known by slot; absent as long as pods of this template are few. */
  own?: TemplateColumns
  /** How many slots have been looked at for this template. */
  looked: number
  /** The columns' stamp at the latest search. */
  stamp: number
  /** What became of dry runs, by slot, for the contents that they are about. */
  trials?: { readonly outcomes: (Candidate | Rejection | undefined)[]; readonly seen: Int32Array }
}

/** A filter, and its place among the profile's filters. */
export interface PlacedFilter {
  readonly position: number
  readonly filter: (slot: number) => number
  readonly filterAll?: FastRun['filterAll']
  readonly preFilter?: FastRun['preFilter']
}

/** A filter that is begun anew for every pod. */
export interface AskedFilter {
  readonly position: number
  readonly plugin: ConfiguredPlugin
}

/** A plugin that scores, and how. */
export interface Scorer {
  readonly weight: number
  readonly run: Pick<FastRun, 'preScore' | 'normalize'> & Required<Pick<FastRun, 'scoreAll'>>
}

/** Where node facts are kept by sign. */
export type KnownNodeFacts = Map<string, NodeFacts>

/**
 * Prepares a template.
 * @returns undefined when one of the plugins takes such pods the readable way alone
 */
export function createTemplate(
  pod: PodInfo,
  profile: RunnableProfile,
  cluster: ClusterView,
  columns: NodeColumns,
  known: KnownNodeFacts,
): Template | undefined {
  const answers = new Map<ConfiguredPlugin, FastAnswer>()
  const runs = new Map<ConfiguredPlugin, PluginRun>()

  /** False = the plugin has no fast form for such pods. */
  function ask(plugin: ConfiguredPlugin): boolean {
    if (answers.has(plugin)) return true
    const found = plugin.fast?.(pod, columns, cluster)
    answers.set(plugin, found)
    if (found === undefined) return false
    if (found === 'nothing' || found === 'each time' || !('kept' in found)) return true
    const run = plugin.begin(pod, cluster)
    runs.set(plugin, run)
    isRestricted ||= run.onlyNodes !== undefined
    // What PreFilter says of all nodes, and what is asked of all at once, goes the readable way.
    if (run.preFilter || run.preScore || run.bindings) return false
    return (
      run.scoreError === undefined && !(found.by === 'pods' && (run.normalize || run.onlyNodes))
    )
  }

  let isFast = false
  let isRestricted = false
  const counts = columns.countsOf(() => {
    isFast =
      profile.filters.every(ask) &&
      profile.scores.every(({ plugin }) => ask(plugin) && answers.get(plugin) !== 'each time')
  })
  const restricting: ActiveFilter[] = []
  for (const plugin of isRestricted ? profile.filters : []) {
    const run = runs.get(plugin)
    if (run?.onlyNodes) restricting.push({ name: plugin.name, run })
  }
  const only = restrictNodes(restricting)
  if (!isFast || only?.names.size === 0) {
    columns.drop(counts)
    return undefined
  }

  const filters: PlacedFilter[] = []
  const wideFilters: PlacedFilter[] = []
  const asked: AskedFilter[] = []
  profile.filters.forEach((plugin, position) => {
    const found = answers.get(plugin)
    if (found === 'nothing' || found === undefined) return
    if (found === 'each time') asked.push({ position, plugin })
    else if ('kept' in found) {
      const run = runs.get(plugin)!
      if (found.by === 'node' || !run.filter) return
      filters.push({ position, filter: (slot) => refusalBy(columns, plugin.name, run, slot) })
    } else if (found.filter) {
      const { filter, filterAll, preFilter, by } = found
      const placed = { position, filter, filterAll, preFilter }
      if (by === 'pods') filters.push(placed)
      else wideFilters.push(placed)
    }
  })

  const scorers: Scorer[] = []
  const wideScorers: Scorer[] = []
  let weights = 0
  for (const { plugin, weight } of profile.scores) {
    const found = answers.get(plugin)
    if (typeof found !== 'object') continue
    if ('kept' in found) {
      const run = runs.get(plugin)!
      if (!run.score) continue
      weights += weight
      if (found.by === 'pods') scorers.push({ weight, run: { scoreAll: viewScores(columns, run) } })
    } else if (found.scoreAll) {
      const run = { ...found, scoreAll: found.scoreAll }
      if (found.by === 'cluster') wideScorers.push({ weight, run })
      else {
        weights += weight
        scorers.push({ weight, run })
      }
    }
  }

  return {
    sample: pod.pod,
    nodeFacts: nodeFactsFor(profile, answers, runs, columns, known),
    filters,
    wideFilters,
    allFilters: [...filters, ...wideFilters].sort((a, b) => a.position - b.position),
    asked,
    scorers,
    wideScorers,
    maxTotal: 100 * weights,
    counts,
    only,
    own: undefined,
    looked: 0,
    stamp: 0,
    trials: undefined,
  }
}

function viewScores(columns: NodeColumns, run: PluginRun) {
  return (slots: Slots, count: number, scores: Float64Array) => {
    for (let i = 0; i < count; i++) scores[i] = run.score!(columns.view(slots[i]!))
  }
}
