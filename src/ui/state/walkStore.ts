import { create } from 'zustand'
import type { Decision, LaneFuture, LaneId } from '../../engine/protocol.ts'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import type { WalkPhase } from '../stage/stage.ts'

/** What a viewer expects: a machine by its row, or that none fits. */
export type Guess = number | 'none'

/** One scheduling decision on its way through its phases. */
export interface WalkState {
  readonly lane: LaneId
  readonly decision: Decision
  readonly phase: WalkPhase
  /** What the viewer expects, from the moment it is chosen. */
  readonly guess?: Guess
  /** How that turned out, once it is shown. */
  readonly verdict?: 'right' | 'wrong'
}

/** How many guesses there were in this run, and how many were right. */
export interface Tally {
  readonly right: number
  readonly all: number
}

export interface WalkStore {
  readonly walk: WalkState | undefined
  /** Explaining is on and no decision is left to be walked through. */
  readonly over: boolean
  readonly tally: Tally
}

export const useWalk = create<WalkStore>()(() => ({
  walk: undefined,
  over: false,
  tally: { right: 0, all: 0 },
}))

/** What pulling a plug would do, while its button is pointed at or has the focus. */
export interface PlugPreview {
  /** The machine whose plug it is. */
  readonly lane: LaneId
  readonly row: number
  readonly futures: readonly LaneFuture[]
}

export const usePlugPreview = create<{ readonly shown: PlugPreview | undefined }>()(() => ({
  shown: undefined,
}))

const WITH_SCORES: readonly WalkPhase[] = ['queue', 'filter', 'score', 'bind']
const REFUSED: readonly WalkPhase[] = ['queue', 'filter', 'bind']

/** The phases of a decision: a pod that fits nowhere is not scored. */
export function phasesOf({ selected }: Attempt): readonly WalkPhase[] {
  return selected === undefined ? REFUSED : WITH_SCORES
}

/** The phase in which the viewer sees whether the guess was right. */
export function revealOf(attempt: Attempt): WalkPhase {
  return attempt.selected === undefined ? 'filter' : 'score'
}
