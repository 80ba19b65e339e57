import { useMemo } from 'react'
import type { App } from '../../engine/protocol.ts'
import { appLooks, cssColour } from '../stage/palette.ts'
import { useTheme } from '../widgets/useTheme.ts'
import { useRun } from './stores.ts'

/** How an app looks in the DOM, in the theme in use. */
export interface DomLook {
  readonly letter: string
  readonly fill: string
  readonly ink: string
  readonly edge: string
  /** The hue is shared with another app; this one has the dot pattern. */
  readonly dotted: boolean
}

/** Looks of all apps of the run, by index. */
export function domLooks(
  apps: readonly Pick<App, 'name' | 'kind'>[],
  theme: 'light' | 'dark',
): readonly DomLook[] {
  return appLooks(apps).map(({ hue, letter, pattern }) => ({
    letter,
    fill: cssColour(hue.fill),
    ink: cssColour(hue.ink),
    edge: cssColour(hue.edge[theme]),
    dotted: pattern > 0,
  }))
}

export function useLooks(): readonly DomLook[] {
  const apps = useRun((run) => run.apps)
  const theme = useTheme()
  return useMemo(() => domLooks(apps, theme), [apps, theme])
}

/** The look of an app by its name; one that the run does not know gets the look it would get next. */
export function lookByName(
  apps: readonly Pick<App, 'name' | 'kind'>[],
  name: string,
  theme: 'light' | 'dark',
): DomLook {
  const known = apps.findIndex((app) => app.name === name)
  if (known >= 0) return domLooks(apps, theme)[known]!
  return domLooks([...apps, { name, kind: 'Deployment' }], theme).at(-1)!
}
