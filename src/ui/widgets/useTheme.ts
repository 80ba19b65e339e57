import { useLayoutEffect } from 'react'
import { useSettings } from '../state/settings.ts'
import { useMedia } from './useMedia.ts'

/** The theme in use: the person's choice, else the system's. */
export function useTheme(): 'light' | 'dark' {
  const choice = useSettings((settings) => settings.theme)
  const dark = useMedia('(prefers-color-scheme: dark)')
  return choice === 'system' ? (dark ? 'dark' : 'light') : choice
}

/** The same outside of a component. */
export function currentTheme(): 'light' | 'dark' {
  const { theme } = useSettings.getState()
  if (theme !== 'system') return theme
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** Puts the theme on the document. Used once, by the page itself. */
export function useDocumentTheme(): 'light' | 'dark' {
  const theme = useTheme()
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  return theme
}
