import type { FastAnswer } from '../fastPath.ts'
import type { PluginRun } from '../framework.ts'
import type { RunnableProfile } from '../profile.ts'
import type { ConfiguredPlugin } from '../registry.ts'
import type { NodeColumns } from './nodeColumns.ts'

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
  facts.open = all.every((slot) => facts.refusals[slot] === 0)
  return facts.open
}

/** Kinds that are remembered beside those that templates hold. */
const MOST_KNOWN = 64

/** Those that are known already for the same signs, or new ones. */
export function nodeFactsFor(
  profile: RunnableProfile,
  answers: ReadonlyMap<ConfiguredPlugin, FastAnswer>,
  runs: ReadonlyMap<ConfiguredPlugin, PluginRun>,
  columns: NodeColumns,
  known: Map<string, NodeFacts>,
): NodeFacts {
  const signs: unknown[] = []
  answers.forEach((found) => {
    signs.push(typeof found === 'object' && 'kept' in found && found.by === 'node' ? found.sign : 0)
  })
  const sign = JSON.stringify(signs)
  const before = known.get(sign)
  if (before) return before
  const facts = createNodeFacts(profile, answers, runs, columns)
  known.set(sign, facts)
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value!)
  return facts
}

function createNodeFacts(
  profile: RunnableProfile,
  answers: ReadonlyMap<ConfiguredPlugin, FastAnswer>,
  runs: ReadonlyMap<ConfiguredPlugin, PluginRun>,
  columns: NodeColumns,
): NodeFacts {
  const byNode = (plugin: ConfiguredPlugin) => {
    const found = answers.get(plugin)
    if (typeof found !== 'object' || !('kept' in found) || found.by !== 'node') return undefined
    return { run: runs.get(plugin)!, normalizes: found.normalizes }
  }
  const { capacity } = columns
  const refusals = new Int32Array(capacity)
  const positions = new Int32Array(capacity)
  const filters = profile.filters.flatMap((plugin, position) => {
    const run = byNode(plugin)?.run
    return run?.filter ? [{ plugin, run, position }] : []
  })
  const scorers = profile.scores.flatMap(({ plugin, weight }) => {
    const found = byNode(plugin)
    if (!found?.run.score) return []
    const { run, normalizes } = found
    const scorer: NodeScorer = { weight, normalizes, raw: new Float64Array(capacity), greatest: 0 }
    return [{ run, scorer }]
  })
  return {
    refusals,
    positions,
    scorers: scorers.map(({ scorer }) => scorer),
    seen: new Int32Array(capacity).fill(-1),
    looked: 0,
    open: false,
    stamp: -1,
    ask(slot) {
      refusals[slot] = 0
      for (const { plugin, run, position } of filters) {
        const refusal = refusalBy(columns, plugin.name, run, slot)
        if (refusal === 0) continue
        refusals[slot] = refusal
        positions[slot] = position
        break
      }
      for (const { run, scorer } of scorers) {
        const raw = run.score!(columns.view(slot))
        scorer.raw[slot] = raw
        scorer.greatest = Math.max(scorer.greatest, raw)
      }
    },
  }
}

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
