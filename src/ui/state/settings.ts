import { create } from 'zustand'
import type { GroupBy } from '../stage/stage.ts'
import { SPEEDS, type Speed } from './playback.ts'

export type ThemeChoice = 'system' | 'light' | 'dark'

/** What a person has chosen and finds again at the next visit. */
export interface Settings {
  readonly theme: ThemeChoice
  readonly speed: Speed
  /** Height of the dock in px, or undefined for the layout's own. */
  readonly dockHeight: number | undefined
  readonly dockCollapsed: boolean
  /** A step goes through one decision of the scheduler, phase by phase. */
  readonly explain: boolean
  /** The viewer says which machine it will be before it is shown. */
  readonly predict: boolean
  /** What machines are put together by; undefined = by what the scenario says. */
  readonly groupBy: GroupBy | undefined
  /** As in `lang`; undefined = the browser's. */
  readonly language: string | undefined
  /** What of a run is said to screen readers. */
  readonly announce: Announce
  /** Tones for what happens; a page is always silent at first. */
  readonly sound: boolean
}

export type Announce = 'all' | 'fewer' | 'off'

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  speed: 1,
  dockHeight: undefined,
  dockCollapsed: false,
  explain: false,
  predict: false,
  groupBy: undefined,
  language: undefined,
  announce: 'all',
  sound: false,
}

const KEY = 'podfall.settings'
const DOCK_LIMITS = { least: 120, most: 2_000 } as const

/** Reads stored text; every value that makes no sense is replaced by its default. */
export function parseSettings(stored: string | null): Settings {
  let value: unknown
  try {
    value = JSON.parse(stored ?? 'null')
  } catch {
    return DEFAULT_SETTINGS
  }
  if (typeof value !== 'object' || value === null) return DEFAULT_SETTINGS
  const { theme, speed, dockHeight, dockCollapsed, predict, groupBy, language, announce } =
    value as Record<string, unknown>
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    speed: SPEEDS.find((candidate) => candidate === speed) ?? DEFAULT_SETTINGS.speed,
    dockHeight:
      typeof dockHeight === 'number' &&
      dockHeight >= DOCK_LIMITS.least &&
      dockHeight <= DOCK_LIMITS.most
        ? dockHeight
        : undefined,
    dockCollapsed: dockCollapsed === true,
    // Whoever comes back wants to watch first: explaining begins when it is asked for.
    explain: false,
    predict: predict === true,
    groupBy: parseGroupBy(groupBy),
    language: typeof language === 'string' && /^[a-z]{2}$/.test(language) ? language : undefined,
    announce: announce === 'fewer' || announce === 'off' ? announce : 'all',
    // Whoever opens a page in a quiet room has not asked it to be heard.
    sound: false,
  }
}

function parseGroupBy(value: unknown): GroupBy | undefined {
  if (value === 'zone' || value === 'nodeGroup' || value === 'none') return value
  const label = (value as { readonly label?: unknown } | null | undefined)?.label
  return typeof label === 'string' ? { label } : undefined
}

/** Storage may be blocked or full: then the choices live as long as the page. */
function read(): string | null {
  try {
    return globalThis.localStorage?.getItem(KEY) ?? null
  } catch {
    return null
  }
}

function write(settings: Settings): void {
  try {
    globalThis.localStorage?.setItem(KEY, JSON.stringify(settings))
  } catch {
    // Nothing to do: see read().
  }
}

export const useSettings = create<Settings>()(() => parseSettings(read()))

export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change)
  // Another tab may have chosen something else meanwhile.
  write({ ...parseSettings(read()), ...change })
}

/** What is kept has been replaced. */
export function rereadSettings(): void {
  useSettings.setState(parseSettings(read()))
}
