import * as v from 'valibot'
import { create } from 'zustand'

/** How far somebody has come in one lesson. */
export interface LessonProgress {
  /** The step that was shown last, from 0. */
  readonly step: number
  /** Its last step has been reached. */
  readonly done: boolean
  /** Whether the first answer to a question was right, by step. */
  readonly first: Readonly<Record<string, boolean>>
}

const KEY = 'podfall.lessons'
const Progress = v.record(
  v.string(),
  v.object({
    step: v.pipe(v.number(), v.integer(), v.minValue(0)),
    done: v.boolean(),
    first: v.record(v.string(), v.boolean()),
  }),
)

/** What has come of a lesson whose last step was shown. */
export interface Outcome {
  /** Every question has been answered; otherwise it was only seen. */
  readonly done: boolean
  /** Questions of which the first answer was right. */
  readonly right: number
  readonly questions: number
}

/**
 * How a lesson turned out, its skipped questions counted; undefined = its last step was not reached.
 * @param questions ids of the steps that ask something
 */
export function outcomeOf(
  progress: LessonProgress | undefined,
  questions: readonly string[],
): Outcome | undefined {
  if (progress?.done !== true) return undefined
  const answers = questions.map((id) => progress.first[id])
  return {
    done: !answers.includes(undefined),
    right: answers.filter((right) => right === true).length,
    questions: questions.length,
  }
}

/** Reads stored text; what makes no sense is nothing. */
export function parseProgress(stored: string | null): Readonly<Record<string, LessonProgress>> {
  try {
    const read = v.safeParse(Progress, JSON.parse(stored ?? '{}'))
    return read.success ? read.output : {}
  } catch {
    return {}
  }
}

function read(): string | null {
  try {
    return globalThis.localStorage?.getItem(KEY) ?? null
  } catch {
    return null
  }
}

export const useProgressOfLessons = create<{
  readonly lessons: Readonly<Record<string, LessonProgress>>
}>()(() => ({ lessons: parseProgress(read()) }))

/** What is kept has been replaced. */
export function rereadProgress(): void {
  useProgressOfLessons.setState({ lessons: parseProgress(read()) })
}

/** Keeps the change for the next visit; where storage is blocked, as long as the page lives. */
export function noteProgress(name: string, change: Partial<LessonProgress>): void {
  // Another tab may have come farther meanwhile.
  const stored = parseProgress(read())
  const before = { ...useProgressOfLessons.getState().lessons, ...stored }
  const old = before[name] ?? { step: 0, done: false, first: {} }
  const lessons = {
    ...before,
    [name]: {
      ...old,
      ...change,
      done: old.done || change.done === true,
      first: { ...old.first, ...change.first },
    },
  }
  useProgressOfLessons.setState({ lessons })
  try {
    globalThis.localStorage?.setItem(KEY, JSON.stringify(lessons))
  } catch {
    // Blocked or full.
  }
}
