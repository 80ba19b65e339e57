import { describe, expect, test } from 'vitest'
import type { LabelSelector } from '../api/types.gen.ts'
import { selectorsText } from './selectorText.ts'

describe('K14 selectors that must all match', () => {
  test.each<readonly [readonly (LabelSelector | undefined)[], string]>([
    [[undefined], '<none>'],
    [[{}], '<all>'],
    [[{ matchLabels: { app: 'web' } }, {}], 'app=web'],
    // A Service's and its owner's, which share a label.
    [
      [{ matchLabels: { app: 'web', tier: 'front' } }, { matchLabels: { app: 'web' } }],
      'app=web,tier=front',
    ],
    [
      [
        { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] },
        { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] },
      ],
      'app in (a,b)',
    ],
  ])('%j: %s', (selectors, text) => expect(selectorsText(selectors)).toBe(text))
})
