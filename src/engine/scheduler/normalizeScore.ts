import type { ScoreList } from './framework.ts'

/** The greatest score a plugin may give a node. */
export const MAX_NODE_SCORE = 100

/**
 * Upstream's DefaultNormalizeScore: scales raw scores so that the greatest becomes 100, rounding
 * down; `reverse` turns them round so that the greatest becomes 0. All zero stays zero (or all 100).
 */
export function defaultNormalizeScore(scores: ScoreList, reverse: boolean): void {
  const max = scores.reduce((greatest, entry) => Math.max(greatest, entry.score), 0)
  for (const entry of scores) {
    if (max === 0) {
      if (reverse) entry.score = MAX_NODE_SCORE
      continue
    }
    const scaled = Math.floor((MAX_NODE_SCORE * entry.score) / max)
    entry.score = reverse ? MAX_NODE_SCORE - scaled : scaled
  }
}
