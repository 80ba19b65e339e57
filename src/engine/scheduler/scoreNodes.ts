import type { PluginScore } from './attempt.ts'
import type { NodeView, PluginRun } from './framework.ts'
import { MAX_NODE_SCORE } from './normalizeScore.ts'

/** A score plugin at work on one pod. */
export interface ActiveScore {
  readonly name: string
  readonly weight: number
  readonly run: PluginRun
}

export interface NodeScore {
  readonly name: string
  readonly score: number
}

export interface ScoreResult {
  /** Per feasible node, in order: every plugin's answer and the weighted sum. */
  readonly nodes: readonly { readonly scores: readonly PluginScore[]; readonly total: number }[]
  /** The greatest total that the plugins that took part could have given. */
  readonly maxTotal: number
}

/** A score plugin failed; the pod cannot be scheduled although nodes are feasible. */
export class ScoreError extends Error {
  override readonly name = 'ScoreError'
}

/**
 * Raw score per node and plugin, normalised over the feasible nodes, times weight, summed. A plugin
 * without a score for this pod adds nothing anywhere.
 * @throws ScoreError when a plugin fails
 */
export function scoreNodes(
  feasible: readonly NodeView[],
  plugins: readonly ActiveScore[],
): ScoreResult {
  const scores: PluginScore[][] = feasible.map(() => [])
  const totals = feasible.map(() => 0)
  let maxTotal = 0
  for (const { name, weight, run } of plugins) {
    if (run.preScore?.(feasible) === 'Skip') continue
    if (run.scoreError !== undefined) {
      throw new ScoreError(`plugin ${JSON.stringify(name)} failed with: ${run.scoreError}`)
    }
    if (!run.score) continue
    const raw = feasible.map((node) => run.score!(node))
    const list = feasible.map((node, index) => ({ node, score: raw[index]! }))
    run.normalize?.(list)
    maxTotal += weight * MAX_NODE_SCORE
    list.forEach(({ score: normalized }, index) => {
      scores[index]!.push({ plugin: name, raw: raw[index]!, normalized, weight })
      totals[index]! += normalized * weight
    })
  }
  return {
    nodes: scores.map((list, index) => ({ scores: list, total: totals[index]! })),
    maxTotal,
  }
}

/** Every node with the greatest score, in order; upstream may choose any of them. */
export function bestHosts(scores: readonly NodeScore[]): string[] {
  const best = scores.reduce((max, { score }) => Math.max(max, score), Number.NEGATIVE_INFINITY)
  return scores.filter(({ score }) => score === best).map(({ name }) => name)
}
