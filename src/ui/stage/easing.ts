/** Easing curves of LOOK.md, as functions of time 0..1. */

/** CSS cubic-bezier(x1, y1, x2, y2); y may leave 0..1 in between (springs). */
function cubicBezier(x1: number, y1: number, x2: number, y2: number): (t: number) => number {
  const at = (a: number, b: number, s: number) => {
    const r = 1 - s
    return 3 * r * r * s * a + 3 * r * s * s * b + s * s * s
  }
  return (t) => {
    if (t <= 0) return 0
    if (t >= 1) return 1
    // x(s) grows with s, so halving finds it; 24 halvings are far below a pixel.
    let low = 0
    let high = 1
    for (let i = 0; i < 24; i++) {
      const middle = (low + high) / 2
      if (at(x1, x2, middle) < t) low = middle
      else high = middle
    }
    return at(y1, y2, (low + high) / 2)
  }
}

export const fallEase = cubicBezier(0.55, 0, 0.9, 0.45)
export const settleEase = cubicBezier(0.2, 1.3, 0.4, 1)
export const moveEase = cubicBezier(0.65, 0, 0.35, 1)
/** CSS ease-out. */
export const outEase = cubicBezier(0, 0, 0.58, 1)

/** Share of `duration` that has passed at `now`, 0..1; a duration of 0 is over at once. */
export function progress(now: number, start: number, duration: number): number {
  if (now <= start) return duration <= 0 && now === start ? 1 : 0
  if (duration <= 0) return 1
  return Math.min(1, (now - start) / duration)
}

export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t
}
