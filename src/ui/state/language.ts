import { create } from 'zustand'
import { type Language, languageNamed, languageOf } from '../words/language.ts'
import { changeSpoken, spokenLanguage } from '../words/spoken.ts'
import { changeBusy } from './idle.ts'
import { useSettings } from './settings.ts'

/** Changes once the texts of another language are there. */
const useSpoken = create<{ readonly language: string }>()(() => ({ language: 'en' }))

/** The language that the page speaks. Whoever shows texts to more than its children draws anew by it. */
export function useLanguage(): string {
  return useSpoken((state) => state.language)
}

/** The language that the viewer wants; its texts may still be on their way. */
export function wantedLanguage(): Language {
  return languageOf(useSettings.getState().language, globalThis.navigator?.languages ?? [])
}

/** Speaks as the viewer wants; where the texts cannot be had, as before. */
async function follow(): Promise<void> {
  const wanted = wantedLanguage()
  if (wanted.language === spokenLanguage()) return
  changeBusy('language', 1)
  const catalogue = await wanted.load?.().catch(() => undefined)
  changeBusy('language', -1)
  if (wantedLanguage() !== wanted || (wanted.load !== undefined && catalogue === undefined)) return
  changeSpoken(catalogue)
  document.documentElement.lang = wanted.language
  useSpoken.setState({ language: wanted.language })
}

/**
 * Speaks as the address asks (`?lang=es`), and follows what the viewer chooses, from now on.
 * @returns when the first texts are there; undefined = English, which already is
 */
export function startLanguage(): Promise<void> | undefined {
  const asked = new URLSearchParams(location.search).get('lang') ?? undefined
  const { language } = languageNamed(asked) ?? {}
  // For this page only: it is not the reader's choice.
  if (language !== undefined) useSettings.setState({ language })
  useSettings.subscribe(() => void follow())
  return wantedLanguage().load === undefined ? undefined : follow()
}
