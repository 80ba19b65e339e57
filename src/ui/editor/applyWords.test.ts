import { expect, test } from 'vitest'
import type { ApplyResult } from '../../engine/protocol.ts'
import { describeResults } from './applyWords.ts'

const results = (text: string): ApplyResult[] =>
  text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [object, result] = part.trim().split(' ') as [string, ApplyResult['result']]
      return { object, result }
    })

test.each([
  ['deployment.apps/web configured', 'deployment.apps/web configured'],
  ['a created, b unchanged, c unchanged', 'a created · 2 unchanged'],
  ['a created, b unchanged', 'a created · 1 unchanged'],
  ['a unchanged, b unchanged', 'Nothing changed.'],
  [
    'a created, b created, c failed, d created, e created',
    'a created · b created · c failed · 2 more',
  ],
  ['', 'There is nothing to apply: the text has no Kubernetes objects.'],
])('E3, M4: %s', (input, expected) => {
  expect(describeResults(results(input))).toBe(expected)
})
