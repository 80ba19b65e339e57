import { fallEase, mix, settleEase } from '../easing.ts'
import { TIMES } from './timings.ts'

export interface Landing {
  /** Lower end of each half now, cells. */
  readonly lows: Float64Array
  /** Height factor of the piece. */
  tall: number
  wide: number
  /** 0..1 while the piece falls: how long its speed lines are. */
  speed: number
  done: boolean
}

export function newLanding(resources: number): Landing {
  return { lows: new Float64Array(resources), tall: 1, wide: 1, speed: 0, done: false }
}

/**
 * A piece lands: it falls as one rigid piece, both halves on one floor, until the first half touches;
 * the other halves go on falling, which bends the hinge; then it settles.
 * @param elapsed ms at 1x since the fall began
 * @param from floor of the piece at the beginning, cells
 * @param rest lower ends at rest, cells by resource, from index `restAt`
 * @param heights cells by resource, from index `heightsAt`; halves that do not exist touch nothing
 */
export function landing(
  elapsed: number,
  from: number,
  rest: ArrayLike<number>,
  restAt: number,
  heights: ArrayLike<number>,
  heightsAt: number,
  out: Landing,
): Landing {
  const lanes = out.lows.length
  let contact = 0
  for (let lane = 0; lane < lanes; lane++) {
    if (heights[heightsAt + lane]! > 0) contact = Math.max(contact, rest[restAt + lane]!)
  }
  out.tall = 1
  out.wide = 1
  out.speed = 0
  out.done = false
  if (elapsed < TIMES.fall) {
    const t = Math.max(0, elapsed) / TIMES.fall
    const level = mix(Math.max(from, contact), contact, fallEase(t))
    out.lows.fill(level)
    out.speed = Math.min(1, t * 1.6)
    return out
  }
  const sheared = Math.min(1, (elapsed - TIMES.fall) / TIMES.shear)
  for (let lane = 0; lane < lanes; lane++) {
    out.lows[lane] = mix(contact, rest[restAt + lane]!, sheared)
  }
  const touched = (elapsed - TIMES.fall) / TIMES.touch
  if (touched < 1) {
    const bump = Math.sin(Math.PI * touched)
    out.tall = 1 - 0.04 * bump
    out.wide = 1 + 0.02 * bump
  }
  const settled = (elapsed - TIMES.fall - TIMES.shear) / TIMES.settle
  if (settled > 0 && settled < 1) {
    // The curve overshoots 1 by about a tenth; scaled to the 3 % of the table.
    out.tall = 1 - 0.03 * Math.sin(Math.PI * settled) * (2 - settleEase(settled))
  }
  out.done = settled >= 1
  return out
}
