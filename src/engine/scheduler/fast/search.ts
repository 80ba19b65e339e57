import type { Slots } from '../fastPath.ts'
import type { BestSlots } from '../resourceColumns.ts'
import type { NodeColumns } from './nodeColumns.ts'
import { factsAreOpen } from './nodeFacts.ts'
import {
  type PlacedFilter,
  type Template,
  type TemplateColumns,
  templateColumns,
} from './template.ts'

/** Nodes in list order. */
export interface NodeOrder {
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

/** Working space that is used again for every pod. */
export interface Workspace {
  /** Slots that fit, in the order in which they were found, and their totals. */
  readonly feasible: Int32Array
  readonly totals: Float64Array
  /** Scores of one plugin. */
  readonly scores: Float64Array
  readonly moreScores: Float64Array
  readonly stale: Int32Array
  readonly found: Int32Array
  readonly refusals: Int32Array
  readonly positions: Uint8Array
  /** What wide filters say about slots that are looked at together. */
  readonly wide: Int32Array
  /** For templates that have no columns of their own. */
  readonly scratch: TemplateColumns
  readonly best: BestSlots
}

export const workspace = (capacity: number): Workspace => ({
  feasible: new Int32Array(capacity),
  totals: new Float64Array(capacity),
  scores: new Float64Array(capacity),
  moreScores: new Float64Array(capacity),
  stale: new Int32Array(capacity),
  found: new Int32Array(capacity),
  refusals: new Int32Array(capacity),
  positions: new Uint8Array(capacity),
  wide: new Int32Array(capacity),
  scratch: templateColumns(capacity),
  best: { total: 0, equals: 0, slots: new Int32Array(capacity) },
})

/** Slots that are looked at together, at least. */
const CHUNK = 32
/** Up to so many changes, few slots of a search are stale. */
const FEW_CHANGES = 100

interface Found {
  readonly count: number
  readonly examined: number
}

/** Looks for so many slots that fit, by what is kept for the template. */
export function searchOwn(
  template: Template,
  columns: NodeColumns,
  { slots, order, wide, marks, beside }: Search,
  from: number,
  limit: number,
  space: Workspace,
): Found {
  const { feasible, totals } = space
  const { states, partial } = template.own!
  const { versions } = columns
  const nodes = slots.length
  const said = space.wide
  // With few changes since the last time, slots are made true as they are met.
  const isFresh = columns.stamp - template.stamp < FEW_CHANGES
  let count = 0
  let examined = 0
  let position = from
  while (examined < nodes && count < limit) {
    const ahead = Math.min(Math.max(limit - count, CHUNK), nodes - examined, nodes - position)
    if (!isFresh) makeTrue(template, columns, slots, position, ahead, order, space)
    const end = position + ahead
    const begun = position
    const refused =
      wide.length === 0 ? 0 : askWide(wide, slots.subarray(position, end), ahead, space)
    for (; position < end && count < limit; position++) {
      const slot = slots[position]!
      const version = versions[slot]!
      if (states[slot] !== version) {
        if (states[slot] === ~version) continue
        makeTrue(template, columns, slots, position, 1, order, space)
        if (states[slot] !== version) continue
      }
      if (refused > 0 && said[position - begun] !== 0) continue
      if (marks !== undefined && marks[slot] === 1 && beside(slot) !== 0) continue
      feasible[count] = slot
      totals[count++] = partial[slot]!
    }
    examined += position - begun
    if (position === nodes) position = 0
  }
  return { count, examined }
}

/**
 * The same without anything that is kept, and without keeping anything.
 * @param best collects the best of the slots instead of naming all of them, for templates with `both`
 */
export function searchFresh(
  template: Template,
  columns: NodeColumns,
  { slots, order, wide, marks, beside }: Search,
  from: number,
  limit: number,
  space: Workspace,
  best?: BestSlots,
): Found {
  const { feasible, totals, refusals } = space
  const nodes = slots.length
  const isPlain = wide.length === 0 && marks === undefined
  let count = 0
  let examined = 0
  let position = from
  while (examined < nodes && count < limit) {
    const ahead = Math.min(Math.max(limit - count, CHUNK), nodes - examined, nodes - position)
    const chunk = slots.subarray(position, position + ahead)
    const refused = ask(template, columns, chunk, ahead, order, space)
    let taken = 0
    if (refused === 0 && isPlain) {
      taken = Math.min(ahead, limit - count)
      if (best) template.both!.best(chunk, taken, best)
      else {
        for (let i = 0; i < taken; i++) feasible[count + i] = chunk[i]!
        addOwnScores(template, chunk, taken, totals, count, space)
      }
      count += taken
    } else {
      const before = count
      for (; taken < ahead && count < limit; taken++) {
        if (refused > 0 && refusals[taken] !== 0) continue
        const slot = chunk[taken]!
        if (isRefused(wide, slot)) continue
        if (marks !== undefined && marks[slot] === 1 && beside(slot) !== 0) continue
        feasible[count++] = slot
      }
      const more = count - before
      if (more > 0 && best) template.both!.best(feasible.subarray(before, count), more, best)
      else if (more > 0) {
        addOwnScores(template, feasible.subarray(before, count), more, totals, before, space)
      }
    }
    examined += taken
    position += taken
    if (position === nodes) position = 0
  }
  return { count, examined }
}

/**
 * Makes what is known about so many slots of a list, from a position on, true; not beyond its end.
 * For a template without columns of its own, that is in the scratch columns.
 */
export function makeTrue(
  template: Template,
  columns: NodeColumns,
  slots: Int32Array,
  from: number,
  count: number,
  order: NodeOrder,
  space: Workspace,
): void {
  const { stale, totals, refusals: found, positions: places } = space
  const { own } = template
  const { states, refusals, positions, partial } = own ?? space.scratch
  const { versions } = columns
  const end = from + count
  let changed = 0
  for (let position = from; position < end; position++) {
    const slot = slots[position]!
    const version = versions[slot]!
    if (own && (states[slot] === version || states[slot] === ~version)) continue
    stale[changed++] = slot
    states[slot] = version
  }
  if (changed === 0) return
  const refused = ask(template, columns, stale, changed, order, space)
  if (refused > 0) {
    // Nodes that are refused need no scores.
    let open = 0
    for (let i = 0; i < changed; i++) {
      const slot = stale[i]!
      if (found[i] === 0) stale[open++] = slot
      else {
        states[slot] = ~versions[slot]!
        refusals[slot] = found[i]!
        positions[slot] = places[i]!
      }
    }
    changed = open
  }
  if (changed === 0) return
  // Totals beyond those that have been found already are free.
  const free = totals.length - changed
  addOwnScores(template, stale, changed, totals, free, space)
  for (let i = 0; i < changed; i++) partial[stale[i]!] = totals[free + i]!
}

/** Why the template's own filters refuse a slot that was just made true; 0 = they do not. */
export const ownRefusal = (
  { states, refusals }: TemplateColumns,
  { versions }: NodeColumns,
  slot: number,
): number => (states[slot] === versions[slot] ? 0 : refusals[slot]!)

/**
 * Asks the template's own filters: `refusals[i]` and `positions[i]` of the workspace become those of
 * `slots[i]`, unless nothing refuses. Returns at least how many slots are refused; 0 = none.
 */
function ask(
  { nodeFacts, filters }: Template,
  columns: NodeColumns,
  slots: Slots,
  count: number,
  order: NodeOrder,
  { refusals, positions, found }: Workspace,
): number {
  let refused = 0
  let isBlank = true
  if (!factsAreOpen(nodeFacts, columns, slots, count, order.slots)) {
    isBlank = false
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!
      const refusal = nodeFacts.refusals[slot]!
      refusals[i] = refusal
      if (refusal === 0) continue
      refused += 1
      positions[i] = nodeFacts.positions[slot]!
    }
  }
  for (let k = 0; k < filters.length; k++) {
    const { position, run } = filters[k]!
    let more = 0
    if (run.filterAll) more = run.filterAll(slots, count, found)
    else {
      for (let i = 0; i < count; i++) {
        found[i] = run.filter(slots[i]!)
        if (found[i] !== 0) more += 1
      }
    }
    if (more === 0) continue
    refused += more
    if (isBlank) refusals.fill(0, 0, count)
    isBlank = false
    for (let i = 0; i < count; i++) {
      if (found[i] === 0) continue
      if (refusals[i] !== 0 && positions[i]! < position) continue
      refusals[i] = found[i]!
      positions[i] = position
    }
  }
  return refused
}

/** `totals[at + i]` becomes what scores of the node and the pods on it come to for `slots[i]`. */
function addOwnScores(
  { scorers, both }: Template,
  slots: Slots,
  count: number,
  totals: Float64Array,
  at: number,
  { scores, moreScores }: Workspace,
): void {
  if (both) {
    both.totals(slots, count, totals, at)
    return
  }
  if (scorers.length === 2) {
    const [{ weight: weight1, run: run1 }, { weight: weight2, run: run2 }] = scorers as [
      Template['scorers'][number],
      Template['scorers'][number],
    ]
    run1.scoreAll(slots, count, scores)
    run2.scoreAll(slots, count, moreScores)
    for (let i = 0; i < count; i++) {
      totals[at + i] = weight1 * scores[i]! + weight2 * moreScores[i]!
    }
    return
  }
  totals.fill(0, at, at + count)
  for (let k = 0; k < scorers.length; k++) {
    const { weight, run } = scorers[k]!
    run.scoreAll(slots, count, scores)
    for (let i = 0; i < count; i++) totals[at + i]! += weight * scores[i]!
  }
}

/**
 * Whether wide filters refuse so many slots: `space.wide[i]` is not 0 then, unless none is refused. Returns
 * at least how many are.
 */
function askWide(
  wide: readonly PlacedFilter[],
  slots: Slots,
  count: number,
  { wide: said, found }: Workspace,
): number {
  let refused = 0
  for (let k = 0; k < wide.length; k++) {
    const { run } = wide[k]!
    // The first one with something to say says it in place.
    const to = refused === 0 ? said : found
    let more = 0
    if (run.filterAll) more = run.filterAll(slots, count, to)
    else {
      for (let i = 0; i < count; i++) {
        to[i] = run.filter(slots[i]!)
        if (to[i] !== 0) more += 1
      }
    }
    if (to === found && more > 0) for (let i = 0; i < count; i++) said[i]! |= found[i]!
    refused += more
  }
  return refused
}

export function isRefused(filters: readonly PlacedFilter[], slot: number): boolean {
  for (let i = 0; i < filters.length; i++) if (filters[i]!.run.filter(slot) !== 0) return true
  return false
}
