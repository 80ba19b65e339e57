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
  for (const tag of [chosen, ...browser]) {
    const found = languageNamed(tag)
    if (found !== undefined) return found
  }
  return LANGUAGES[0]!
}

/** The page's language for a tag such as `es-MX`; undefined = it speaks none. */
export function languageNamed(tag: string | undefined): Language | undefined {
  const wanted = tag?.split('-')[0]?.toLowerCase()
  return LANGUAGES.find(({ language }) => language === wanted)
}
