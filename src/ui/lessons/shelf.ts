import { EXAMPLES, type Example } from '../state/examples.ts'
import { lessonsEn } from '../words/lessons.en.ts'
import { lessonProblems } from './checkLesson.ts'
import type { Lesson } from './lesson.ts'
import { LESSON_FILES } from './lessons.ts'

export interface ShelvedLesson extends Lesson {
  /** From 1. */
  readonly number: number
  readonly example: Example
}

/** What a lesson that was left out has wrong, in sentences. */
export const lessonMistakes: readonly string[] = LESSON_FILES.flatMap(problemsOf)

/** The lessons that can be played, in their order. One with a mistake is left out. */
export const LESSONS: readonly ShelvedLesson[] = LESSON_FILES.flatMap((lesson, index) => {
  const example = EXAMPLES.find(({ name }) => name === lesson.scenario)
  if (example === undefined || problemsOf(lesson).length > 0) return []
  return [{ ...lesson, number: index + 1, example }]
})

export function lessonNamed(name: string): ShelvedLesson | undefined {
  return LESSONS.find((lesson) => lesson.name === name)
}

function problemsOf(lesson: Lesson): readonly string[] {
  const scenarios = EXAMPLES.map(({ name }) => name)
  return lessonProblems(lesson, scenarios, lessonsEn.lessons[lesson.name])
}
