/** Seeded random numbers; the only source of chance in the engine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [0, bound); `bound` at least 1. */
  below(bound: number): number
  /** An independent stream for a purpose, fixed by this stream's seed and the name alone. */
  fork(name: string): Random
  /** Draws from many streams whose names begin alike: from those that `fork(prefix + name)` would be. */
  drawsUnder(prefix: string): Draws
}

/** The first `count` draws of `below(bound)` from the stream of this name. */
export type Draws = (name: string, bound: number, count: number) => readonly number[]
