import type { Pod } from '../../api/types.gen.ts'
import type { FastAnswer, FastRun, Slots } from '../fastPath.ts'
import type { Candidate, ClusterView, PluginRun, PodInfo, Rejection } from '../framework.ts'
import type { ConfiguredPlugin } from '../registry.ts'
import { type BothScores, bothScores } from '../resourceColumns.ts'
import type { Blocks } from './blocks.ts'
import type { LiveCount } from './count.ts'
import type { Failure } from './failure.ts'
import type { NodeColumns } from './nodeColumns.ts'
import { isAskedByNode, type NodeFacts, nodeFactsFor, refusalBy } from './nodeFacts.ts'
import type { Plan } from './plan.ts'
import type { SlotMemo } from './slotMemo.ts'

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
  /** All of these at once, where there is a loop for them. */
  readonly both: BothScores | undefined
  readonly wideScorers: readonly Scorer[]
  /** Sum of weights x 100 of all scorers but the wide ones. */
  readonly maxTotal: number
  readonly counts: ReadonlySet<LiveCount>
  /** The only nodes that PreFilter leaves. */
  readonly only: NodeFacts['only']
  /** What is known by slot; absent as long as pods of this template are few. */
  own?: TemplateColumns
  /** How many slots have been looked at for this template. */
  looked: number
  /** What is known of the blocks of the list, for templates with columns of their own. */
  blocks?: Blocks
  /** How often slots could not be told apart for them. */
  overflows: number
  /** The columns' stamp at the latest search. */
  stamp: number
  /** The latest search that found no node. */
  failure?: Failure
  /** What became of dry runs, for the contents of the slots that they are about. */
  trials?: SlotMemo<Candidate | Rejection>
  /** Refusals while the pods that are nominated to a slot are on it. */
  beside?: SlotMemo<number>
}

/** A filter, and its place among the profile's filters. */
export interface PlacedFilter {
  readonly position: number
  /** As the plugin made it: methods of a class are faster than functions taken from it. */
  readonly run: Required<Pick<FastRun, 'filter'>> & Pick<FastRun, 'filterAll' | 'preFilter'>
}

/** A filter that is begun anew for every pod. */
export interface AskedFilter {
  readonly position: number
  readonly plugin: ConfiguredPlugin
}

/** A plugin that scores, and how. */
export interface Scorer {
  readonly weight: number
  readonly run: Pick<FastRun, 'preScore' | 'normalize' | 'pair' | 'byValue'> &
    Required<Pick<FastRun, 'scoreAll'>>
}

/** Where node facts are kept by sign; false = such pods take the readable way. */
export type KnownNodeFacts = Map<string, NodeFacts | false>

/**
 * Prepares a template.
 * @param cluster without nodes
 * @returns undefined when one of the plugins takes such pods the readable way alone
 */
export function createTemplate(
  pod: PodInfo,
  plan: Plan,
  cluster: ClusterView,
  columns: NodeColumns,
  known: KnownNodeFacts,
): Template | undefined {
  const answers: FastAnswer[] = []
  let isFast = true
  const counts = columns.countsOf(() => {
    for (const plugin of plan.plugins) {
      const found = plugin.fast?.(pod, columns, cluster)
      answers.push(found)
      isFast &&= found !== undefined
      if (!isFast) return
    }
  })
  const facts = isFast && nodeFactsFor(pod, plan, answers, cluster, columns, known)
  const template = facts ? assemble(pod, plan, answers, cluster, columns, facts, counts) : undefined
  if (!template) columns.drop(counts)
  return template
}

function assemble(
  pod: PodInfo,
  { plugins, filters: filterPlaces, scores }: Plan,
  answers: readonly FastAnswer[],
  cluster: ClusterView,
  columns: NodeColumns,
  nodeFacts: NodeFacts,
  counts: ReadonlySet<LiveCount>,
): Template | undefined {
  const filters: PlacedFilter[] = []
  const wideFilters: PlacedFilter[] = []
  const allFilters: PlacedFilter[] = []
  const asked: AskedFilter[] = []
  const scorers: Scorer[] = []
  const wideScorers: Scorer[] = []
  let { weights } = nodeFacts

  for (let position = 0; position < filterPlaces.length; position++) {
    const place = filterPlaces[position]!
    const plugin = plugins[place]!
    const found = answers[place]
    if (found === 'each time') asked.push({ position, plugin })
    if (typeof found !== 'object') continue
    let placed: PlacedFilter | undefined
    if ('kept' in found) {
      if (found.by === 'node') continue
      const run = plugin.begin(pod, cluster)
      if (!isAskedByNode(run) || run.onlyNodes) return undefined
      if (run.filter) placed = viewFilter(position, plugin.name, run, columns)
    } else if (found.filter) {
      placed = { position, run: found as PlacedFilter['run'] }
    }
    if (!placed) continue
    allFilters.push(placed)
    if (found.by === 'pods') filters.push(placed)
    else wideFilters.push(placed)
  }
  for (const { place, weight } of scores) {
    const found = answers[place]
    if (found === 'each time') return undefined
    if (typeof found !== 'object') continue
    if ('kept' in found) {
      if (found.by === 'node') continue
      const run = plugins[place]!.begin(pod, cluster)
      if (!isAskedByNode(run) || run.normalize) return undefined
      if (!run.score) continue
      weights += weight
      scorers.push({ weight, run: { scoreAll: viewScores(columns, run) } })
    } else if (found.scoreAll) {
      const { preScore, scoreAll, normalize, pair, byValue } = found
      const scorer = { weight, run: { preScore, scoreAll, normalize, pair, byValue } }
      if (found.by === 'cluster') wideScorers.push(scorer)
      else {
        weights += weight
        scorers.push(scorer)
      }
    }
  }
  const [one, other] = scorers
  return {
    sample: pod.pod,
    nodeFacts,
    filters,
    wideFilters,
    allFilters,
    asked,
    scorers,
    both: scorers.length === 2 ? bothScores(one!, other!) : undefined,
    wideScorers,
    maxTotal: 100 * weights,
    counts,
    only: nodeFacts.only,
    own: undefined,
    looked: 0,
    blocks: undefined,
    overflows: 0,
    stamp: 0,
    failure: undefined,
    trials: undefined,
    beside: undefined,
  }
}

function viewFilter(
  position: number,
  plugin: string,
  run: PluginRun,
  columns: NodeColumns,
): PlacedFilter {
  return { position, run: { filter: (slot) => refusalBy(columns, plugin, run, slot) } }
}

function viewScores(columns: NodeColumns, run: PluginRun) {
  return (slots: Slots, count: number, scores: Float64Array) => {
    for (let i = 0; i < count; i++) scores[i] = run.score!(columns.view(slots[i]!))
  }
}
