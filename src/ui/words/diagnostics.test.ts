import { afterEach, describe, expect, test } from 'vitest'
import { parseScenarioFile } from '../../engine/manifest/scenarioFile.ts'
import type { Diagnostic, Said } from '../../engine/protocol.ts'
import { SENTENCES, say } from '../../engine/sentences/sentences.ts'
import type { Catalogue } from './catalogue.ts'
import { DIAGNOSTIC_WORDS, inReadersWords } from './diagnostics.ts'
import { LANGUAGES } from './language.ts'
import { changeSpoken } from './spoken.ts'

type Sentence = (...args: readonly unknown[]) => string

const codes = Object.keys(SENTENCES) as (keyof typeof SENTENCES)[]
const others = await Promise.all(
  LANGUAGES.filter(({ load }) => load !== undefined).map(
    async ({ language }) => [language, await DIAGNOSTIC_WORDS[language]!()] as const,
  ),
)

/** What the parser calls by a name and another language shows as it is written. */
const PARSED: Readonly<Record<string, readonly string[]>> = {
  missingComma: ['map'],
  missingCommaOrColon: ['sequence'],
  unexpected: ['scalar'],
  unexpectedAfter: ['flow-seq-start'],
  unexpectedIn: ['flow-map-end', 'stream', '"}"'],
  unexpectedInBrackets: ['map-value-ind', 'map'],
}

/** Arguments of the sorts that a sentence takes: names, or lists of names. */
function samples(code: keyof typeof SENTENCES): readonly unknown[] {
  if (Object.hasOwn(PARSED, code)) return PARSED[code]!
  const say = SENTENCES[code] as Sentence
  const names = Array.from({ length: say.length }, (_, n) => `qaz${n}`)
  const lists = names.map((name) => [`${name}a`, `${name}b`])
  for (let choice = 0; choice < 2 ** say.length; choice++) {
    const args = names.map((name, n) => (choice & (1 << n) ? lists[n] : name))
    try {
      say(...args)
      return args
    } catch {
      // A list is wanted where there was a name.
    }
  }
  throw new Error(`no arguments for ${code}`)
}

/** Numbers, arguments and names of fields: what every language has to say. */
const facts = (text: string) =>
  [...new Set(text.match(/qaz\d[ab]?|\d+[a-zA-Z%]*|\b[a-z]+[A-Z]\w*/g))].sort().join(' ')

/** English that is the same everywhere: names of YAML, of Kubernetes and of commands. */
const SAME =
  /\b(Podfall|Kubernetes|Helm|helm template|YAML|Exists|In|NotIn|Never|Always|Indexed|FailIndex|Deployments?|ReplicaSets?|StatefulSets?|Services?|Jobs?|List|Ingress|Egress|Scenario|key|kind|metadata|name|true|false|cpu|memory|limits|matchLabels|rules|service|start|every|order|at|app|count|over|trace|train|web|lanes?|expander|undo|id|spec|labels|template|suspend|spot|alias|http|svc|cluster|local|cart|shop|example|com|Europe|Berlin|one-click|value|min|max|type|and|text|or|proto|URL|DNS|MB|MiB|IPv4|qaz\w*)\b/g

describe.each(others)('the engine’s sentences in %s', (_, words) => {
  test('there is one of each code', () => {
    expect(Object.keys(words).sort()).toEqual([...codes].sort())
  })

  test('each says all that the English one says: arguments, numbers, names of fields', () => {
    const wrong = codes.flatMap((code) => {
      if (Object.hasOwn(PARSED, code)) return []
      const args = samples(code)
      const english = (SENTENCES[code] as Sentence)(...args)
      const said = (words[code] as Sentence)(...args)
      return facts(english) === facts(said) ? [] : [`${code}: ${said}`]
    })
    expect(wrong).toEqual([])
  })

  test('none ends otherwise than the English one: with a full stop, or as a part of another', () => {
    const end = (text: string) => ({ '。': '.', '？': '?' })[text.slice(-1)] ?? text.slice(-1)
    const wrong = codes.filter((code) => {
      const english = (SENTENCES[code] as Sentence)(...samples(code))
      const said = (words[code] as Sentence)(...samples(code))
      return /[.?]$/.test(english) !== /[.?]$/.test(end(said))
    })
    expect(wrong).toEqual([])
  })

  test('none is English', () => {
    const wrong = codes.filter((code) => {
      const args = samples(code)
      const said = (words[code] as Sentence)(...args)
      const left = said.replace(SAME, '')
      return said === (SENTENCES[code] as Sentence)(...args) && /[a-z]{3}/i.test(left)
    })
    expect(wrong).toEqual([])
  })
})

test('M2 every sentence, in every language', () => {
  const all = codes.map((code) => {
    const args = samples(code)
    const said = [SENTENCES, ...others.map(([, words]) => words)].map((words) =>
      (words[code] as Sentence)(...args),
    )
    return [code, ...said].join('\n  ')
  })
  expect(`\n${all.join('\n')}\n`).toMatchSnapshot()
})

describe('a reply of the engine', () => {
  afterEach(() => changeSpoken(undefined))

  const speak = async (language: string) =>
    changeSpoken(await LANGUAGES.find((each) => each.language === language)?.load?.())
  const BROKEN = `apiVersion: apps/v1
kind: Deployment
metadata: {name: Web}
spec:
  replica: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web
          resources: {requests: {memory: 512m, cpu: half}}
---
kind: Deploymint
---
a: [b
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: p, image: i, livenessProbe: {httpGet: {port: 80}, successThreshold: 2}}]}
`
  const told = async (text: string) =>
    (await inReadersWords(parseScenarioFile(text))).diagnostics.map(({ message }) => message)

  test.each(['en', 'es', 'zh'])('M2 is said in %s, what Kubernetes prints as it is', async (to) => {
    await speak(to)
    expect(await told(BROKEN)).toMatchSnapshot()
    expect(
      await told('apiVersion: v1\nkind: Pod\nmetadata: {name: "{{ .x }}"}\n'),
    ).toMatchSnapshot()
  })

  test('says a limit of the run in the language, too', async () => {
    await speak('es')
    const refused = { diagnostics: [], error: 'in English', said: say('nothingToApply') }
    const { error } = await inReadersWords(refused)
    expect(error).toBe('En este texto no hay ningún objeto que se pueda aplicar.')
  })

  const at = { document: 0, line: 1, column: 1, endLine: 1, endColumn: 1 }
  const message = 'An own sentence.'
  test.each<[string, Said | undefined]>([
    ['a code that is not known', { code: 'unheardOf', args: ['a'] }],
    ['a name that every object has', { code: 'toString', args: [] }],
    ['a part that is not known', { code: 'withPart', args: [{ code: 'unheardOf', args: [] }] }],
    [
      'an ending that is not known',
      { code: 'unknownKind', args: ['"x"', { code: 'unheardOf', args: [] }] },
    ],
    ['no code, as Kubernetes says it', undefined],
  ])('with %s is said as it is', async (_, said) => {
    await speak('es')
    const diagnostic: Diagnostic = { severity: 'error', message, ...(said && { said }), ...at }
    const reply = { diagnostics: [diagnostic], loaded: false }
    expect(await inReadersWords(reply)).toEqual(reply)
  })

  test('is said in English where no words of a language can be had', async () => {
    changeSpoken({ language: 'eo' } as Catalogue)
    const [first] = await told('kind: Deploymint')
    expect(first).toBe('Podfall does not know the kind "Deploymint"; did you mean Deployment?')
  })
})
