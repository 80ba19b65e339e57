import { describe, expect, test } from 'vitest'
import { parseLabelSelector, SelectorError } from './labelSelectorText.ts'
import { matchesLabelSelector } from './selectors.ts'

const labels = { app: 'web', tier: 'front', 'example.com/track': 'canary' }

describe('label selectors as kubectl takes them', () => {
  test.each([
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app = web , tier != back', true],
    ['app!=web', false],
    ['app in (api, web)', true],
    ['tier notin (front)', false],
    ['app in (web),example.com/track', true],
    ['!old', true],
    ['!app', false],
    ['missing', false],
    ['missing!=x', true],
    ['app=', false],
  ])('%s', (text, selected) => {
    expect(matchesLabelSelector(parseLabelSelector(text), labels)).toBe(selected)
  })

  test.each(['app=web=x', 'a b', ',', 'app in', '-x', 'app=-', 'app=web,,tier=x'])(
    '%s is refused',
    (text) => {
      expect(() => parseLabelSelector(text)).toThrow(SelectorError)
    },
  )
})
