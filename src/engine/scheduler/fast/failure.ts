import type { Rejections } from '../decide.ts'
import type { Nominated } from '../fitCheck.ts'
import type { RejectedGroup, Rejection } from '../framework.ts'
import { LATEST_CHANGES, type NodeColumns } from './nodeColumns.ts'
import { makeTrue, type NodeOrder, type Search, type Workspace } from './search.ts'
import type { PlacedFilter, Template, TemplateColumns } from './template.ts'

/** A search that found no node. */
export interface Failure {
  readonly stamp: number
  readonly order: NodeOrder
  /** The slots that were looked at, all of them in vain. */
  readonly slots: Int32Array
  /** By slot: why it was refused; 0 = it is not one of these. */
  readonly numbers: Int32Array
  /** How many for the same reason, by its number. */
  readonly counted: Int32Array
  readonly restrictedBy: readonly string[] | undefined
  /** Beside whose promises (see `Nominated.all`), all but those to a pod that has one itself, which is on `own`. */
  readonly all?: Nominated['all']
  readonly own: number
  readonly failed: Rejections
  /** True = every node of the list was refused by what the template itself asks of it and its pods. */
  readonly isPlain: boolean
  /** `NodeColumns.changes` up to which this is true then. */
  readonly changes: number
  /** Made of an earlier one. */
  readonly isPatched: boolean
}

/** The refusal of the first plugin to say no to a slot that the template's own filters may refuse. */
function firstRefusal(
  own: number,
  place: number,
  wide: readonly PlacedFilter[],
  slot: number,
): number {
  for (let i = 0; i < wide.length; i++) {
    const { position, run } = wide[i]!
    if (own !== 0 && place < position) return own
    const refusal = run.filter(slot)
    if (refusal !== 0) return refusal
  }
  return own
}

/** Why a slot that was just made true is refused; 0 = it is not. */
function refusalAt(
  { states, refusals, positions }: TemplateColumns,
  { versions }: NodeColumns,
  { wide, marks, beside }: Search,
  slot: number,
): number {
  const own = states[slot] === versions[slot] ? 0 : refusals[slot]!
  const number = wide.length > 0 ? firstRefusal(own, positions[slot]!, wide, slot) : own
  return marks !== undefined && marks[slot] === 1 ? beside(slot) || number : number
}

/**
 * Why no node is feasible.
 * @param earlier of the same template, of which nobody needs to know any more
 * @param restrictedBy plugins that left only these slots
 */
export function failedSearch(
  template: Template,
  columns: NodeColumns,
  search: Search,
  space: Workspace,
  restrictedBy: readonly string[] | undefined,
  earlier: Failure | undefined,
  nominated: Nominated,
): Failure {
  const patched = earlier && patchedFailure(earlier, template, columns, search, space)
  if (patched) return patched
  const { order, slots } = search
  const known = template.own ?? space.scratch
  // What was not kept is asked once more.
  if (!template.own) makeTrue(template, columns, slots, 0, slots.length, order, space)
  const numbers = earlier?.numbers ?? new Int32Array(columns.capacity)
  numbers.fill(0)
  let counted: Int32Array = new Int32Array(columns.refusals().length)
  for (let i = 0; i < slots.length; i++) {
    const number = refusalAt(known, columns, search, slots[i]!)
    numbers[slots[i]!] = number
    counted = roomFor(number, counted, columns)
    counted[number]! += 1
  }
  const own = ownSlot(nominated, columns)
  const { stamp, changes } = columns
  const { all } = nominated
  const isPlain = template.own !== undefined && isWhole(search)
  const base = {
    stamp,
    order,
    slots,
    numbers,
    counted,
    restrictedBy,
    all,
    own,
    isPlain,
    changes,
    isPatched: false,
  }
  return { ...base, failed: rejectionsOf(base, columns) }
}

const isWhole = ({ order, slots, wide, marks }: Search): boolean =>
  slots === order.slots && wide.length === 0 && marks === undefined

/** The same search after a few changes: only what has changed is looked at again. */
function patchedFailure(
  earlier: Failure,
  template: Template,
  columns: NodeColumns,
  search: Search,
  space: Workspace,
): Failure | undefined {
  const { own } = template
  if (!own || !earlier.isPlain || !isWhole(search)) return undefined
  const { changes, stamp } = columns
  if (changes - earlier.changes > LATEST_CHANGES) return undefined
  const { order } = search
  const { slots, positions } = order
  const { numbers } = earlier
  let { counted } = earlier
  for (let change = earlier.changes; change < changes; change++) {
    const slot = columns.changed(change)
    const before = numbers[slot]!
    const place = positions[slot]!
    let number = 0
    if (slots[place] === slot) {
      makeTrue(template, columns, slots, place, 1, order, space)
      number = refusalAt(own, columns, search, slot)
    }
    if (before === number) continue
    counted = roomFor(number, counted, columns)
    if (before > 0) counted[before]! -= 1
    if (number > 0) counted[number]! += 1
    numbers[slot] = number
  }
  const base = { ...earlier, stamp, order, slots, counted, changes, isPatched: true }
  return { ...base, failed: rejectionsOf(base, columns) }
}

const ownSlot = ({ own }: Nominated, columns: NodeColumns): number =>
  own === undefined ? -1 : columns.slotOf(own)

/** Asking may have shown a way of saying no that nobody has used before. */
function roomFor(number: number, counted: Int32Array, columns: NodeColumns): Int32Array {
  if (number < counted.length) return counted
  const longer = new Int32Array(columns.refusals().length)
  longer.set(counted)
  return longer
}

/**
 * The failure of another pod of the template, with nothing changed in between: hundreds of pods may wait for
 * their victims to leave. Only where one of the two has been promised a place it may be different.
 * @returns undefined when such a place would take this pod
 */
export function failureBeside(
  before: Failure,
  template: Template,
  columns: NodeColumns,
  search: Search,
  space: Workspace,
  nominated: Nominated,
): Failure | undefined {
  const { order, slots, numbers } = before
  if (!template.own) return undefined
  const own = ownSlot(nominated, columns)
  const places: number[] = []
  for (const slot of own === before.own ? [own] : [before.own, own]) {
    const place = placeOf(slot, before)
    if (place >= 0) places.push(place)
  }
  const found = places.map((place) => {
    makeTrue(template, columns, slots, place, 1, order, space)
    return refusalAt(template.own!, columns, search, slots[place]!)
  })
  if (found.includes(0)) return undefined
  let { counted } = before
  places.forEach((place, i) => {
    const number = found[i]!
    counted = roomFor(number, counted, columns)
    const slot = slots[place]!
    counted[numbers[slot]!]! -= 1
    counted[number]! += 1
    numbers[slot] = number
  })
  const base = { ...before, counted, own }
  return { ...base, failed: rejectionsOf(base, columns) }
}

function placeOf(slot: number, { order, slots }: Pick<Failure, 'order' | 'slots'>): number {
  if (slot < 0) return -1
  if (slots !== order.slots) return slots.indexOf(slot)
  const place = order.positions[slot]!
  return slots[place] === slot ? place : -1
}

function rejectionsOf(failure: Omit<Failure, 'failed'>, columns: NodeColumns): Rejections {
  const { slots, numbers, counted, restrictedBy } = failure
  const groups: RejectedGroup[] = []
  const rejectedBy = new Set<string>()
  columns.refusals().forEach(({ plugin, rejection }, number) => {
    const nodes = counted[number] ?? 0
    if (nodes === 0) return
    groups.push({ rejection, nodes })
    rejectedBy.add(plugin)
  })
  const rejectionOf = (number: number): Rejection => columns.refusals()[number]!.rejection
  const rejections = {
    size: slots.length,
    get(name: string) {
      const slot = columns.slotOf(name)
      return placeOf(slot, failure) < 0 ? undefined : rejectionOf(numbers[slot]!)
    },
    values: () => Array.from(slots, (slot) => rejectionOf(numbers[slot]!)).values(),
  }
  for (const plugin of restrictedBy ?? []) rejectedBy.add(plugin)
  const absent: Rejection | undefined = restrictedBy && {
    code: 'UnschedulableAndUnresolvable',
    reasons: [`node(s) didn't satisfy plugin(s) [${restrictedBy.join(' ')}]`],
  }
  return { rejections, groups, absent, rejectedBy, preFilterRejected: false }
}

/** The slots that PreFilter leaves, in list order. */
export interface Restricted {
  readonly order: NodeOrder
  readonly slots: Int32Array
  readonly plugins: readonly string[]
}

const restrictions = new WeakMap<NonNullable<Template['only']>, Restricted>()

export function restricted(
  only: Template['only'],
  order: NodeOrder,
  columns: NodeColumns,
): Restricted | undefined {
  if (!only) return undefined
  const known = restrictions.get(only)
  if (known?.order === order) return known
  const places: number[] = []
  for (const name of only.names) {
    const slot = columns.slotOf(name)
    const place = slot < 0 ? -1 : order.positions[slot]!
    if (place >= 0 && order.slots[place] === slot) places.push(place)
  }
  places.sort((a, b) => a - b)
  const slots = Int32Array.from(places, (place) => order.slots[place]!)
  const found = { order, slots, plugins: only.plugins }
  restrictions.set(only, found)
  return found
}
