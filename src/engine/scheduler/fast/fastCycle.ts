import { numFeasibleNodesToFind } from '../filterNodes.ts'
import { pickNode } from '../pickRule.ts'
import type { CycleRules, CycleStart } from '../schedulingCycle.ts'
import type { NodeColumns } from './nodeColumns.ts'
import type { NodeScorer, PlacedFilter, Template } from './template.ts'

/** Nodes in list order. */
export interface NodeOrder {
  readonly names: readonly string[]
  readonly slots: Int32Array
}

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

/** Working space that is used again for every pod. */
export interface Workspace {
  feasible: Int32Array
  totals: Float64Array
  scores: Float64Array
}

export const workspace = (nodes: number): Workspace => ({
  feasible: new Int32Array(nodes),
  totals: new Float64Array(nodes),
  scores: new Float64Array(nodes),
})

const MAX_SCORE = 100

/** The scheduling cycle of `schedulingCycle`, by slot; the same answers and the same random draws. */
export function fastCycle(
  template: Template,
  columns: NodeColumns,
  order: NodeOrder,
  rules: CycleRules,
  start: CycleStart,
  space: Workspace,
): FastResult {
  const { profile, pick } = rules
  const { slots, names } = order
  const nodes = slots.length
  const firstWins = pick.by === 'score' && profile.scores.length === 0
  const limit = firstWins ? 1 : numFeasibleNodesToFind(nodes, profile.percentageOfNodesToScore)
  const { feasible } = space
  const { wideFilters, refusals, seen } = template
  const { versions } = columns
  const onlyOwn = wideFilters.length === 0
  let count = 0
  let examined = 0
  let position = start.index % nodes
  for (; examined < nodes && count < limit; examined++) {
    const slot = slots[position]!
    position = position + 1 === nodes ? 0 : position + 1
    if (seen[slot] !== versions[slot]) refresh(template, columns, slot)
    if (refusals[slot] !== 0) continue
    if (!onlyOwn && isRefused(wideFilters, slot)) continue
    feasible[count++] = slot
  }
  const index = (start.index + examined) % Math.max(1, nodes)
  if (count === 0) return foundNothing(nodes, start)

  const scored = count > 1 && profile.scores.length > 0
  const maxTotal = scored ? addScores(template, space, count) : undefined
  const best = scored ? bestOf(columns, space, count) : namesOf(columns, feasible, count)
  const choice = {
    feasible: pick.by === 'score' ? best : namesOf(columns, feasible, count),
    best,
    all: names,
    last: start.last,
  }
  const { selected, candidates } = pickNode(pick, choice, rules.random)
  // Only next fit asks where the last pod went, but the answer must not depend on who asks.
  const last = lastOf(order, columns.slotOf(selected), start.index, examined)
  return { selected, candidates, maxTotal, examined, next: { index, last } }
}

/** What comes of looking at every node in vain. */
export function foundNothing(nodes: number, start: CycleStart): FastResult {
  const next = { index: start.index % Math.max(1, nodes), last: start.last }
  return { candidates: [], examined: nodes, next }
}

/** Where in the list a slot stands that was among those looked at. */
function lastOf({ slots }: NodeOrder, slot: number, start: number, examined: number): number {
  const nodes = slots.length
  for (let step = 0; step < examined; step++) {
    const position = (start + step) % nodes
    if (slots[position] === slot) return position
  }
  return slots.indexOf(slot)
}

/** Makes the template's columns true for a slot that has changed. */
function refresh(template: Template, { versions, nodeVersions }: NodeColumns, slot: number): void {
  const { nodeFacts, seen } = template
  // A change of the Node counts as one of what is on it, too.
  if (nodeFacts.seen[slot] !== nodeVersions[slot]) {
    nodeFacts.ask(slot)
    nodeFacts.seen[slot] = nodeVersions[slot]!
  }
  seen[slot] = versions[slot]!
  template.refusals[slot] = nodeFacts.refusals[slot]!
  template.positions[slot] = nodeFacts.positions[slot]!
  for (const { position, filter } of template.filters) {
    if (template.refusals[slot] !== 0 && template.positions[slot]! < position) break
    const refusal = filter(slot)
    if (refusal === 0) continue
    template.refusals[slot] = refusal
    template.positions[slot] = position
    break
  }
  if (template.refusals[slot] !== 0) return
  let sum = 0
  for (const { weight, run } of template.scorers) sum += weight * run.score!(slot)
  template.partial[slot] = sum
}

function isRefused(filters: readonly PlacedFilter[], slot: number): boolean {
  for (const { filter } of filters) if (filter(slot) !== 0) return true
  return false
}

/** The refusal that counts for a slot that is not feasible: that of the first plugin to say no. */
export function firstRefusal({ refusals, positions, wideFilters }: Template, slot: number): number {
  const own = refusals[slot]!
  for (const { position, filter } of wideFilters) {
    if (own !== 0 && positions[slot]! < position) return own
    const refusal = filter(slot)
    if (refusal !== 0) return refusal
  }
  return own
}

/** Totals of the feasible nodes. Returns the greatest total that there could have been. */
function addScores(template: Template, space: Workspace, count: number): number {
  const { feasible, totals, scores } = space
  const { partial, nodeFacts, wideScorers } = template
  for (let i = 0; i < count; i++) totals[i] = partial[feasible[i]!]!
  for (const scorer of nodeFacts.scorers) addNodeScore(scorer, space, count)
  let { maxTotal } = template
  for (const { weight, run } of wideScorers) {
    const said = run.preScore?.(feasible, count)
    if (said === 'Skip') continue
    maxTotal += weight * MAX_SCORE
    if (said === 'Zero') continue
    for (let i = 0; i < count; i++) scores[i] = run.score!(feasible[i]!)
    run.normalize?.(scores, feasible, count)
    for (let i = 0; i < count; i++) totals[i]! += weight * scores[i]!
  }
  return maxTotal
}

/** As `defaultNormalizeScore`, over the feasible nodes. */
function addNodeScore(scorer: NodeScorer, { feasible, totals }: Workspace, count: number): void {
  const { weight, raw, normalizes } = scorer
  if (normalizes === undefined) {
    for (let i = 0; i < count; i++) totals[i]! += weight * raw[feasible[i]!]!
    return
  }
  const reverse = normalizes === 'reversed'
  let max = 0
  // Where all are alike, and always have been, nothing needs to be looked at.
  if (scorer.greatest > 0) {
    for (let i = 0; i < count; i++) max = Math.max(max, raw[feasible[i]!]!)
  }
  if (max === 0) {
    if (reverse) for (let i = 0; i < count; i++) totals[i]! += weight * MAX_SCORE
    return
  }
  for (let i = 0; i < count; i++) {
    const scaled = Math.floor((MAX_SCORE * raw[feasible[i]!]!) / max)
    totals[i]! += weight * (reverse ? MAX_SCORE - scaled : scaled)
  }
}

function bestOf(columns: NodeColumns, { feasible, totals }: Workspace, count: number): string[] {
  let best = Number.NEGATIVE_INFINITY
  for (let i = 0; i < count; i++) if (totals[i]! > best) best = totals[i]!
  let equals = 0
  for (let i = 0; i < count; i++) if (totals[i] === best) equals += 1
  // Of the right length at once: there are hundreds of equals while a cluster is empty.
  const names = new Array<string>(equals)
  let next = 0
  for (let i = 0; i < count; i++) {
    if (totals[i] === best) names[next++] = columns.nameOf(feasible[i]!)
  }
  return names
}

function namesOf(columns: NodeColumns, feasible: Int32Array, count: number): string[] {
  return Array.from({ length: count }, (_, i) => columns.nameOf(feasible[i]!))
}
