import type { Pod } from '../../api/types.gen.ts'
import type { FastAnswer, FastRun } from '../fastPath.ts'
import type { ClusterView, NodeView, PluginRun, PodInfo } from '../framework.ts'
import type { RunnableProfile } from '../profile.ts'
import type { ConfiguredPlugin } from '../registry.ts'
import type { LiveCount } from './count.ts'
import type { NodeColumns } from './nodeColumns.ts'

/** A plugin that scores, and how. */
export interface Scorer {
  readonly weight: number
  readonly run: FastRun
}

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
  readonly scorers: readonly NodeScorer[]
  /** The node's version that this is about, by slot. */
  readonly seen: Int32Array
  readonly ask: (slot: number) => void
}

/** What a template keeps by slot, for the versions in `seen`. */
export interface TemplateColumns {
  /** The number of the refusal; 0 = none. */
  readonly refusals: Int32Array
  /** Position of the refusing plugin among the profile's filters. */
  readonly positions: Uint8Array
  /** The weighted score so far. */
  readonly partial: Int32Array
  readonly seen: Int32Array
}

/** Columns that know nothing yet; used ones serve again, since making them takes time. */
function templateColumns(capacity: number, spare: TemplateColumns[]): TemplateColumns {
  const used = spare.pop()
  if (used) {
    used.seen.fill(-1)
    return used
  }
  return {
    refusals: new Int32Array(capacity),
    positions: new Uint8Array(capacity),
    partial: new Int32Array(capacity),
    seen: new Int32Array(capacity).fill(-1),
  }
}

/** Everything that pods of one template have in common for one profile. */
export interface Template extends TemplateColumns {
  readonly sample: Pod
  readonly nodeFacts: NodeFacts
  /** Filters of this node and the pods on it, with their positions among the profile's filters. */
  readonly filters: readonly PlacedFilter[]
  /** Filters that depend on more than the node. */
  readonly wideFilters: readonly PlacedFilter[]
  /** Scores of this node and the pods on it; already 0..100. */
  readonly scorers: readonly Scorer[]
  readonly wideScorers: readonly Scorer[]
  /** Sum of weights x 100 of all scorers but the wide ones. */
  readonly maxTotal: number
  readonly counts: ReadonlySet<LiveCount>
}

export interface PlacedFilter {
  readonly position: number
  readonly filter: (slot: number) => number
}

/** Where node facts are kept by sign. */
export type KnownNodeFacts = Map<string, NodeFacts>

/**
 * Prepares a template.
 * @param view the readable view of a slot
 * @returns undefined when one of the plugins takes such pods the readable way alone
 */
export function createTemplate(
  pod: PodInfo,
  profile: RunnableProfile,
  cluster: ClusterView,
  columns: NodeColumns,
  view: (slot: number) => NodeView,
  known: KnownNodeFacts,
  spare: TemplateColumns[],
): Template | undefined {
  const counts = new Set<LiveCount>()
  const counting = countingColumns(columns, counts)
  const answers = new Map<ConfiguredPlugin, FastAnswer>()
  const answer = (plugin: ConfiguredPlugin): FastAnswer => {
    if (!answers.has(plugin)) answers.set(plugin, plugin.fast?.(pod, counting, cluster))
    return answers.get(plugin)
  }
  const plugins = [...profile.filters, ...profile.scores.map(({ plugin }) => plugin)]
  const runs = new Map<ConfiguredPlugin, PluginRun>()
  for (const plugin of plugins) {
    const found = answer(plugin)
    if (found === undefined) return giveUp()
    if (found === 'nothing' || !('kept' in found)) continue
    const run = runs.get(plugin) ?? plugin.begin(pod, cluster)
    // What PreFilter says and what is asked of all nodes at once goes the readable way.
    if (run.preFilter || run.onlyNodes || run.preScore || run.bindings) return giveUp()
    if (run.scoreError !== undefined || (found.by === 'pods' && run.normalize)) return giveUp()
    runs.set(plugin, run)
  }

  function giveUp(): undefined {
    columns.drop(counts)
    return undefined
  }

  const filters: PlacedFilter[] = []
  const wideFilters: PlacedFilter[] = []
  profile.filters.forEach((plugin, position) => {
    const found = answer(plugin)
    if (found === 'nothing' || found === undefined) return
    if ('kept' in found) {
      const run = runs.get(plugin)!
      if (found.by === 'node' || !run.filter) return
      filters.push({ position, filter: (slot) => refusalBy(plugin, run, slot) })
    } else if (found.filter) {
      const placed = { position, filter: found.filter }
      if (found.by === 'pods') filters.push(placed)
      else wideFilters.push(placed)
    }
  })

  function refusalBy(plugin: ConfiguredPlugin, run: PluginRun, slot: number): number {
    const rejection = run.filter!(view(slot))
    return rejection ? columns.refusal(plugin.name, rejection) : 0
  }

  const scorers: Scorer[] = []
  const wideScorers: Scorer[] = []
  let weights = 0
  for (const { plugin, weight } of profile.scores) {
    const found = answer(plugin)
    if (found === 'nothing' || found === undefined) continue
    if ('kept' in found) {
      const run = runs.get(plugin)!
      if (!run.score) continue
      weights += weight
      if (found.by === 'node') continue
      scorers.push({ weight, run: { by: 'pods', score: (slot) => run.score!(view(slot)) } })
    } else if (found.score) {
      if (found.by === 'cluster') wideScorers.push({ weight, run: found })
      else {
        weights += weight
        scorers.push({ weight, run: found })
      }
    }
  }

  const signs = plugins.map((plugin) => {
    const found = answer(plugin)
    return typeof found === 'object' && 'kept' in found && found.by === 'node' ? found.sign : 0
  })
  const sign = JSON.stringify(signs)
  const nodeFacts = known.get(sign) ?? createNodeFacts()
  known.set(sign, nodeFacts)

  function createNodeFacts(): NodeFacts {
    const { capacity } = columns
    const refusals = new Int32Array(capacity)
    const positions = new Int32Array(capacity)
    const nodeFilters = profile.filters.flatMap((plugin, position) => {
      const run = byNode(plugin)?.run
      return run?.filter ? [{ plugin, run, position }] : []
    })
    const nodeScorers = profile.scores.flatMap(({ plugin, weight }) => {
      const found = byNode(plugin)
      if (!found?.run.score) return []
      const { run, normalizes } = found
      const scorer = { weight, normalizes, raw: new Float64Array(capacity), greatest: 0 }
      return [{ run, scorer }]
    })
    return {
      refusals,
      positions,
      scorers: nodeScorers.map(({ scorer }) => scorer),
      seen: new Int32Array(capacity).fill(-1),
      ask(slot) {
        refusals[slot] = 0
        for (const { plugin, run, position } of nodeFilters) {
          const refusal = refusalBy(plugin, run, slot)
          if (refusal === 0) continue
          refusals[slot] = refusal
          positions[slot] = position
          break
        }
        for (const { run, scorer } of nodeScorers) {
          const raw = run.score!(view(slot))
          scorer.raw[slot] = raw
          scorer.greatest = Math.max(scorer.greatest, raw)
        }
      },
    }
  }

  function byNode(plugin: ConfiguredPlugin) {
    const found = answer(plugin)
    if (typeof found !== 'object' || !('kept' in found) || found.by !== 'node') return undefined
    return { run: runs.get(plugin)!, normalizes: found.normalizes }
  }

  return {
    ...templateColumns(columns.capacity, spare),
    sample: pod.pod,
    nodeFacts,
    filters,
    wideFilters,
    scorers,
    wideScorers,
    maxTotal: 100 * weights,
    counts,
  }
}

/** Notes which counts were made, so that they end with the template. */
function countingColumns(columns: NodeColumns, counts: Set<LiveCount>): NodeColumns {
  return Object.create(columns, {
    count: {
      value: (rule: Parameters<NodeColumns['count']>[0]) => {
        const count = columns.count(rule) as LiveCount
        counts.add(count)
        return count
      },
    },
  })
}
