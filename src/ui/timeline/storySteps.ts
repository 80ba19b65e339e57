import type { RunInfo } from '../../engine/protocol.ts'

/** What a run is counted by: its arrivals, or what its story does where nothing arrives. */
export function stepsOf({ arrivals, actions }: RunInfo): readonly { readonly at: number }[] {
  return arrivals.length > 0 ? arrivals : actions
}

/**
 * How many of them have happened.
 * @param held arrivals that no side has taken, as its control plane is down
 */
export function stepsUpTo(info: RunInfo, now: number, held = 0): number {
  const steps = stepsOf(info)
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (steps[middle]!.at <= now) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - held)
}
