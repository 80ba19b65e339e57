import { moveEase } from '../easing.ts'

export interface Place {
  readonly x: number
  readonly y: number
}

/** An arc from a place over the rims to a place above a well. */
export interface Arc {
  readonly from: Place
  readonly to: Place
  readonly overFrom: Place
  readonly overTo: Place
}

/**
 * @param from middle of what was lost
 * @param to where the fall begins
 * @param ceiling highest y that the arc may reach (smaller = higher)
 */
export function arcBetween(from: Place, to: Place, ceiling: number): Arc {
  const across = to.x - from.x
  // A cubic's middle lies at 3/4 of its control points' height over the ends.
  const top = Math.max(ceiling, Math.min(from.y, to.y) - 40 - Math.abs(across) * 0.25)
  const control = (y: number) => y + (top - y) * 1.25
  return {
    from,
    to,
    overFrom: { x: from.x + across * 0.06, y: control(from.y) },
    overTo: { x: to.x - across * 0.06, y: control(to.y) },
  }
}

/** Point of the arc at t in 0..1. */
export function onArc(arc: Arc, t: number): Place {
  const s = 1 - t
  const a = s * s * s
  const b = 3 * s * s * t
  const c = 3 * s * t * t
  const d = t * t * t
  return {
    x: a * arc.from.x + b * arc.overFrom.x + c * arc.overTo.x + d * arc.to.x,
    y: a * arc.from.y + b * arc.overFrom.y + c * arc.overTo.y + d * arc.to.y,
  }
}

/** 8 degrees. */
const TILT = (8 * Math.PI) / 180

/** Where a flying piece is after a share t of its flight, and its tilt in radians. */
export function flightAt(arc: Arc, t: number): Place & { readonly angle: number } {
  const at = onArc(arc, moveEase(t))
  const direction = arc.to.x >= arc.from.x ? 1 : -1
  return { ...at, angle: direction * TILT * Math.sin(Math.PI * Math.min(1, t)) }
}

/** Points every `step` px along the arc, each with the direction in which it leads. */
export function arcDots(arc: Arc, step: number): (Place & { readonly angle: number })[] {
  const samples = 64
  const dots: (Place & { angle: number })[] = []
  let before = arc.from
  let walked = 0
  let next = 0
  for (let i = 1; i <= samples; i++) {
    const point = onArc(arc, i / samples)
    const length = Math.hypot(point.x - before.x, point.y - before.y)
    while (next <= walked + length && length > 0) {
      const t = (next - walked) / length
      dots.push({
        x: before.x + (point.x - before.x) * t,
        y: before.y + (point.y - before.y) * t,
        angle: Math.atan2(point.y - before.y, point.x - before.x),
      })
      next += step
    }
    walked += length
    before = point
  }
  return dots
}
