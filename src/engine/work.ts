import type { Progress } from './protocol.ts'

/**
 * Long work, a slice at a time: after each, something else may be done or the work be left. A slice may
 * tell how far it has come; of what moves the run, the handler of requests tells that itself.
 */
export type Work<T> = Generator<Progress | undefined, T, undefined>

/** Does all that is left of it at once. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const slice = work.next()
    if (slice.done) return slice.value
  }
}
