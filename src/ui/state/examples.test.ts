import { expect, test } from 'vitest'
import { parseScenarioFile } from '../../engine/manifest/scenarioFile.ts'
import { EXAMPLES, readExample } from './examples.ts'

test('the opening story stands first, free play last', () => {
  expect(EXAMPLES[0]?.name).toBe('opening')
  expect(EXAMPLES.at(-1)?.name).toBe('free-play')
  expect(EXAMPLES.filter(({ shelf }) => shelf === 'placing')).toHaveLength(7)
})

test.each(EXAMPLES.map((example) => [example.name, example] as const))(
  '%s: name, title and summary are what the real parser reads',
  (_, example) => {
    const { scenario } = parseScenarioFile(example.text)
    expect(scenario).toMatchObject({
      name: example.name,
      title: example.title,
      summary: example.summary,
    })
  },
)

test('quotes are taken off', () => {
  const text =
    "kind: Scenario\nmetadata:\n  name: x\nspec:\n  title: 'it''s'\n  summary: \"a: b\"\n"
  expect(readExample('y', text)).toMatchObject({ name: 'x', title: "it's", summary: 'a: b' })
})

test('a file without a Scenario keeps its file name', () => {
  expect(readExample('y', 'kind: Pod')).toMatchObject({ name: 'y', title: 'y', summary: '' })
})
