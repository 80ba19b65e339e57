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

/**
 * A binary heap that knows where its items stand, as the scheduling queues need it: pods are removed
 * wherever they are. A class, so that what was made of its code outlives one run.
 */
export class Heap<T extends HeapItem> {
  readonly #before: (a: T, b: T) => boolean
  /**
   * Items that came in order, as pods mostly do: they wait in a line that costs nothing to join or to
   * leave. Those before `head` have left, undefined are those that were removed elsewhere; there are
   * none at its ends.
   */
  #line: (T | undefined)[] = []
  #head = 0
  #gaps = 0
  readonly #heap: T[] = []

  /** @param before must be a total order, or runs would differ */
  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before
  }

  get size(): number {
    return this.#line.length - this.#head - this.#gaps + this.#heap.length
  }

  peek(): T | undefined {
    const inLine = this.#line[this.#head]
    const inHeap = this.#heap[0]
    if (inLine === undefined || inHeap === undefined) return inLine ?? inHeap
    return this.#before(inHeap, inLine) ? inHeap : inLine
  }

  pop(): T | undefined {
    const item = this.peek()
    if (item) this.remove(item)
    return item
  }

  /** Adds an item that is in no heap. */
  put(item: T): void {
    const line = this.#line
    if (this.#head === line.length || !this.#before(item, line.at(-1)!)) {
      item.place = FIRST_IN_LINE - line.length
      line.push(item)
    } else {
      item.place = this.#heap.length
      this.#heap.push(item)
      this.#up(item)
    }
  }

  /** Takes away an item that is in this heap. */
  remove(item: T): void {
    const { place } = item
    if (place >= 0) this.#removeFromHeap(place)
    else this.#removeFromLine(FIRST_IN_LINE - place)
    item.place = NOWHERE
  }

  /** In no particular order. */
  items(): readonly T[] {
    return [...this.#line.slice(this.#head).filter((item) => item !== undefined), ...this.#heap]
  }

  #move(item: T, place: number): void {
    this.#heap[place] = item
    item.place = place
  }

  #up(item: T): void {
    const heap = this.#heap
    let { place } = item
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!this.#before(item, heap[parent]!)) break
      this.#move(heap[parent]!, place)
      place = parent
    }
    this.#move(item, place)
  }

  #down(item: T): void {
    const heap = this.#heap
    let { place } = item
    for (;;) {
      let child = 2 * place + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && this.#before(heap[child + 1]!, heap[child]!)) child += 1
      if (!this.#before(heap[child]!, item)) break
      this.#move(heap[child]!, place)
      place = child
    }
    this.#move(item, place)
  }

  #removeFromHeap(place: number): void {
    const last = this.#heap.pop()!
    if (last.place === place) return
    this.#move(last, place)
    this.#up(last)
    this.#down(last)
  }

  #removeFromLine(index: number): void {
    const line = this.#line
    line[index] = undefined
    this.#gaps += 1
    for (; this.#head < line.length && line[this.#head] === undefined; this.#head++) this.#gaps -= 1
    for (; line.length > this.#head && line.at(-1) === undefined; line.pop()) this.#gaps -= 1
    const gone = this.#head + this.#gaps
    if (gone < FEW || 2 * gone < line.length) return
    this.#line = line.slice(this.#head).filter((item) => item !== undefined)
    this.#line.forEach((item, index) => {
      item!.place = FIRST_IN_LINE - index
    })
    this.#head = 0
    this.#gaps = 0
  }
}
