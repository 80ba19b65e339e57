import { describe, expect, test } from 'vitest'
import { RULE, RULE_BY_HAND } from '../../engine/runbook/words.ts'
import { POLICIES } from '../../engine/scheduler/policies/menu.ts'
import { EXAMPLES } from '../state/examples.ts'
import { announceWords } from './announce.ts'
import { branchWords } from './branches.ts'
import type { Catalogue } from './catalogue.ts'
import { controlWords } from './control.ts'
import { editorWords } from './editor.ts'
import { gameWords } from './game.ts'
import { LANGUAGES } from './language.ts'
import { panelWords } from './panels.ts'
import { reasonWords } from './reasons.ts'
import { settingsWords } from './settings.ts'
import { shareWords } from './share.ts'
import { soundWords } from './sound.ts'
import { changeSpoken } from './spoken.ts'
import { stageWords } from './stage.ts'
import { unitsEn } from './units.ts'
import { upcomingWords } from './upcoming.ts'
import { useWords } from './uses.ts'
import { walkWords } from './walk.ts'
import { words } from './words.ts'

/** What is said where no other language is. */
const ENGLISH: Omit<Catalogue, 'language' | 'locale' | 'runbook'> = {
  units: unitsEn,
  page: words,
  panels: panelWords,
  stage: stageWords,
  announce: announceWords,
  upcoming: upcomingWords,
  settings: settingsWords,
  sound: soundWords,
  share: shareWords,
  branches: branchWords,
  walk: walkWords,
  reasons: {
    ...reasonWords,
    rules: Object.fromEntries(
      [...POLICIES.map(({ rule }) => rule), RULE, RULE_BY_HAND].map((rule) => [rule, rule]),
    ),
  },
  control: controlWords,
  uses: useWords,
  editor: editorWords,
  game: gameWords,
  scenarios: Object.fromEntries(EXAMPLES.map(({ title, summary }) => [title, { title, summary }])),
}

const catalogues = await Promise.all(
  LANGUAGES.flatMap(({ load }) => (load === undefined ? [] : [load()])),
)

/** Words that are the same in every language: names, units, what Kubernetes calls things. */
const SAME =
  /\b(Podfall|NEXT|YAML|[CG]PUs?|MEM|vCPU|GiB|min|ms|kB|p50|p99|pods?|apps?|Jobs?|Namespace|Services?|Editor|Logs|spot|taints?|plugin|MostAllocated|BalancedAllocation|kubectl|node-12|web-3|6d4cf56db6|Ctrl|Esc|Home|Enter|qaz|wsx|edc|Qaz)\b/gi

/** Texts that happen to be the same in another language, or that one knows under this name. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  // Lessons call them so as well.
  es: ['page.lanes.titles.One-click', 'page.lanes.titles.Scheduler'],
  // A name in YAML.
  zh: ['editor.kinds.Node.example'],
}

/** What a translation puts in words that English writes as it is, or the other way round. */
const OTHERWISE = /^(playback\.marker\.controlPlane|nameWrong|counted\.noun)\b/

type Texts = { readonly [key: string]: unknown }
const isTexts = (value: unknown): value is Texts => typeof value === 'object' && value !== null

/** Every text and every function that makes one, by its path. */
function leaves(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (!isTexts(value)) return [[path, value]]
  return Object.entries(value).flatMap(([key, child]) =>
    leaves(child, path === '' ? key : `${path}.${key}`),
  )
}

/** One of each sort that a text can be about; of numbers such as have plurals of their own. */
const SAMPLES: readonly unknown[] = [
  1,
  2,
  1_234,
  0,
  'qaz',
  '',
  undefined,
  ['qaz', 'wsx', 'edc'],
  [1.5, 2],
  [{ plugin: 'Qaz', points: 12, revision: 3, pods: 1, name: 'wsx', apps: 2 }],
  () => 'qaz',
  { type: 'event', reason: 'qaz', object: 'wsx' },
  { at: 61_000, name: 'qaz', type: 'pullPlug', machine: 4, mark: 'plug', label: 'wsx' },
]

/** All ways to give a function as many arguments as it takes. */
function* samples(count: number): Generator<readonly unknown[]> {
  if (count === 0) {
    yield []
    return
  }
  for (const rest of samples(count - 1)) for (const sample of SAMPLES) yield [...rest, sample]
}

/** What it says; undefined = these arguments are not of its sorts. */
function said(text: unknown, values: readonly unknown[]): string | undefined {
  try {
    const result: unknown = typeof text === 'function' ? text(...values) : text
    const string = Array.isArray(result) ? result.join('\n') : result
    if (typeof string !== 'string') return undefined
    return /NaN|undefined|null|\[object|=>|Invalid/.test(string) ? undefined : string
  } catch {
    return undefined
  }
}

/** Numbers and names in it: what a translation has to say as well. */
const facts = (text: string) =>
  [...new Set(text.match(/\d[\d.,:]*\d|\d|qaz|wsx|edc|Qaz/g))].sort().join(' ')

/** Of a function's paths at most so many calls are compared. */
const CALLS = 300

/** Each text with what English says in the same place, called with the same arguments. */
function pairs(part: Texts, english: Texts): readonly (readonly [string, string, string])[] {
  const translated = new Map(leaves(part))
  return leaves(english).flatMap(([path, text]) => {
    const other = translated.get(path)
    const found: [string, string, string][] = []
    for (const values of samples(typeof text === 'function' ? text.length : 0)) {
      const before = said(text, values)
      if (before === undefined) continue
      const after = said(other, values)
      // Of arguments that are no good one of the two may make more than the other.
      if (after === undefined && typeof text === 'function') continue
      found.push([`${path}(${JSON.stringify(values)})`, before, after ?? ''])
      if (found.length >= CALLS) break
    }
    return found.length > 0 ? found : [[path, 'a text for every call', '']]
  })
}

describe.each(catalogues.map((catalogue) => [catalogue.language, catalogue] as const))(
  'language %s',
  (_, catalogue) => {
    describe.each(Object.keys(ENGLISH) as (keyof typeof ENGLISH)[])('%s', (name) => {
      const [part, english] = [catalogue[name], ENGLISH[name]] as unknown as [Texts, Texts]

      test('has the same texts, and what is a function there is one here', () => {
        const shape = (texts: Texts) =>
          leaves(texts)
            .map(([path, text]) => `${path}: ${typeof text}`)
            .sort()
        expect(shape(part)).toEqual(shape(english))
      })

      test('says something wherever English does, with the same numbers and names', () => {
        const wrong = pairs(part, english).filter(
          ([, before, after]) =>
            (before.trim() !== '' && after.trim() === '') || facts(before) !== facts(after),
        )
        expect(wrong.filter(([path]) => !OTHERWISE.test(path)).slice(0, 9)).toEqual([])
      })

      test('leaves no English', () => {
        const same = pairs(part, english).flatMap(([path, before, after]) =>
          before === after && /[a-z]{3}/i.test(after.replace(SAME, ''))
            ? [path.split('(')[0]!]
            : [],
        )
        expect([...new Set(same)].map((path) => `${name}.${path}`)).toEqual(
          ALIKE[catalogue.language]!.filter((path) => path.startsWith(`${name}.`)),
        )
      })
    })
  },
)

test('English comes back', () => {
  changeSpoken(catalogues[0])
  expect(words.actions.examples).toBe(catalogues[0]?.page.actions.examples)
  changeSpoken(undefined)
  expect(words.actions.examples).toBe('Examples')
})
