import { numFeasibleNodesToFind } from '../filterNodes.ts'
import { pickNode } from '../pickRule.ts'
import type { CycleRules, CycleStart } from '../schedulingCycle.ts'
import type { NodeColumns } from './nodeColumns.ts'
import type { NodeScorer } from './nodeFacts.ts'
import { isRefused, type Search, searchFresh, searchOwn, type Workspace } from './search.ts'
import type { Template } from './template.ts'

/** What a cycle found. */
export interface FastResult {
  /** Absent when no node is feasible. */
  readonly selected?: string
  readonly candidates: readonly string[]
  /** Absent when nothing was scored. */
  readonly maxTotal?: number
  readonly examined: number
  readonly next: CycleStart
}

const MAX_SCORE = 100

/** The scheduling cycle of `schedulingCycle`, by slot; the same answers and the same random draws. */
export function fastCycle(
  template: Template,
  columns: NodeColumns,
  search: Search,
  rules: CycleRules,
  start: CycleStart,
  space: Workspace,
): FastResult {
  const { profile, pick } = rules
  const { slots, order } = search
  const nodes = slots.length
  const firstWins = pick.by === 'score' && profile.scores.length === 0
  const limit = firstWins ? 1 : numFeasibleNodesToFind(nodes, profile.percentageOfNodesToScore)
  const from = nodes === 0 ? 0 : start.index % nodes
  const find = template.own ? searchOwn : searchFresh
  const { count, examined } = find(template, columns, search, from, limit, space)
  template.looked += examined
  template.stamp = columns.stamp
  if (count === 0) return foundNothing(order.slots.length, nodes, start)

  const { feasible } = space
  const index = (start.index + examined) % order.slots.length
  const scored = count > 1 && profile.scores.length > 0
  const maxTotal = scored ? addScores(template, space, count) : undefined
  const best = scored ? bestOf(columns, space, count) : namesOf(columns, feasible, count)
  const choice = {
    feasible: pick.by === 'score' ? best : namesOf(columns, feasible, count),
    best,
    all: order.names,
    last: start.last,
  }
  const { selected, candidates } = pickNode(pick, choice, rules.random)
  const last = order.positions[columns.slotOf(selected)]!
  return { selected, candidates, maxTotal, examined, next: { index, last } }
}

/** What comes of looking at so many nodes in vain. */
export function foundNothing(nodes: number, examined: number, start: CycleStart): FastResult {
  const index = (start.index + examined) % Math.max(1, nodes)
  return { candidates: [], examined, next: { index, last: start.last } }
}

/** Adds to the totals what depends on other nodes. Returns the greatest total that there could be. */
function addScores(template: Template, space: Workspace, count: number): number {
  const { feasible, totals, scores } = space
  const { nodeFacts, wideScorers } = template
  for (const scorer of nodeFacts.scorers) addNodeScore(scorer, space, count)
  let { maxTotal } = template
  for (const { weight, run } of wideScorers) {
    const said = run.preScore?.(feasible, count)
    if (said === 'Skip') continue
    maxTotal += weight * MAX_SCORE
    if (said === 'Zero') continue
    run.scoreAll(feasible, count, scores)
    run.normalize?.(scores, feasible, count)
    for (let i = 0; i < count; i++) totals[i]! += weight * scores[i]!
  }
  return maxTotal
}

/** As `defaultNormalizeScore`, over the feasible nodes, less what all of them have alike. */
function addNodeScore(scorer: NodeScorer, { feasible, totals }: Workspace, count: number): void {
  const { weight, raw, normalizes } = scorer
  // Where all are alike, and always have been, nothing needs to be looked at.
  if (scorer.greatest === 0) return
  if (normalizes === undefined) {
    for (let i = 0; i < count; i++) totals[i]! += weight * raw[feasible[i]!]!
    return
  }
  const sign = normalizes === 'reversed' ? -weight : weight
  let max = 0
  for (let i = 0; i < count; i++) max = Math.max(max, raw[feasible[i]!]!)
  if (max === 0) return
  for (let i = 0; i < count; i++) {
    totals[i]! += sign * Math.floor((MAX_SCORE * raw[feasible[i]!]!) / max)
  }
}

function bestOf(
  { names: bySlot }: NodeColumns,
  { feasible, totals }: Workspace,
  count: number,
): string[] {
  let best = Number.NEGATIVE_INFINITY
  let equals = 0
  let first = 0
  for (let i = 0; i < count; i++) {
    const total = totals[i]!
    if (total < best) continue
    if (total > best) {
      best = total
      equals = 0
      first = i
    }
    equals += 1
  }
  // Of the right length at once: there are hundreds of equals while a cluster is empty.
  const names = new Array<string>(equals)
  let next = 0
  for (let i = first; next < equals; i++) {
    if (totals[i] === best) names[next++] = bySlot[feasible[i]!]!
  }
  return names
}

function namesOf(columns: NodeColumns, feasible: Int32Array, count: number): string[] {
  return Array.from({ length: count }, (_, i) => columns.nameOf(feasible[i]!))
}

/** Whether a slot that was just looked at takes the pod, beside all that is nominated to it. */
export function takes({ wide, marks, beside }: Search, own: number, slot: number): boolean {
  if (own !== 0 || isRefused(wide, slot)) return false
  return marks?.[slot] !== 1 || beside(slot) === 0
}
