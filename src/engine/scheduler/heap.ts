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

export function createHeap<T>(
  keyOf: (item: T) => string,
  before: (a: T, b: T) => boolean,
): Heap<T> {
  const heap: T[] = []
  const positions = new Map<string, number>()

  function place(item: T, position: number): void {
    heap[position] = item
    positions.set(keyOf(item), position)
  }

  function up(from: number): void {
    const item = heap[from]!
    let position = from
    while (position > 0) {
      const parent = (position - 1) >> 1
      if (!before(item, heap[parent]!)) break
      place(heap[parent]!, position)
      position = parent
    }
    place(item, position)
  }

  function down(from: number): void {
    const item = heap[from]!
    let position = from
    for (;;) {
      let child = 2 * position + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1
      if (!before(heap[child]!, item)) break
      place(heap[child]!, position)
      position = child
    }
    place(item, position)
  }

  function remove(key: string): T | undefined {
    const position = positions.get(key)
    if (position === undefined) return undefined
    const removed = heap[position]!
    const last = heap.pop()!
    positions.delete(key)
    if (position < heap.length) {
      place(last, position)
      up(position)
      down(positions.get(keyOf(last))!)
    }
    return removed
  }

  return {
    get size() {
      return heap.length
    },
    peek: () => heap[0],
    pop: () => (heap[0] === undefined ? undefined : remove(keyOf(heap[0]))),
    put(item) {
      remove(keyOf(item))
      heap.push(item)
      up(heap.length - 1)
    },
    get(key) {
      const position = positions.get(key)
      return position === undefined ? undefined : heap[position]
    },
    remove,
    items: () => heap,
  }
}
