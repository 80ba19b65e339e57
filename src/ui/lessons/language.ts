import { use } from 'react'
import { create } from 'zustand'
import { wantedLanguage } from '../state/language.ts'
import { useSettings } from '../state/settings.ts'
import { lessonsEn } from '../words/lessons.en.ts'
import type { LessonWords } from '../words/lessonTexts.ts'

const useWords = create<{ readonly words: LessonWords }>()(() => ({ words: lessonsEn }))

/** The texts of lessons in the viewer's language; English where they cannot be had. */
export function useLessonWords(): LessonWords {
  // Whoever shows a lesson begins with the right texts.
  if (first !== undefined) use(first)
  return useWords((state) => state.words)
}

/** The same outside of a component. */
export function lessonWords(): LessonWords {
  return useWords.getState().words
}

async function follow(): Promise<void> {
  const wanted = wantedLanguage()
  if (wanted.language === useWords.getState().words.language) return
  const words = await (wanted.loadLessons?.().catch(() => undefined) ?? lessonsEn)
  if (words !== undefined && wantedLanguage() === wanted) useWords.setState({ words })
}

useSettings.subscribe(() => void follow())
/** The first texts, where they are not English, which is there. */
const first = wantedLanguage().loadLessons === undefined ? undefined : follow()
