import type { Catalogue } from './catalogue.ts'
import type { LessonWords } from './lessonTexts.ts'

/** A language that the page speaks. */
export interface Language {
  /** As in `<html lang>`. */
  readonly language: string
  /** Its own name for itself. */
  readonly name: string
  /** Absent: English, which is in every part of the page. */
  readonly load?: () => Promise<Catalogue>
  readonly loadLessons?: () => Promise<LessonWords>
}

/** A further language is a folder and an entry here. */
export const LANGUAGES: readonly Language[] = [
  { language: 'en', name: 'English' },
  {
    language: 'es',
    name: 'Español',
    load: () => import('./es/catalogue.ts').then(({ catalogueEs }) => catalogueEs),
    loadLessons: () => import('./lessons.es.ts').then(({ lessonsEs }) => lessonsEs),
  },
  {
    language: 'zh',
    name: '中文',
    load: () => import('./zh/catalogue.ts').then(({ catalogueZh }) => catalogueZh),
    loadLessons: () => import('./lessons.zh.ts').then(({ lessonsZh }) => lessonsZh),
  },
]

/**
 * The language of the page: the one that was chosen, else the first of the browser's that there is,
 * else English.
 */
export function languageOf(chosen: string | undefined, browser: readonly string[]): Language {
  const wanted = [chosen, ...browser].map((tag) => tag?.split('-')[0]?.toLowerCase())
  for (const tag of wanted) {
    const found = LANGUAGES.find(({ language }) => language === tag)
    if (found !== undefined) return found
  }
  return LANGUAGES[0]!
}
