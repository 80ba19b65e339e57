import { type Speed, waitFrom } from '../../state/playback.ts'

/** Frames of a film per second. */
export const FPS = 30
/** So long (ms) a film shows its first and its last moment at rest. */
const REST = 700

/** A frame of a film: what moment of the run it shows. */
export interface FilmFrame {
  /** Simulated time, ms. */
  readonly at: number
  /** The wait that is being passed quickly, ms. */
  readonly wait?: number
}

/**
 * Which moments the frames show, one after the other: time goes on evenly at `speed`, and waits in
 * which nothing happens pass as quickly as on the stage.
 * @param next asks for the moment at which something happens next, from the moment of the last frame
 */
export function* filmFrames(
  from: number,
  to: number,
  speed: Speed,
  next: () => number | undefined,
): Generator<FilmFrame> {
  const rest = Math.round((REST / 1_000) * FPS)
  for (let i = 0; i < rest; i++) yield { at: from }
  const step = (1_000 / FPS) * speed
  let at = from
  while (at < to) {
    // What has just happened is still being looked at.
    const wait = waitFrom(at, next(), to)
    if (wait === undefined) {
      at = Math.min(to, at + step)
      yield { at }
      continue
    }
    const settle = Math.min(wait.to, at + 1_500 * speed)
    while (at < settle) {
      at = Math.min(settle, at + step)
      yield { at }
    }
    if (at >= wait.to) continue
    const begun = at
    const frames = Math.max(1, Math.round((wait.wall / 1_000) * FPS))
    for (let i = 1; i <= frames; i++) {
      at = begun + ((wait.to - begun) * i) / frames
      yield { at, wait: wait.to - wait.from }
    }
    at = wait.to
  }
  for (let i = 0; i < rest; i++) yield { at: to }
}
