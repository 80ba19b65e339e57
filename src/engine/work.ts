/** Long work, a slice at a time: after each, something else may be done or the work be left. */
export type Work<T> = Generator<undefined, T, undefined>

/** Does all that is left of it at once. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const slice = work.next()
    if (slice.done) return slice.value
  }
}
