import { VALUES } from '../fastPath.ts'
import { LATEST_CHANGES, type NodeColumns } from './nodeColumns.ts'
import type { NodeScorer } from './nodeFacts.ts'
import { makeTrue, type NodeOrder, type Workspace } from './search.ts'
import type { Scorer, Template } from './template.ts'

/*
 * The list of nodes in blocks, each with the greatest total of its slots that take a template's pods,
 * and how many have it. A search over hundreds of nodes then looks at a few blocks, and slot by slot
 * only at those where something has changed and at both ends of its range. Where a score depends on
 * more than the node (see `FastRun.byValue`), slots are told apart by the value that it depends on,
 * and a block has such totals for each of these kinds.
 */

const BITS = 6
const BLOCK = 1 << BITS
/** Kinds of slots that are told apart: as many as a number has bits. */
const KINDS = 32
/** How often there may be more kinds than that before a template's slots are not told apart any more. */
const MOST_OVERFLOWS = 4
const MAX_SCORE = 100

/** What is known of the blocks of the list for one template. A row is a block, or a part of one. */
export interface Blocks {
  order: NodeOrder
  /** `NodeColumns.changes` up to which blocks have been marked. */
  changes: number
  /** Kinds that there is room for. */
  readonly width: number
  /** By block: 1 = nothing of it has changed since it was looked at. */
  readonly isTrue: Uint8Array
  /** By row: how many slots take the pod, and of which kinds they are, as bits. */
  readonly open: Uint8Array
  readonly kinds: Int32Array
  /** By row and kind: the greatest total, and how many slots have it. */
  readonly best: Int32Array
  readonly equals: Uint8Array
  /** By slot, where slots are told apart. */
  readonly kindOf: Uint8Array
  /** The kind of a value, -1 = none yet; and back. */
  readonly kindByValue: Int8Array
  readonly valueByKind: Int32Array
  /** How many kinds have been met. */
  met: number
  /** The rows of the latest search in its order, and where in the list each begins. */
  readonly rows: Int32Array
  readonly starts: Int32Array
  /** What the latest search adds to totals, by kind. */
  readonly more: Float64Array
}

function createBlocks(order: NodeOrder, hasKinds: boolean): Blocks {
  const blocks = (order.slots.length + BLOCK - 1) >> BITS
  // Two more for the parts of blocks with which a search begins and ends.
  const rows = blocks + 2
  const width = hasKinds ? KINDS : 1
  return {
    order,
    changes: 0,
    width,
    isTrue: new Uint8Array(blocks),
    open: new Uint8Array(rows),
    kinds: new Int32Array(rows),
    best: new Int32Array(rows * width),
    equals: new Uint8Array(rows * width),
    kindOf: new Uint8Array(hasKinds ? order.positions.length : 0),
    kindByValue: new Int8Array(hasKinds ? VALUES : 0).fill(-1),
    valueByKind: new Int32Array(width),
    met: hasKinds ? 0 : 1,
    rows: new Int32Array(rows),
    starts: new Int32Array(rows),
    more: new Float64Array(width),
  }
}

/** What a search by blocks came to. */
export interface Ranked {
  readonly count: number
  readonly examined: number
  /** How many rows it is made of. */
  readonly rows: number
  /** The greatest total, how many slots have it, and the greatest that there could be. */
  readonly total: number
  readonly equals: number
  readonly maxTotal: number
  /** Whether slots were told apart by a value. */
  readonly byValue: boolean
}

/**
 * Looks for so many slots of the whole list that take the pod, while no wide filter refuses any and no
 * other pod is nominated, and finds the best of them.
 * @param template with columns of its own
 * @returns undefined where this cannot be said by blocks
 */
export function searchBlocks(
  template: Template,
  columns: NodeColumns,
  order: NodeOrder,
  from: number,
  limit: number,
  space: Workspace,
): Ranked | undefined {
  if (nodesDiffer(template.nodeFacts.scorers)) return undefined
  let { maxTotal } = template
  let valued: Scorer | undefined
  for (const scorer of template.wideScorers) {
    const said = scorer.run.preScore?.()
    if (said === 'Skip') continue
    maxTotal += scorer.weight * MAX_SCORE
    if (said === 'Zero') continue
    if (valued || !scorer.run.byValue?.isUsable()) return undefined
    valued = scorer
  }
  const valueAt = valued?.run.byValue?.at
  if (valueAt && template.overflows === MOST_OVERFLOWS) return undefined
  const blocks = blocksOf(template, order, valueAt !== undefined)
  mark(blocks, columns)

  const { isTrue, open } = blocks
  const nodes = order.slots.length
  /** The next row for a part of a block. */
  let part = isTrue.length
  let rows = 0
  let count = 0
  let examined = 0
  let position = from
  while (examined < nodes && count < limit) {
    const block = position >> BITS
    const start = block << BITS
    const end = Math.min(start + BLOCK, nodes)
    if (isTrue[block] === 0) {
      makeTrue(template, columns, order.slots, start, end - start, order, space)
      if (nodesDiffer(template.nodeFacts.scorers)) return undefined
      if (valueAt && !setKinds(blocks, start, end, valueAt)) {
        template.blocks = undefined
        template.overflows += 1
        return undefined
      }
      sum(blocks, block, template, columns, start, end, BLOCK)
      isTrue[block] = 1
    }
    let row = block
    let last = Math.min(end, position + nodes - examined)
    // The last block ends with the last slot that is wanted.
    if (position !== start || last !== end || count + open[block]! >= limit) {
      row = part++
      last = sum(blocks, row, template, columns, position, last, limit - count)
    }
    blocks.rows[rows] = row
    blocks.starts[rows++] = position
    count += open[row]!
    examined += last - position
    position = last === nodes ? 0 : last
  }
  if (valued) scoreKinds(blocks, rows, count, valued)
  return best(blocks, rows, { count, examined, maxTotal, byValue: valued !== undefined })
}

/** Whether scores of Node objects alone tell nodes apart. */
export function nodesDiffer(scorers: readonly NodeScorer[]): boolean {
  for (let i = 0; i < scorers.length; i++) if (scorers[i]!.greatest !== 0) return true
  return false
}

function blocksOf(template: Template, order: NodeOrder, hasKinds: boolean): Blocks {
  const known = template.blocks
  if (known?.width === (hasKinds ? KINDS : 1)) {
    if (known.order === order) return known
    const blocks = (order.slots.length + BLOCK - 1) >> BITS
    if (known.isTrue.length === blocks) {
      reorder(known, order)
      return known
    }
  }
  template.blocks = createBlocks(order, hasKinds)
  return template.blocks
}

/** Nodes mostly come and go at the end of the list; what stands before the first change stays known. */
function reorder(blocks: Blocks, order: NodeOrder): void {
  const before = blocks.order.slots
  const { slots } = order
  const end = Math.min(before.length, slots.length)
  let position = 0
  while (position < end && before[position] === slots[position]) position += 1
  blocks.isTrue.fill(0, position >> BITS)
  blocks.order = order
}

/** Marks the blocks in which something has changed. */
function mark(blocks: Blocks, columns: NodeColumns): void {
  const { order, isTrue } = blocks
  const { changes } = columns
  if (changes - blocks.changes > LATEST_CHANGES) isTrue.fill(0)
  else {
    for (let change = blocks.changes; change < changes; change++) {
      const slot = columns.changed(change)
      isTrue[order.positions[slot]! >> BITS] = 0
    }
  }
  blocks.changes = changes
}

/** Says which kind each of these slots is of; false = there are too many kinds. */
function setKinds(
  blocks: Blocks,
  from: number,
  end: number,
  valueAt: (slot: number) => number,
): boolean {
  const { order, kindOf, kindByValue, valueByKind } = blocks
  for (let position = from; position < end; position++) {
    const slot = order.slots[position]!
    const value = valueAt(slot)
    if (value < 0) return false
    let kind = kindByValue[value]!
    if (kind < 0) {
      if (blocks.met === KINDS) return false
      kind = blocks.met++
      kindByValue[value] = kind
      valueByKind[kind] = value
    }
    kindOf[slot] = kind
  }
  return true
}

/**
 * Sums up the slots of a part of the list, as a row, until so many of them take the pod. They must have been
 * made true. Returns where it ended.
 */
function sum(
  { order, width, open, kinds, best, equals, kindOf }: Blocks,
  row: number,
  template: Template,
  columns: NodeColumns,
  from: number,
  end: number,
  limit: number,
): number {
  const { slots } = order
  const { states, partial } = template.own!
  const { versions } = columns
  let found = 0
  let bits = 0
  let position = from
  for (; position < end && found < limit; position++) {
    const slot = slots[position]!
    if (states[slot] !== versions[slot]) continue
    found += 1
    const kind = width === 1 ? 0 : kindOf[slot]!
    const at = row * width + kind
    const total = partial[slot]!
    if ((bits & (1 << kind)) === 0 || total > best[at]!) {
      bits |= 1 << kind
      best[at] = total
      equals[at] = 1
    } else if (total === best[at]) equals[at]! += 1
  }
  open[row] = found
  kinds[row] = bits
  return position
}

/** Works out what the score adds for each kind that was met in these rows. */
function scoreKinds(
  { rows: inOrder, kinds, valueByKind, more }: Blocks,
  rows: number,
  count: number,
  { weight, run }: Scorer,
): void {
  let all = 0
  for (let i = 0; i < rows; i++) all |= kinds[inOrder[i]!]!
  let present = 0
  for (let bits = all; bits !== 0; bits &= bits - 1) {
    PRESENT[present] = lowestBit(bits)
    VALUES_OF[present] = valueByKind[PRESENT[present]!]!
    present += 1
  }
  run.byValue!.scoreAll(VALUES_OF, present, count, SCORES_OF)
  for (let i = 0; i < present; i++) more[PRESENT[i]!] = weight * SCORES_OF[i]!
}

/** Kinds that were met, their values and their scores, for the time of one call. */
const PRESENT = new Int32Array(KINDS)
const VALUES_OF = new Int32Array(KINDS)
const SCORES_OF = new Float64Array(KINDS)

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits)

function best(
  { rows: inOrder, width, kinds, best, equals: counts, more }: Blocks,
  rows: number,
  found: Pick<Ranked, 'count' | 'examined' | 'maxTotal' | 'byValue'>,
): Ranked {
  let total = Number.NEGATIVE_INFINITY
  let equals = 0
  for (let i = 0; i < rows; i++) {
    const row = inOrder[i]!
    for (let bits = kinds[row]!; bits !== 0; bits &= bits - 1) {
      const kind = lowestBit(bits)
      const at = row * width + kind
      const own = best[at]! + more[kind]!
      if (own < total) continue
      if (own > total) {
        total = own
        equals = 0
      }
      equals += counts[at]!
    }
  }
  const { count, examined, maxTotal, byValue } = found
  return { count, examined, rows, total, equals, maxTotal, byValue }
}

/**
 * One of the slots with the greatest total.
 * @param number in the order in which they were found, from 0
 */
export function bestSlot(
  template: Template,
  columns: NodeColumns,
  { rows, total }: Ranked,
  number: number,
): number {
  const blocks = template.blocks!
  let before = number
  for (let i = 0; i < rows; i++) {
    const here = equalsIn(blocks, blocks.rows[i]!, total)
    if (here <= before) {
      before -= here
      continue
    }
    for (let position = blocks.starts[i]!; ; position++) {
      const slot = blocks.order.slots[position]!
      if (!hasTotal(template, columns, slot, total)) continue
      if (before === 0) return slot
      before -= 1
    }
  }
  throw new Error('there are not so many equals')
}

/** The names of all of them. */
export function bestNames(
  template: Template,
  columns: NodeColumns,
  { rows, total }: Ranked,
): readonly string[] {
  const blocks = template.blocks!
  const names: string[] = []
  for (let i = 0; i < rows; i++) {
    let here = equalsIn(blocks, blocks.rows[i]!, total)
    for (let position = blocks.starts[i]!; here > 0; position++) {
      const slot = blocks.order.slots[position]!
      if (!hasTotal(template, columns, slot, total)) continue
      names.push(columns.names[slot]!)
      here -= 1
    }
  }
  return names
}

function equalsIn(
  { width, kinds, best, equals, more }: Blocks,
  row: number,
  total: number,
): number {
  let here = 0
  for (let bits = kinds[row]!; bits !== 0; bits &= bits - 1) {
    const kind = lowestBit(bits)
    const at = row * width + kind
    if (best[at]! + more[kind]! === total) here += equals[at]!
  }
  return here
}

function hasTotal(
  { own, blocks }: Template,
  { versions }: NodeColumns,
  slot: number,
  total: number,
): boolean {
  const { states, partial } = own!
  if (states[slot] !== versions[slot]) return false
  const { width, kindOf, more } = blocks!
  return partial[slot]! + more[width === 1 ? 0 : kindOf[slot]!]! === total
}
