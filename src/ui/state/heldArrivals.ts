/** The latest arrivals, as far as no side has taken them: their control planes are down. */
export function heldArrivals(lanes: readonly { readonly arrivalsHeld: number }[]): number {
  return lanes.length === 0 ? 0 : Math.min(...lanes.map(({ arrivalsHeld }) => arrivalsHeld))
}
