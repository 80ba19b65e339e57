import type { Random } from '../sim/random.ts'

/** How one of the nodes that fit is chosen. */
export type PickRule =
  /** The best total; among equals one drawn by seed, or the first in the list. */
  | { readonly by: 'score'; readonly ties: 'random' | 'first' }
  /** The first in the list that fits, from its top or from where the last pod went. */
  | { readonly by: 'order'; readonly from: 'top' | 'last' }
  | { readonly by: 'random' }

/** What a rule may know: names in list order. */
export interface PickChoice {
  readonly feasible: readonly string[]
  /** Every node with the best total; all feasible nodes when nothing was scored. */
  readonly best: readonly string[]
  /** The whole list, and where in it the last pod of this scheduler went (0 at first). */
  readonly all: readonly string[]
  readonly last: number
}

export interface Pick {
  readonly selected: string
  /** Nodes that could just as well have been taken. */
  readonly candidates: readonly string[]
}

/** Chooses among at least one feasible node. */
export function pickNode(rule: PickRule, choice: PickChoice, random: Random): Pick {
  if (rule.by === 'order') {
    const selected = rule.from === 'top' ? choice.feasible[0]! : nextFrom(choice)
    return { selected, candidates: [selected] }
  }
  if (rule.by === 'score' && rule.ties === 'first') {
    return { selected: choice.best[0]!, candidates: choice.best.slice(0, 1) }
  }
  const candidates = rule.by === 'random' ? choice.feasible : choice.best
  return { selected: candidates[draw(candidates.length, random)]!, candidates }
}

/**
 * Which of so many equals is taken, from 0. Without a choice nothing is drawn, so that a run does not
 * depend on decisions that were none.
 */
export function draw(count: number, random: Random): number {
  return count === 1 ? 0 : random.below(count)
}

/** Next fit: the first feasible node at or after the last one used, round the list. */
function nextFrom({ feasible, all, last }: PickChoice): string {
  const fits = new Set(feasible)
  for (let step = 0; step < all.length; step++) {
    const name = all[(last + step) % all.length]!
    if (fits.has(name)) return name
  }
  return feasible[0]!
}
