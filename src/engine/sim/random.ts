/** Seeded random numbers; the only source of chance in the engine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [0, bound); `bound` at least 1. */
  below(bound: number): number
  /** An independent stream for a purpose, fixed by this stream's seed and the name alone. */
  fork(name: string): Random
  /** The first `count` draws of `below(bound)` from the stream that `fork(name)` would be. */
  drawsOf(name: string, bound: number, count: number): readonly number[]
}
