import type { Rejections } from '../decide.ts'
import type { RejectedGroup, Rejection } from '../framework.ts'
import type { NodeColumns } from './nodeColumns.ts'
import { makeTrue, type NodeOrder, type Search, type Workspace } from './search.ts'
import type { PlacedFilter, Template } from './template.ts'

/** A search that found no node. */
export interface Failure {
  readonly stamp: number
  readonly order: NodeOrder
  /** The slots that were looked at, all of them in vain. */
  readonly slots: Int32Array
  /** By place in `slots`: why each was refused. */
  readonly numbers: Int32Array
  readonly failed: Rejections
}

/** The refusal of the first plugin to say no to a slot that the template's own filters may refuse. */
function firstRefusal(
  own: number,
  place: number,
  wide: readonly PlacedFilter[],
  slot: number,
): number {
  for (let i = 0; i < wide.length; i++) {
    const { position, filter } = wide[i]!
    if (own !== 0 && place < position) return own
    const refusal = filter(slot)
    if (refusal !== 0) return refusal
  }
  return own
}

/**
 * Why no node is feasible.
 * @param earlier of the same template, of which nobody needs to know any more
 * @param restrictedBy plugins that left only these slots
 */
export function failedSearch(
  template: Template,
  columns: NodeColumns,
  { order, slots, wide, marks, beside }: Search,
  space: Workspace,
  restrictedBy: readonly string[] | undefined,
  earlier: Failure | undefined,
): Failure {
  const { states, refusals, positions } = template.own ?? space.scratch
  const { versions } = columns
  const hasWide = wide.length > 0
  // What was not kept is asked once more.
  if (!template.own) makeTrue(template, columns, slots, 0, slots.length, order, space)
  const numbers =
    earlier?.numbers.length === slots.length ? earlier.numbers : new Int32Array(slots.length)
  let counted = new Int32Array(columns.refusals().length)
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!
    let number = states[slot] === versions[slot] ? 0 : refusals[slot]!
    if (hasWide) number = firstRefusal(number, positions[slot]!, wide, slot)
    if (marks !== undefined && marks[slot] === 1) number = beside(slot) || number
    numbers[i] = number
    // Asking may have shown a way of saying no that nobody has used before.
    if (number >= counted.length) {
      const longer = new Int32Array(columns.refusals().length)
      longer.set(counted)
      counted = longer
    }
    counted[number]! += 1
  }
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
      const place = slot < 0 ? -1 : slots.indexOf(slot)
      return place < 0 ? undefined : rejectionOf(numbers[place]!)
    },
    values: () => Array.from(numbers, rejectionOf).values(),
  }
  for (const plugin of restrictedBy ?? []) rejectedBy.add(plugin)
  const absent: Rejection | undefined = restrictedBy && {
    code: 'UnschedulableAndUnresolvable',
    reasons: [`node(s) didn't satisfy plugin(s) [${restrictedBy.join(' ')}]`],
  }
  const failed = { rejections, groups, absent, rejectedBy, preFilterRejected: false }
  return { stamp: columns.stamp, order, slots, numbers, failed }
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
