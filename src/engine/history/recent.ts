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
  const recent: { -readonly [Key in keyof Recent<T>]: Recent<T>[Key] } = {
    length: 0,
    push(value) {
      values.push(value)
      recent.length += 1
      // Cutting in large pieces keeps the cost per entry constant.
      if (values.length < 2 * most) return
      first += values.length - most
      values = values.slice(-most)
    },
    at: (index) => values[index - first],
  }
  return recent
}
