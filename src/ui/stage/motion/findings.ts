import type { Attempt, NodeVerdict } from '../../../engine/scheduler/attempt.ts'
import { unitsPerCell } from '../cells.ts'
import type { LaneModel } from '../model.ts'
import { type ClearedRoom, clearRoom } from './room.ts'

/** What a decision found out about one well. */
export interface LookedAt {
  readonly node: number
  /** undefined = the decision did not look at this machine. */
  readonly verdict: NodeVerdict | undefined
  /** Too much by this many cells, by resource; 0 = fits. */
  readonly excess: readonly number[]
  readonly winner: boolean
  /** Could just as well have been taken. */
  readonly tied: boolean
  /** Where the ghost's halves begin, cells by resource. */
  readonly lows: Float64Array
  /** This machine is to be cleared for the pod. */
  readonly room: ClearedRoom | undefined
}

/** The pod that a decision is about. */
export interface Asking {
  /** Its row, or -1 when it does not exist yet. */
  readonly row: number
  /** Cells by resource. */
  readonly heights: Float64Array
}

/** What the runbook says of a machine that it did not look at. */
const UNSEEN = 'Runbook'

/**
 * What a decision found out about each well that stands there now, in the order of the wells;
 * machines of the decision that are gone are left out.
 * @param names by node row
 * @param podNames by pod row
 */
export function findings(
  attempt: Attempt,
  model: LaneModel,
  resources: readonly string[],
  names: readonly string[],
  podNames: readonly string[],
  asking: Asking,
): LookedAt[] {
  const verdicts = new Map(attempt.verdicts.map((verdict) => [verdict.node, verdict]))
  return model.nodes.map((node): LookedAt => {
    const name = names[node] ?? ''
    const found = verdicts.get(name)
    const verdict = found?.rejectedBy === UNSEEN ? undefined : found
    const own = asking.row >= 0 && model.where[asking.row] === node
    const at = asking.row * resources.length
    const winner = verdict !== undefined && name === attempt.selected
    return {
      node,
      verdict,
      excess: resources.map((resource) => excessOf(verdict, resource)),
      winner,
      tied: verdict !== undefined && !winner && attempt.candidates.includes(name),
      lows: own ? model.floors.slice(at, at + resources.length) : model.topsOf(node).slice(),
      room:
        attempt.preemption?.nominatedNode === name
          ? clearRoom(model, node, leavingRows(model, node, podNames, attempt.preemption.victims))
          : undefined,
    }
  })
}

function excessOf(verdict: NodeVerdict | undefined, resource: string): number {
  const lack = verdict?.insufficient?.find((entry) => entry.resource === resource)
  if (!lack) return 0
  return Math.max(0, lack.used + lack.requested - lack.capacity) / unitsPerCell(resource)
}

function leavingRows(
  model: LaneModel,
  node: number,
  podNames: readonly string[],
  victims: readonly string[],
): number[] {
  return model.podsOn(node).filter((row) => victims.includes(podNames[row] ?? ''))
}
