import type { LaneFuture } from '../../engine/protocol.ts'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import type { Answered } from '../state/lessonStore.ts'
import { isRight } from '../state/predictions.ts'
import type { LessonWords } from '../words/lessonTexts.ts'
import { amountWithUnit } from '../words/units.ts'

type Words = LessonWords['question']

/**
 * Judges a guess by the decision that the engine is about to make.
 * @param guess name of a machine; undefined = none fits
 */
export function judgeNode(attempt: Attempt, guess: string | undefined, words: Words): Answered {
  const { selected, candidates, verdicts } = attempt
  if (isRight(attempt, guess)) {
    const others = candidates.filter((name) => name !== guess).length
    const text = guess === undefined ? words.rightNone : words.rightNode(guess, others)
    return { right: true, text }
  }
  if (guess === undefined) return { right: false, text: words.oneFits }
  const verdict = verdicts.find(({ node }) => node === guess)
  const lacks = verdict?.insufficient ?? []
  if (lacks.length > 0) {
    const amounts = lacks.map(({ resource, requested, used, capacity }) =>
      amountWithUnit(resource, requested + used - capacity),
    )
    return { right: false, text: words.lacks(guess, amounts) }
  }
  if (verdict?.rejectedBy !== undefined || selected === undefined) {
    return { right: false, text: words.refused(guess, verdict?.rejectedBy ?? '') }
  }
  return { right: false, text: words.fewer(guess, verdict?.total ?? 0, attempt.maxTotal) }
}

/**
 * Judges which pods of a machine are expected back, by what the engine says would become of them.
 * @param pods rows of the pods on the machine
 * @param expected those of them that are said to come back by themselves
 */
export function judgePods(
  future: LaneFuture,
  pods: readonly number[],
  expected: ReadonlySet<number>,
  words: Words,
): Answered {
  const back = new Set(
    future.pods.filter(({ outcome }) => outcome === 'moves').map(({ row }) => row),
  )
  const wrong = pods.filter((row) => back.has(row) !== expected.has(row)).length
  if (wrong > 0) return { right: false, text: words.wrongPods(wrong) }
  const all = pods.filter((row) => back.has(row)).length
  return { right: true, text: words.rightPods(all, pods.length, future.after) }
}

/**
 * Judges an estimate by what the run has come to.
 * @param within how far off a right one may be, as a share of the number
 */
export function judgeEstimate(
  guess: number,
  machines: number,
  within: number,
  words: Words,
): Answered {
  const right = Math.abs(guess - machines) <= machines * within
  return { right, text: words.estimated(guess, machines, right) }
}
