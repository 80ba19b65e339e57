import type { Step } from '../lessons/lesson.ts'
import type { LessonTexts, LessonWords, Text } from '../words/lessonTexts.ts'

/** The lesson that is shown, as the presenter's window needs it. */
export interface ShownLesson {
  readonly steps: readonly Step[]
  readonly texts: LessonTexts | undefined
  /** The step that is shown; -1 = before the first one. */
  readonly step: number
  /** Number and title of the lesson that the next press opens; undefined = this is the last one. */
  readonly following: string | undefined
}

/**
 * What the presenter reads about the next press; none = nothing comes any more. A caption that speaks of
 * the run's numbers is not told: they are those of a moment that is not there yet. Its note is, or what
 * kind of thing comes.
 */
export function comingOf(
  { steps, texts, step, following }: ShownLesson,
  words: LessonWords['presenter'],
): readonly string[] {
  const next = steps[step + 1]
  if (next === undefined) return following === undefined ? [] : [words.nextLesson(following)]
  const said = texts?.steps[next.id]
  const told = [said?.caption, said?.right].filter(isFixed)
  if (told.length > 0) return told
  if (said !== undefined && said.notes !== '') return [said.notes]
  return [next.explain === undefined ? words.numbers : words.explains[next.explain]]
}

function isFixed(text: Text | undefined): text is string {
  return typeof text === 'string'
}
