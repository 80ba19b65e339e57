/**
 * A binary heap that knows where its items stand, as the scheduling queues need it: pods are removed
 * wherever they are. `before` must be a total order, or runs would differ.
 */
export interface Heap<T extends HeapItem> {
  readonly size: number
  peek(): T | undefined
  pop(): T | undefined
  /** Adds an item that is in no heap. */
  put(item: T): void
  /** Takes away an item that is in this heap. */
  remove(item: T): void
  /** In no particular order. */
  items(): readonly T[]
}

/** An item can be in one heap at a time. */
export interface HeapItem {
  /** The heap's own: `NOWHERE` at first, and again once it is removed. */
  place: number
}

/** In no heap. Places in the heap count up from 0, those in the line down from -2. */
export const NOWHERE = -1
const FIRST_IN_LINE = -2

/** Gaps in the line that are not worth tidying up. */
const FEW = 64

export function createHeap<T extends HeapItem>(before: (a: T, b: T) => boolean): Heap<T> {
  /**
   * Items that came in order, as pods mostly do: they wait in a line that costs nothing to join or to
   * leave. Those before `head` have left, undefined are those that were removed elsewhere; there are
   * none at its ends.
   */
  let line: (T | undefined)[] = []
  let head = 0
  let gaps = 0
  const heap: T[] = []

  function put(item: T, place: number): void {
    heap[place] = item
    item.place = place
  }

  function up(item: T): void {
    let { place } = item
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!before(item, heap[parent]!)) break
      put(heap[parent]!, place)
      place = parent
    }
    put(item, place)
  }

  function down(item: T): void {
    let { place } = item
    for (;;) {
      let child = 2 * place + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1
      if (!before(heap[child]!, item)) break
      put(heap[child]!, place)
      place = child
    }
    put(item, place)
  }

  function removeFromHeap(place: number): void {
    const last = heap.pop()!
    if (last.place === place) return
    put(last, place)
    up(last)
    down(last)
  }

  function removeFromLine(index: number): void {
    line[index] = undefined
    gaps += 1
    for (; head < line.length && line[head] === undefined; head++) gaps -= 1
    for (; line.length > head && line.at(-1) === undefined; line.pop()) gaps -= 1
    const gone = head + gaps
    if (gone < FEW || 2 * gone < line.length) return
    line = line.slice(head).filter((item) => item !== undefined)
    for (let i = 0; i < line.length; i++) line[i]!.place = FIRST_IN_LINE - i
    head = 0
    gaps = 0
  }

  function remove(item: T): void {
    const { place } = item
    if (place >= 0) removeFromHeap(place)
    else removeFromLine(FIRST_IN_LINE - place)
    item.place = NOWHERE
  }

  function peek(): T | undefined {
    const [inLine, inHeap] = [line[head], heap[0]]
    if (inLine === undefined || inHeap === undefined) return inLine ?? inHeap
    return before(inHeap, inLine) ? inHeap : inLine
  }

  return {
    get size() {
      return line.length - head - gaps + heap.length
    },
    peek,
    pop() {
      const item = peek()
      if (item) remove(item)
      return item
    },
    put(item) {
      if (head === line.length || !before(item, line.at(-1)!)) {
        item.place = FIRST_IN_LINE - line.length
        line.push(item)
      } else {
        item.place = heap.length
        heap.push(item)
        up(item)
      }
    },
    remove,
    items: () => [...line.slice(head).filter((item) => item !== undefined), ...heap],
  }
}
