import type { LaneModel } from './model.ts'
import type { Choreography } from './motion/choreography.ts'
import type { Evaluation } from './motion/evaluation.ts'
import type { TileMoves } from './motion/tileMoves.ts'

/** One side of the stage. */
export interface SceneSide {
  readonly model: LaneModel
  readonly moves: Choreography
  /** What moves while machines are tiles. */
  readonly tiles: TileMoves
  evaluation: Evaluation | undefined
}

/** Ends every motion of a side at once. */
export function settleSide(side: SceneSide): void {
  side.moves.clear()
  side.tiles.clear()
  side.evaluation = undefined
}
