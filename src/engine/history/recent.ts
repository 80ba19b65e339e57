/** A list that only grows, of which the latest entries are kept. */
export interface Recent<T> {
  push(value: T): void
  /** Undefined = not there yet, or no longer kept. */
  at(index: number): T | undefined
  /** How many there have been. */
  readonly length: number
}

export function createRecent<T>(most: number): Recent<T> {
  let values: T[] = []
  let first = 0
  return {
    push(value) {
      values.push(value)
      // Cutting in large pieces keeps the cost per entry constant.
      if (values.length < 2 * most) return
      first += values.length - most
      values = values.slice(-most)
    },
    at: (index) => values[index - first],
    get length() {
      return first + values.length
    },
  }
}
