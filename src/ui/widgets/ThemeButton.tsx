import { changeSettings } from '../state/settings.ts'
import { words } from '../words/words.ts'
import { Icon } from './Icon.tsx'
import { useTheme } from './useTheme.ts'

/** Changes between the light theme and the dark one, and says to which. */
export function ThemeButton() {
  const theme = useTheme()
  const label = theme === 'dark' ? words.actions.toLight : words.actions.toDark
  return (
    <button
      type="button"
      className="button icon"
      aria-label={label}
      title={label}
      onClick={() => changeSettings({ theme: theme === 'dark' ? 'light' : 'dark' })}
    >
      <Icon name={theme === 'dark' ? 'moon' : 'sun'} />
    </button>
  )
}
