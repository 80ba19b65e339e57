import { numFeasibleNodesToFind } from '../filterNodes.ts'
import { draw, pickNode } from '../pickRule.ts'
import type { CycleRules, CycleStart } from '../schedulingCycle.ts'
import { bestNames, bestSlot, nodesDiffer, type Ranked, searchBlocks } from './blocks.ts'
import type { NodeColumns } from './nodeColumns.ts'
import type { NodeScorer } from './nodeFacts.ts'
import {
  isRefused,
  type NodeOrder,
  type Search,
  searchFresh,
  searchOwn,
  type Workspace,
} from './search.ts'
import type { Template } from './template.ts'

/** What a cycle found. */
export interface FastResult {
  /** Absent when no node is feasible. */
  readonly selected?: string
  readonly candidates: readonly string[]
  /** How many candidates there are where these are too many to be named. */
  readonly equals?: number
  /** Absent when nothing was scored. */
  readonly maxTotal?: number
  readonly examined: number
  readonly next: CycleStart
  /** How blocks found it: by slots that are alike, or told apart by a value; absent = they did not. */
  readonly byBlocks?: 'alike' | 'apart'
  /** Found while nodes were looked at. */
  readonly isFused?: boolean
}

const MAX_SCORE = 100
/** More equals than this are counted alone: while a cluster is empty there are hundreds of them. */
export const FEW_EQUALS = 16

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
  if (template.own && pick.by === 'score' && isPlain(search) && profile.scores.length > 0) {
    const ranked = searchBlocks(template, columns, order, from, limit, space)
    if (ranked) return pickRanked(ranked, template, columns, search, rules, start)
  }
  if (!template.own && pick.by === 'score' && isPlain(search) && profile.scores.length > 0) {
    const found = bestFresh(template, columns, search, rules, start, from, limit, space)
    if (found) return found
  }
  const find = template.own ? searchOwn : searchFresh
  const { count, examined } = find(template, columns, search, from, limit, space)
  template.looked += examined
  template.stamp = columns.stamp
  if (count === 0) return foundNothing(order.slots.length, nodes, start)

  const { feasible } = space
  const index = (start.index + examined) % order.slots.length
  const scored = count > 1 && profile.scores.length > 0
  const maxTotal = scored ? addScores(template, space, count) : undefined
  if (pick.by === 'score') {
    const best = scored ? greatest(space, count) : undefined
    const equals = pick.ties === 'first' ? 1 : best === undefined ? count : best.equals
    const slot = equalAt(space, best, draw(equals, rules.random))
    const selected = columns.nameOf(slot)
    const next = { index, last: order.positions[slot]! }
    if (equals > FEW_EQUALS)
      return { selected, candidates: NO_NAMES, equals, maxTotal, examined, next }
    const candidates = namesOf(columns, space, best, equals)
    return { selected, candidates, equals: undefined, maxTotal, examined, next }
  }
  const names = Array.from({ length: count }, (_, i) => columns.nameOf(feasible[i]!))
  const choice = { feasible: names, best: names, all: namesIn(order, columns), last: start.last }
  const { selected, candidates } = pickNode(pick, choice, rules.random)
  const last = order.positions[columns.slotOf(selected)]!
  return { selected, candidates, maxTotal, examined, next: { index, last } }
}

/** Whether every node may be taken as far as the template's own filters are concerned. */
const isPlain = ({ slots, order, wide, marks }: Search): boolean =>
  slots === order.slots && wide.length === 0 && marks === undefined

/**
 * For pods that are few of a kind, where only the nodes themselves are scored: the best ones are found while
 * they are looked at. Undefined where other scores count.
 */
function bestFresh(
  template: Template,
  columns: NodeColumns,
  search: Search,
  { pick, random }: CycleRules,
  start: CycleStart,
  from: number,
  limit: number,
  space: Workspace,
): FastResult | undefined {
  const { nodeFacts, wideScorers } = template
  if (!template.both || nodesDiffer(nodeFacts.scorers)) return undefined
  let { maxTotal } = template
  for (const { weight, run } of wideScorers) {
    const said = run.preScore?.()
    if (said === undefined) return undefined
    if (said === 'Zero') maxTotal += weight * MAX_SCORE
  }
  const { best } = space
  best.total = Number.NEGATIVE_INFINITY
  best.equals = 0
  const { count, examined } = searchFresh(template, columns, search, from, limit, space, best)
  if (nodesDiffer(nodeFacts.scorers)) return undefined
  template.looked += examined
  template.stamp = columns.stamp
  const { order } = search
  const nodes = order.slots.length
  if (count === 0) return { ...foundNothing(nodes, nodes, start), isFused: true }
  const equals = pick.by === 'score' && pick.ties === 'first' ? 1 : best.equals
  const slot = best.slots[draw(equals, random)]!
  const selected = columns.names[slot]!
  const areMany = equals > FEW_EQUALS
  const candidates: string[] = areMany ? (NO_NAMES as string[]) : [columns.names[best.slots[0]!]!]
  if (!areMany) for (let i = 1; i < equals; i++) candidates.push(columns.names[best.slots[i]!]!)
  return {
    selected,
    candidates,
    equals: areMany ? equals : undefined,
    maxTotal: count > 1 ? maxTotal : undefined,
    examined,
    next: { index: (start.index + examined) % nodes, last: order.positions[slot]! },
    isFused: true,
  }
}

/** What a search by blocks comes to. */
function pickRanked(
  ranked: Ranked,
  template: Template,
  columns: NodeColumns,
  { order }: Search,
  { pick, random }: CycleRules,
  start: CycleStart,
): FastResult {
  const { count, examined } = ranked
  const byBlocks = ranked.byValue ? 'apart' : 'alike'
  template.stamp = columns.stamp
  const nodes = order.slots.length
  if (count === 0) return { ...foundNothing(nodes, nodes, start), byBlocks }
  const equals = pick.by === 'score' && pick.ties === 'first' ? 1 : ranked.equals
  const number = draw(equals, random)
  const slot = bestSlot(template, columns, ranked, number)
  const selected = columns.nameOf(slot)
  const areMany = equals > FEW_EQUALS
  const next = { index: (start.index + examined) % nodes, last: order.positions[slot]! }
  return {
    selected,
    candidates: areMany
      ? NO_NAMES
      : equals === 1
        ? [selected]
        : bestNames(template, columns, ranked),
    equals: areMany ? equals : undefined,
    // A single node that fits is not scored.
    maxTotal: count > 1 ? ranked.maxTotal : undefined,
    examined,
    next,
    byBlocks,
  }
}

/** Names of all nodes in list order. */
export const namesIn = ({ slots }: NodeOrder, columns: NodeColumns): string[] =>
  Array.from(slots, (slot) => columns.nameOf(slot))

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
    const said = run.preScore?.()
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

const NO_NAMES: readonly string[] = []

/** The greatest total, how many slots have it, and the first of them. */
interface Best {
  readonly total: number
  readonly equals: number
  readonly first: number
}

function greatest({ totals }: Workspace, count: number): Best {
  let total = Number.NEGATIVE_INFINITY
  let equals = 0
  let first = 0
  for (let i = 0; i < count; i++) {
    const own = totals[i]!
    if (own < total) continue
    if (own > total) {
      total = own
      equals = 0
      first = i
    }
    equals += 1
  }
  return { total, equals, first }
}

/** The slot of one of the best by its number, from 0; without a best one all are. */
function equalAt({ feasible, totals }: Workspace, best: Best | undefined, number: number): number {
  if (!best) return feasible[number]!
  let at = best.first
  for (let left = number; left > 0; ) if (totals[++at] === best.total) left -= 1
  return feasible[at]!
}

function namesOf(
  { names: bySlot }: NodeColumns,
  { feasible, totals }: Workspace,
  best: Best | undefined,
  equals: number,
): string[] {
  const names: string[] = []
  for (let i = best?.first ?? 0; names.length < equals; i++) {
    if (!best || totals[i] === best.total) names.push(bySlot[feasible[i]!]!)
  }
  return names
}

/** Whether a slot that was just looked at takes the pod, beside all that is nominated to it. */
export function takes({ wide, marks, beside }: Search, own: number, slot: number): boolean {
  if (own !== 0 || isRefused(wide, slot)) return false
  return marks?.[slot] !== 1 || beside(slot) === 0
}
