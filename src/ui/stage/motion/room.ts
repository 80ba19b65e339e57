import type { LaneModel } from '../model.ts'

/** A machine whose pods stand so that those who have to leave lie on top. */
export interface ClearedRoom {
  /** Pod rows. */
  readonly leaving: readonly number[]
  /** Lower ends, cells by resource, of every pod of the machine. */
  readonly places: ReadonlyMap<number, Float64Array>
  /** Height of what stays, cells by resource: where the pod that comes will stand. */
  readonly lows: Float64Array
}

/**
 * Order carries no meaning for fitting (rule 3 of LOOK.md), so those who leave are put on top of
 * those who stay: where they stand, the pod that they make room for can be shown.
 * @param leaving rows of pods of this machine
 */
export function clearRoom(model: LaneModel, node: number, leaving: readonly number[]): ClearedRoom {
  const gone = new Set(leaving)
  const rows = model.podsOn(node)
  const tops = new Float64Array(model.resources)
  const places = new Map<number, Float64Array>()
  const put = (row: number) => {
    places.set(row, tops.slice())
    for (let r = 0; r < model.resources; r++) {
      tops[r] = tops[r]! + model.heights[row * model.resources + r]!
    }
  }
  for (const row of rows) if (!gone.has(row)) put(row)
  const lows = tops.slice()
  for (const row of rows) if (gone.has(row)) put(row)
  return { leaving: [...leaving], places, lows }
}
