import { factsOf } from '../../lessons/facts.ts'
import { type Caption, runCaption } from '../../present/runCaption.ts'
import { toldAt } from '../../present/storySteps.ts'
import type { Mirror } from '../../state/mirror.ts'
import type { LaneSummary } from '../../state/summaries.ts'
import type { LessonWords } from '../../words/lessonTexts.ts'

/** As an audience reads it: what machines are saved or lost, else what the scenario has done last. */
export function filmCaption(
  mirror: Mirror,
  lanes: readonly LaneSummary[],
  at: number,
  words: LessonWords['present'],
): Caption | undefined {
  const { info } = mirror
  const compared = lanes.length > 1 && lanes[0]?.runbook === true
  const facts = factsOf({ info, lanes, now: at }, undefined, mirror)
  const told = runCaption(facts, false, compared, words)
  const story = toldAt(info?.actions ?? [], at, words).join(' ')
  return told ?? (story === '' ? undefined : { text: story })
}
