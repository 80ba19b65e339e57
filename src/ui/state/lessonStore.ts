import { create } from 'zustand'

/** How an answer to a step's question turned out. */
export interface Answered {
  /** Absent = noted; only what follows tells. */
  readonly right?: boolean
  /** One sentence: why. */
  readonly text: string
}

/** Where somebody is in a lesson. */
export interface LessonPlace {
  readonly name: string
  /** From 0; -1 = before the first step, where an audience waits. */
  readonly step: number
  /** The latest answer to this step's question. */
  readonly answered: Answered | undefined
}

export interface LessonState {
  readonly lesson: LessonPlace | undefined
  /** The page shows the stage alone, big, for an audience. */
  readonly presenting: boolean
}

export const useLesson = create<LessonState>()(() => ({ lesson: undefined, presenting: false }))
