/**
 * A binary heap whose items are also found by key, as the scheduling queues need it: pods are
 * removed or replaced wherever they stand. `before` must be a total order, or runs would differ.
 */
export interface Heap<T> {
  readonly size: number
  peek(): T | undefined
  pop(): T | undefined
  /** Adds, or replaces the item of the same key. */
  put(item: T): void
  get(key: string): T | undefined
  remove(key: string): T | undefined
  /** In no particular order. */
  items(): readonly T[]
}

/** An item and where it stands: in the heap, or (-1) in the line. */
interface Slot<T> {
  readonly key: string
  readonly item: T
  position: number
  removed: boolean
}

const IN_LINE = -1

export function createHeap<T>(
  keyOf: (item: T) => string,
  before: (a: T, b: T) => boolean,
): Heap<T> {
  /** Items that came in order, as pods mostly do: they wait in a line that costs nothing to join or to leave. */
  let line: Slot<T>[] = []
  /** Those before it have left the line, and those that were removed are passed here. */
  let head = 0
  let removedInLine = 0
  const heap: Slot<T>[] = []
  const slots = new Map<string, Slot<T>>()

  function place(slot: Slot<T>, position: number): void {
    heap[position] = slot
    slot.position = position
  }

  function up(slot: Slot<T>): void {
    let { position } = slot
    while (position > 0) {
      const parent = (position - 1) >> 1
      if (!before(slot.item, heap[parent]!.item)) break
      place(heap[parent]!, position)
      position = parent
    }
    place(slot, position)
  }

  function down(slot: Slot<T>): void {
    let { position } = slot
    for (;;) {
      let child = 2 * position + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!.item, heap[child]!.item)) child += 1
      if (!before(heap[child]!.item, slot.item)) break
      place(heap[child]!, position)
      position = child
    }
    place(slot, position)
  }

  function removeFromHeap({ position }: Slot<T>): void {
    const last = heap.pop()!
    if (last.position === position) return
    place(last, position)
    up(last)
    down(last)
  }

  /** Both ends of the line are kept free of what was removed. */
  function removeFromLine(slot: Slot<T>): void {
    slot.removed = true
    removedInLine += 1
    for (; head < line.length && line[head]!.removed; head++) removedInLine -= 1
    for (; line.length > head && line.at(-1)!.removed; line.pop()) removedInLine -= 1
    const gone = head + removedInLine
    if (gone < 64 || 2 * gone < line.length) return
    line = line.slice(head).filter(({ removed }) => !removed)
    head = 0
    removedInLine = 0
  }

  function remove(key: string): T | undefined {
    const slot = slots.get(key)
    if (slot === undefined) return undefined
    slots.delete(key)
    if (slot.position === IN_LINE) removeFromLine(slot)
    else removeFromHeap(slot)
    return slot.item
  }

  function first(): Slot<T> | undefined {
    const [inLine, inHeap] = [line[head], heap[0]]
    if (inLine === undefined || inHeap === undefined) return inLine ?? inHeap
    return before(inHeap.item, inLine.item) ? inHeap : inLine
  }

  return {
    get size() {
      return slots.size
    },
    peek: () => first()?.item,
    pop() {
      const slot = first()
      return slot && remove(slot.key)
    },
    put(item) {
      const key = keyOf(item)
      remove(key)
      const last = line.at(-1)
      const joins = head === line.length || !before(item, last!.item)
      const position = joins ? IN_LINE : heap.length
      const slot: Slot<T> = { key, item, position, removed: false }
      slots.set(key, slot)
      if (joins) line.push(slot)
      else {
        heap.push(slot)
        up(slot)
      }
    },
    get: (key) => slots.get(key)?.item,
    remove,
    items: () => Array.from(slots.values(), ({ item }) => item),
  }
}
