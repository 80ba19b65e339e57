import type { Millis } from '../../engine/api/units.ts'
import type { Command, LaneId } from '../../engine/protocol.ts'
import type { WalkPhase } from '../stage/stage.ts'
import type { Speed } from '../state/playback.ts'

/**
 * What a learner is asked. The engine judges every answer; none is written down here.
 * `node`: which machine gets the pod of the decision that is explained.
 * `edit`: change what the app asks for until no pod of the lane is pending.
 * `plug`: which pods of a machine get another one by themselves when its plug is pulled.
 * `estimate`: how many machines a lane will have paid for when the step that `settles` it is reached;
 * right is what is no farther off than `within`, as a share of that number.
 */
export type Question =
  | { readonly type: 'node' }
  | { readonly type: 'edit'; readonly lane: LaneId; readonly app: string }
  | { readonly type: 'plug'; readonly lane: LaneId; readonly machine: number }
  | { readonly type: 'estimate'; readonly lane: LaneId; readonly within: number }

/** One thing that is said, and what the stage shows meanwhile. Its texts have the same `id`. */
export interface Step {
  readonly id: string
  /** The moment at which it begins; absent = where the run stands when the step before is over. */
  readonly from?: Millis
  /** Plays until this moment; absent = it stays where it is. */
  readonly to?: Millis
  /** Absent = as fast as the viewer has chosen. */
  readonly speed?: Speed
  /** Given at `from`, which is needed with them. */
  readonly commands?: readonly Command[]
  /** Goes to this phase of the next decision of the last Kubernetes lane. */
  readonly explain?: WalkPhase
  /** A machine that is marked. */
  readonly select?: { readonly lane: LaneId; readonly machine: number }
  /** The page of kubernetes.io that proves what is said. */
  readonly doc?: string
  readonly question?: Question
  /** The step whose estimate is judged by what has come of the run here. */
  readonly settles?: string
}

/** A lesson is data: a scenario, and steps through it. */
export interface Lesson {
  /** Stands in links: `?lesson=what-fits`. */
  readonly name: string
  /** Name of a scenario that comes with the page. */
  readonly scenario: string
  /** The moment whose machines stand for it in the gallery: these numbers of the last lane; none = more than can be told apart. */
  readonly picture: {
    readonly at: Millis
    readonly machines: readonly number[]
    /** With the next decision as ghosts. */
    readonly explain?: boolean
  }
  readonly steps: readonly Step[]
}

/** When a step begins, as far as its file says it. */
export function startOf({ steps }: Lesson, index: number): Millis {
  const step = steps[index]
  if (step === undefined) return 0
  return step.from ?? (index === 0 ? 0 : endOf(steps, index - 1))
}

function endOf(steps: readonly Step[], index: number): Millis {
  const step = steps[index]!
  return step.to ?? step.from ?? (index === 0 ? 0 : endOf(steps, index - 1))
}

/** Whether a lesson is about machines that lose power; in others a plug is one thing more to look at. */
export function needsPlugs({ steps }: Lesson): boolean {
  return steps.some(
    ({ commands, question }) =>
      question?.type === 'plug' || commands?.some(({ type }) => /^(pullPlug|plugIn)$/.test(type)),
  )
}

/** The commands that the steps before this one have given, with their times. */
export function logBefore(lesson: Lesson, index: number) {
  return lesson.steps
    .slice(0, index)
    .flatMap(({ commands = [] }, i) =>
      commands.map((command) => ({ at: startOf(lesson, i), command })),
    )
}
