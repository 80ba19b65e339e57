import { numFeasibleNodesToFind } from '../filterNodes.ts'
import { pickNode } from '../pickRule.ts'
import type { CycleRules, CycleStart } from '../schedulingCycle.ts'
import type { NodeColumns } from './nodeColumns.ts'
import type { NodeScorer } from './nodeFacts.ts'
import {
  type PlacedFilter,
  type Template,
  type TemplateColumns,
  templateColumns,
} from './template.ts'

/** Nodes in list order. */
export interface NodeOrder {
  readonly names: readonly string[]
  readonly slots: Int32Array
  /** Where in the list a slot stands. */
  readonly positions: Int32Array
}

/** Where to look for a node, and what refuses nodes beside the template's own filters. */
export interface Search {
  readonly order: NodeOrder
  /** Those of the list that may be taken at all, in its order. */
  readonly slots: Int32Array
  /** Filters that depend on more than the node and refuse something as things stand. */
  readonly wide: readonly PlacedFilter[]
  /** 1 = other pods are nominated to the slot. */
  readonly marks?: Uint8Array
  /** The refusal of a slot for the sake of pods that are nominated to it; 0 = none. */
  readonly beside: (slot: number) => number
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
  readonly feasible: Int32Array
  readonly totals: Float64Array
  readonly scores: Float64Array
  readonly stale: Int32Array
  readonly found: Int32Array
  /** For templates that have no columns of their own. */
  readonly scratch: TemplateColumns
}

export const workspace = (capacity: number): Workspace => ({
  feasible: new Int32Array(capacity),
  totals: new Float64Array(capacity),
  scores: new Float64Array(capacity),
  stale: new Int32Array(capacity),
  found: new Int32Array(capacity),
  scratch: templateColumns(capacity),
})

const MAX_SCORE = 100
/** Slots that are made true at once, at least. */
const CHUNK = 32

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
  const { slots, order, wide, marks, beside } = search
  const nodes = slots.length
  const firstWins = pick.by === 'score' && profile.scores.length === 0
  const limit = firstWins ? 1 : numFeasibleNodesToFind(nodes, profile.percentageOfNodesToScore)
  const { feasible } = space
  const { refusals } = template.own ?? space.scratch
  const hasWide = wide.length > 0
  let count = 0
  let examined = 0
  let position = start.index % Math.max(1, nodes)
  while (examined < nodes && count < limit) {
    const ahead = Math.min(Math.max(limit - count, CHUNK), nodes - examined)
    makeTrue(template, columns, slots, position, ahead, space)
    const end = examined + ahead
    for (; examined < end && count < limit; examined++) {
      const slot = slots[position]!
      position = position + 1 === nodes ? 0 : position + 1
      if (refusals[slot] !== 0) continue
      if (hasWide && isRefused(wide, slot)) continue
      if (marks !== undefined && marks[slot] === 1 && beside(slot) !== 0) continue
      feasible[count++] = slot
    }
  }
  template.looked += examined
  if (count === 0) return foundNothing(order.slots.length, nodes, start)

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

/** Makes what is known about so many slots of a list, from a position on, true. */
export function makeTrue(
  template: Template,
  columns: NodeColumns,
  slots: Int32Array,
  from: number,
  count: number,
  space: Workspace,
): void {
  const nodes = slots.length
  const { stale } = space
  const { own } = template
  let changed = 0
  let position = from
  if (own) {
    const { seen } = own
    const { versions } = columns
    for (let i = 0; i < count; i++) {
      const slot = slots[position]!
      position = position + 1 === nodes ? 0 : position + 1
      if (seen[slot] !== versions[slot]) stale[changed++] = slot
    }
    if (changed === 0) return
    for (let i = 0; i < changed; i++) seen[stale[i]!] = versions[stale[i]!]!
  } else {
    for (; changed < count; changed++) {
      stale[changed] = slots[position]!
      position = position + 1 === nodes ? 0 : position + 1
    }
  }
  refresh(template, columns, own ?? space.scratch, changed, space)
}

/** Asks filters and scores about the first slots of `stale`. */
function refresh(
  template: Template,
  columns: NodeColumns,
  { refusals, positions, partial }: TemplateColumns,
  count: number,
  { stale, found, scores }: Workspace,
): void {
  const { nodeFacts, filters, scorers } = template
  const { nodeVersions } = columns
  const { refusals: refusedBefore, positions: placesBefore, seen, ask } = nodeFacts
  for (let i = 0; i < count; i++) {
    const slot = stale[i]!
    if (seen[slot] !== nodeVersions[slot]) {
      ask(slot)
      seen[slot] = nodeVersions[slot]!
    }
    const refusal = refusedBefore[slot]!
    refusals[slot] = refusal
    if (refusal !== 0) positions[slot] = placesBefore[slot]!
  }
  for (const { position, filter, filterAll } of filters) {
    if (filterAll) filterAll(stale, count, found)
    else for (let i = 0; i < count; i++) found[i] = filter(stale[i]!)
    for (let i = 0; i < count; i++) {
      if (found[i] === 0) continue
      const slot = stale[i]!
      if (refusals[slot] !== 0 && positions[slot]! < position) continue
      refusals[slot] = found[i]!
      positions[slot] = position
    }
  }
  // Nodes that are refused need no scores.
  let open = 0
  for (let i = 0; i < count; i++) {
    const slot = stale[i]!
    if (refusals[slot] !== 0) continue
    stale[open++] = slot
    partial[slot] = 0
  }
  if (open === 0) return
  for (const { weight, run } of scorers) {
    run.scoreAll(stale, open, scores)
    for (let i = 0; i < open; i++) partial[stale[i]!]! += weight * scores[i]!
  }
}

function isRefused(filters: readonly PlacedFilter[], slot: number): boolean {
  for (let i = 0; i < filters.length; i++) if (filters[i]!.filter(slot) !== 0) return true
  return false
}

/** The refusal that counts for a slot that is not feasible: that of the first plugin to say no. */
export function firstRefusal(
  { refusals, positions }: TemplateColumns,
  wide: readonly PlacedFilter[],
  slot: number,
): number {
  const own = refusals[slot]!
  for (let i = 0; i < wide.length; i++) {
    const { position, filter } = wide[i]!
    if (own !== 0 && positions[slot]! < position) return own
    const refusal = filter(slot)
    if (refusal !== 0) return refusal
  }
  return own
}

/** Totals of the feasible nodes, less what all have alike. Returns the greatest that there could be. */
function addScores(template: Template, space: Workspace, count: number): number {
  const { feasible, totals, scores } = space
  const { nodeFacts, wideScorers } = template
  const { partial } = template.own ?? space.scratch
  for (let i = 0; i < count; i++) totals[i] = partial[feasible[i]!]!
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

/** As `defaultNormalizeScore`, over the feasible nodes. */
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

function bestOf(columns: NodeColumns, { feasible, totals }: Workspace, count: number): string[] {
  let best = Number.NEGATIVE_INFINITY
  let equals = 0
  for (let i = 0; i < count; i++) {
    const total = totals[i]!
    if (total < best) continue
    if (total > best) {
      best = total
      equals = 0
    }
    equals += 1
  }
  // Of the right length at once: there are hundreds of equals while a cluster is empty.
  const names = new Array<string>(equals)
  let next = 0
  for (let i = 0; next < equals; i++) {
    if (totals[i] === best) names[next++] = columns.nameOf(feasible[i]!)
  }
  return names
}

function namesOf(columns: NodeColumns, feasible: Int32Array, count: number): string[] {
  return Array.from({ length: count }, (_, i) => columns.nameOf(feasible[i]!))
}
