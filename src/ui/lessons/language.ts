import { create } from 'zustand'
import { useSettings } from '../state/settings.ts'
import { lessonsEn } from '../words/lessons.en.ts'
import type { LessonWords } from '../words/lessonTexts.ts'

/** A further language is a file and a line here. */
export const LANGUAGES: readonly {
  readonly language: string
  readonly name: string
  readonly load: () => Promise<LessonWords>
}[] = [
  { language: 'en', name: 'English', load: async () => lessonsEn },
  {
    language: 'es',
    name: 'Español',
    load: () => import('../words/lessons.es.ts').then(({ lessonsEs }) => lessonsEs),
  },
  {
    language: 'zh',
    name: '中文',
    load: () => import('../words/lessons.zh.ts').then(({ lessonsZh }) => lessonsZh),
  },
]

/**
 * The language of lessons: the one that was chosen, else the first of the browser's that there is,
 * else English.
 */
export function languageOf(chosen: string | undefined, browser: readonly string[]): string {
  const wanted = [chosen, ...browser].map((tag) => tag?.split('-')[0]?.toLowerCase())
  return wanted.find((tag) => LANGUAGES.some(({ language }) => language === tag)) ?? 'en'
}

const useWords = create<{ readonly words: LessonWords }>()(() => ({ words: lessonsEn }))

/** The texts of lessons in the viewer's language; English until they are there. */
export function useLessonWords(): LessonWords {
  return useWords((state) => state.words)
}

/** The same outside of a component. */
export function lessonWords(): LessonWords {
  return useWords.getState().words
}

async function follow(): Promise<void> {
  const wanted = () =>
    languageOf(useSettings.getState().language, globalThis.navigator?.languages ?? [])
  const language = wanted()
  if (language === useWords.getState().words.language) return
  const words = await LANGUAGES.find((one) => one.language === language)
    ?.load()
    .catch(() => undefined)
  if (words !== undefined && wanted() === language) useWords.setState({ words })
}

useSettings.subscribe(() => void follow())
void follow()
