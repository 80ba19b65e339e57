import { expect, test } from 'vitest'
import { jsonToYaml } from './jsonToYaml.ts'

test.each([
  [
    'objects become block style',
    '{"kind":"Pod","spec":{"containers":[{"name":"c"}]}}',
    'kind: Pod\nspec:\n  containers:\n    - name: c\n',
  ],
  ['what repeats is written out', '{"a":{"x":1},"b":{"x":1}}', 'a:\n  x: 1\nb:\n  x: 1\n'],
  ['flow style that is no JSON stays', '{ kind: Pod }', '{ kind: Pod }'],
])('%s', (_, text, yaml) => {
  expect(jsonToYaml(text)).toBe(yaml)
})
