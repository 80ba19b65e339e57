import type { Touchdown } from '../stage/stage.ts'

let listener: ((touchdown: Touchdown) => void) | undefined

/** Tells of every piece that comes down on the stage, until the returned function is called. */
export function onTouchdown(hear: (touchdown: Touchdown) => void): () => void {
  listener = hear
  return () => {
    if (listener === hear) listener = undefined
  }
}

/** The stage says that a piece is on its way down. */
export function touchdown(one: Touchdown): void {
  listener?.(one)
}
