/** Level of detail: LOOK.md section 3. */

export type Lod = 0 | 1 | 2

/** Wells stand in one row up to this many machines, on a phone too, where they shrink. */
export const ONE_ROW = 12
/** Beyond this many machines on a side wells are tiles. */
export const MAX_WELLS = 120
/** Lanes below this width (px) are tiles. */
export const MIN_LANE = 8
/** Cell lines and highlights only from this lane width up. */
export const DETAILED_LANE = 11

/** What is drawn when lanes are `lane` px wide and stand in `rows` rows. */
export function lodOf(lane: number, rows: number): Lod {
  if (lane < MIN_LANE) return 2
  return rows > 1 || lane < DETAILED_LANE ? 1 : 0
}

/** Pieces of one app that lie on each other melt together when a half is lower than this (px). */
export const MERGE_BELOW = 4
