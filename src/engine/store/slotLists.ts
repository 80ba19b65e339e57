/** An ordered list of slots, one of many in the same `SlotLinks`. */
export interface SlotList {
  first: number
  last: number
}

/**
 * The links of ordered lists of slots (see `Watcher`), of which a slot stands in one at most. Adding and
 * taking out take a constant time. They stand in columns: with very many objects they need 8 bytes for
 * each, and no memory that has to be looked through for garbage.
 */
export interface SlotLinks {
  /** At the end of the list. */
  add(list: SlotList, slot: number): void
  /** The slot stands in this list. */
  remove(list: SlotList, slot: number): void
  /** In the order in which they were added. */
  slotsOf(list: SlotList): number[]
}

/** No slot: what begins and ends a list. */
export const NONE = -1

export const newSlotList = (): SlotList => ({ first: NONE, last: NONE })

export function createSlotLinks(): SlotLinks {
  let next = new Int32Array(0)
  let previous = new Int32Array(0)

  return {
    add(list, slot) {
      if (slot >= next.length) {
        next = grownTo(next, slot)
        previous = grownTo(previous, slot)
      }
      next[slot] = NONE
      previous[slot] = list.last
      if (list.last === NONE) list.first = slot
      else next[list.last] = slot
      list.last = slot
    },
    remove(list, slot) {
      const before = previous[slot]!
      const after = next[slot]!
      if (before === NONE) list.first = after
      else next[before] = after
      if (after === NONE) list.last = before
      else previous[after] = before
    },
    slotsOf(list) {
      const slots: number[] = []
      for (let slot = list.first; slot !== NONE; slot = next[slot]!) slots.push(slot)
      return slots
    },
  }
}

/** The same lists, by a key each. */
export interface KeyedSlots {
  add(key: string, slot: number): void
  remove(key: string, slot: number): void
  of(key: string): number[]
}

export function createKeyedSlots(): KeyedSlots {
  const links = createSlotLinks()
  const lists = new Map<string, SlotList>()
  /** The objects of one owner are made one after the other. */
  let latest: { readonly key: string; readonly list: SlotList } | undefined

  function listOf(key: string): SlotList {
    if (latest?.key === key) return latest.list
    let list = lists.get(key)
    if (list === undefined) {
      list = newSlotList()
      lists.set(key, list)
    }
    latest = { key, list }
    return list
  }

  return {
    add: (key, slot) => links.add(listOf(key), slot),
    remove(key, slot) {
      const list = listOf(key)
      links.remove(list, slot)
      if (list.first !== NONE) return
      lists.delete(key)
      latest = undefined
    },
    of(key) {
      const list = lists.get(key)
      return list ? links.slotsOf(list) : []
    },
  }
}

/** With room for the slot, and for as many more that the next of them need no other column. */
export function grownTo(column: Int32Array<ArrayBuffer>, slot: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(16, 2 * column.length, slot + 1))
  larger.set(column)
  return larger
}
