import { useLanguage } from '../state/language.ts'
import { changeSettings } from '../state/settings.ts'
import { LANGUAGES } from '../words/language.ts'
import { words } from '../words/words.ts'

/** Which language the page speaks; each is named as it names itself. */
export function LanguageChoice() {
  const spoken = useLanguage()
  return (
    <select
      className="language"
      aria-label={words.language}
      value={spoken}
      onChange={({ target }) => changeSettings({ language: target.value })}
    >
      {LANGUAGES.map(({ language, name }) => (
        <option key={language} value={language} lang={language}>
          {name}
        </option>
      ))}
    </select>
  )
}
