import { speak, type Translated } from './spoken.ts'
import { count } from './units.ts'

const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

/** What is said about settings, and about what the browser keeps. */
const settingsEn = {
  title: 'Settings and your data',
  languageHint: 'What Kubernetes itself says stays in English.',
  announcements: 'Announcements for screen readers',
  announcementsHint: 'What happens in the run, said politely.',
  howMany: { all: 'all', fewer: 'fewer: what goes wrong, and what comes right', off: 'off' },
  data: 'What this browser keeps',
  dataHint: 'Nothing of it leaves this browser, unless you export it.',
  kept: {
    run: (title: string) => `your last run: ${title}`,
    earlierRun: (title: string) => `an earlier run: ${title}`,
    open: 'Go on',
    openNamed: (title: string) => `Go on: ${title}`,
    texts: (n: number) => s(n, 'text of the editor', 'texts of the editor'),
    lessons: (n: number) => s(n, 'lesson begun', 'lessons begun'),
    rounds: (n: number) => s(n, 'round played', 'rounds played'),
    settings: 'your settings',
    other: (n: number) => s(n, 'other thing', 'other things'),
    nothing: 'Nothing so far.',
  },
  blocked:
    'This browser lets this page keep nothing (a private window, or storage is blocked). All works, and is gone when the page is closed: save your run as a file.',
  export: 'Export as a file',
  import: 'Import a file',
  clear: 'Clear all',
  sureClear: 'Clear all of it?',
  sureImport: (name: string) => `Replace all of it by what is in ${name}?`,
  yes: { clear: 'Yes, clear it', import: 'Yes, replace it' },
  no: 'No',
  cleared: 'Cleared. Until you leave the page it can be brought back.',
  imported: 'Imported. Until you leave the page what was here can be brought back.',
  undo: 'Bring it back',
  undone: 'As it was before.',
  problems: {
    tooLarge: 'This file is too large to be an export of Podfall.',
    noData: 'This file is no export of Podfall.',
    newer: 'This file was exported by a newer Podfall. Reload the page to get it.',
    unreadable: 'This file cannot be read.',
    refused: 'The browser has no room for it. Everything is as it was before.',
  },
  /** Of work that cannot be kept. */
  notKept:
    'The browser has no room for your run, or gives this page none: it is gone when the page is closed. Save it as a file.',
  save: 'Share …',
} as const

export type SettingsWords = Translated<typeof settingsEn>

/** In the language that is spoken. */
export let settingsWords: SettingsWords = settingsEn
speak('settings', settingsEn, (texts) => {
  settingsWords = texts
})
