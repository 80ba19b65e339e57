import type { MachineFact } from './facts.ts'

/** Where a pod is that is on no machine. */
export const NOWHERE = -1

/** What a pod has of its machine. */
export const Standing = {
  /** There is no such machine, or none any more. */
  Gone: 0,
  Unpowered: 1,
  Powered: 2,
} as const
export type Standing = (typeof Standing)[keyof typeof Standing]

/** The standing of every machine, by row: a column, since it is asked at every change of a pod. */
export interface Standings {
  of(row: number): Standing
  /** As the machine is now. */
  set(machine: MachineFact): void
}

export function createStandings(): Standings {
  let column = new Uint8Array(16)
  return {
    of: (row) => (row < 0 ? Standing.Gone : (column[row]! as Standing)),
    set({ row, machine, gone }) {
      if (row >= column.length) {
        const larger = new Uint8Array(2 * row)
        larger.set(column)
        column = larger
      }
      column[row] = gone ? Standing.Gone : machine.power ? Standing.Powered : Standing.Unpowered
    },
  }
}
