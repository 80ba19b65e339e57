/** No slot: what begins and ends a list. */
export const NONE = -1

/**
 * Ordered lists of slots (see `Watcher`), by number; a slot stands in one of them at most. Adding and taking
 * out take a constant time. All of it stands in columns: with very many objects they need 8 bytes for each,
 * a list 8 more, and nothing that has to be looked through for garbage or lies far apart.
 */
export class SlotLists {
  /** By list. */
  #firsts = new Int32Array(0)
  #lasts = new Int32Array(0)
  /** By slot. */
  #nexts = new Int32Array(0)
  #previous = new Int32Array(0)

  /** At the end of the list. */
  add(list: number, slot: number): void {
    if (list >= this.#firsts.length) {
      this.#firsts = grownTo(this.#firsts, list)
      this.#lasts = grownTo(this.#lasts, list)
    }
    if (slot >= this.#nexts.length) {
      this.#nexts = grownTo(this.#nexts, slot)
      this.#previous = grownTo(this.#previous, slot)
    }
    const last = this.#lasts[list]!
    this.#nexts[slot] = NONE
    this.#previous[slot] = last
    if (last === NONE) this.#firsts[list] = slot
    else this.#nexts[last] = slot
    this.#lasts[list] = slot
  }

  /** The slot stands in this list. */
  remove(list: number, slot: number): void {
    const before = this.#previous[slot]!
    const after = this.#nexts[slot]!
    if (before === NONE) this.#firsts[list] = after
    else this.#nexts[before] = after
    if (after === NONE) this.#lasts[list] = before
    else this.#previous[after] = before
  }

  isEmpty(list: number): boolean {
    return list >= this.#firsts.length || this.#firsts[list] === NONE
  }

  /** In the order in which they were added. */
  slotsOf(list: number): number[] {
    const slots: number[] = []
    if (this.isEmpty(list)) return slots
    for (let slot = this.#firsts[list]!; slot !== NONE; slot = this.#nexts[slot]!) slots.push(slot)
    return slots
  }
}

/** The same lists, by a key each. */
export interface KeyedSlots {
  add(key: string, slot: number): void
  remove(key: string, slot: number): void
  of(key: string): number[]
}

export function createKeyedSlots(): KeyedSlots {
  const lists = new SlotLists()
  /** Of lists that are not empty. */
  const numbers = new Map<string, number>()
  const free: number[] = []
  /** The objects of one owner are made one after the other. */
  let latest: { readonly key: string; readonly list: number } | undefined

  function listOf(key: string): number {
    if (latest?.key === key) return latest.list
    let list = numbers.get(key)
    if (list === undefined) {
      list = free.pop() ?? numbers.size
      numbers.set(key, list)
    }
    latest = { key, list }
    return list
  }

  return {
    add: (key, slot) => lists.add(listOf(key), slot),
    remove(key, slot) {
      const list = listOf(key)
      lists.remove(list, slot)
      if (!lists.isEmpty(list)) return
      numbers.delete(key)
      free.push(list)
      latest = undefined
    },
    of(key) {
      const list = numbers.get(key)
      return list === undefined ? [] : lists.slotsOf(list)
    },
  }
}

/** With room for this place, and for as many more that the next of them need no other column; NONE stands there. */
export function grownTo(column: Int32Array<ArrayBuffer>, place: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(16, 2 * column.length, place + 1)).fill(NONE)
  larger.set(column)
  return larger
}
